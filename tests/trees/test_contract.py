"""What every tree promises, held against all that are here; each check is shown to find a broken one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from galaxy_core import plugins, trees
from galaxy_core.trees import Tree

GZ2 = trees.tree("gz2")


def faults(tree: Tree) -> Iterator[str]:
    """What is wrong with a tree."""
    every = [answer for question in tree.questions for answer in question.answers]
    for what, keys in (
        ("question", [question.key for question in tree.questions]),
        ("answer", [answer.key for answer in every]),
        ("title of an answer", [answer.title for answer in every]),
        ("column", [answer.column for answer in every]),
    ):
        if len({*keys}) < len(keys) or not all(keys):
            yield f"a {what} is called as another or not at all"
    before: set[str] = set()
    for question in tree.questions:
        if not set(question.parents) <= {answer.key for answer in every}:
            yield f"{question.key} hangs on an answer that isn't there"
        elif not set(question.parents) <= before:
            yield f"{question.key} stands before what leads to it"
        if len(question.answers) < 2 or not question.title or not question.words.endswith("?"):
            yield f"{question.key} has less than two answers, no title, or asks nothing"
        before |= {answer.key for answer in question.answers}
    if not tree.questions or tree.questions[0].parents:
        yield "nobody is asked anything"


@pytest.mark.parametrize("name", trees.names())
def test_every_tree_can_be_walked(name: str) -> None:
    assert list(faults(trees.tree(name))) == []


@pytest.mark.parametrize("name", trees.names())
def test_every_head_is_sound(name: str) -> None:
    module = plugins.load(trees, name)
    assert module.TITLE and module.SOURCE and module.SENTENCE.endswith(".")
    assert trees.of_answers(trees.tree(name).answers).name == name


T01, T02 = GZ2.questions[:2]
BROKEN = {
    "a parent that isn't there": (T01, replace(T02, parents=("a99",))),
    "a parent that comes later": (T01, replace(T02, parents=("a05_no",))),
    "one answer": (T01, replace(T02, answers=T02.answers[:1])),
    "no question mark": (replace(T01, words="Smooth."),),
    "an answer twice": (replace(T01, answers=(*T01.answers, T01.answers[0])),),
    "nobody asked": (T02,),
    "nothing": (),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_tree_is_found(kind: str) -> None:
    assert list(faults(Tree("broken", "Broken", BROKEN[kind])))
