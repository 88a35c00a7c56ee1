"""What every rule promises, held against all that are here; each check is shown to find a broken one."""

from collections.abc import Iterator
from types import ModuleType, SimpleNamespace

import pytest

from galaxy_core import trees
from galaxy_core.datasets import rules
from galaxy_core.datasets.rules import five
from tests.datasets.test_contract import class_faults


def faults(module: ModuleType) -> Iterator[str]:
    """What is wrong with a rule."""
    if not all(str(getattr(module, name, "")).strip() for name in ("TITLE", "SENTENCE", "SOURCE")):
        yield "a head without title, sentence or source"
    if not module.SENTENCE.endswith("."):
        yield "SENTENCE is no sentence"
    yield from class_faults(module.CLASSES, module.SHORT, module.GLYPHS)
    if not module.CONDITIONS or not set(module.CONDITIONS) <= set(trees.names()):
        yield "it knows no tree, or one that isn't there"
        return
    for name, conditions in module.CONDITIONS.items():
        if len(conditions) != len(module.CLASSES) or not all(conditions):
            yield "conditions and classes differ in number"
        for answers, (low, high) in (one for needed in conditions for one in needed.items()):
            keys, tree = answers.split("+"), trees.tree(name)
            if not set(keys) <= set(tree.answers):
                yield f"{answers} is no answer of {name}"
            elif len({tree.question_of[tree.column(key)] for key in keys}) > 1:
                yield f"{answers} are answers of several questions"
            if not 0 <= low < high <= 1:
                yield f"{low} to {high} holds no fraction"


@pytest.mark.parametrize("name", rules.names())
def test_every_rule_is_sound(name: str) -> None:
    assert list(faults(rules.rule(name))) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"TITLE": ""}, {"SENTENCE": "No"}, {"SHORT": five.SHORT[:4]}, {"GLYPHS": ("none",) * 5}, {"CONDITIONS": {}},
        {"CONDITIONS": {"elm": ()}}, {"CONDITIONS": {"gz2": five.CONDITIONS["gz2"][:4]}},
        {"CONDITIONS": {"gz2": ({"a35": (0.5, 1)},) * 5}}, {"CONDITIONS": {"gz2": ({"a04_yes": (0.5, 0.5)},) * 5}},
        {"CONDITIONS": {"gz2": ({"a04_yes+a06_bar": (0.5, 1)},) * 5}},
    ],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_a_broken_rule_is_found(changed: dict[str, object]) -> None:
    assert list(faults(SimpleNamespace(**{**vars(five), **changed})))
