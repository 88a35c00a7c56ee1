"""The way of most volunteers through the tree, in words: "31 of 40 volunteers said “Smooth”;
of those 20 of 31 “Round”."."""

from collections.abc import Iterator, Sequence

import numpy as np

from galaxy_core.trees import Tree

HUNDRED = 100  # volunteers, where nobody has voted


def path(tree: Tree, fractions: np.ndarray, totals: np.ndarray | None = None) -> str:
    """The answers that most gave, question by question as far as at least half came: fractions (a,), NaN where nobody
    was asked. `totals` (q,) are the votes that each question got;
    without them it is said what 100 volunteers would say."""
    parts, before = [], ()
    asked = tree.asked(fractions) * HUNDRED if totals is None else totals
    for numbers in _groups(tree, np.nan_to_num(fractions)):
        parents = tree.questions[numbers[0]].parents
        clauses, answers = zip(*(_said(tree, number, fractions, asked) for number in numbers), strict=True)
        parts.append(f"{_whom(tree, parents, before)}{_listed(clauses)}")
        before = answers
    who = "volunteers said" if totals is not None else "volunteers would say"
    return "; ".join([parts[0].replace(" “", f" {who} “", 1), *parts[1:]]) + "." if parts else "Nobody said anything."


def _groups(tree: Tree, fractions: np.ndarray) -> Iterator[list[int]]:
    """The questions that at least half come to, those together that hang on the same answers; those last to which
    several answers lead, with what hangs on them, as they are asked of nearly everybody."""
    shares, aside = tree.asked(fractions), set[str]()
    groups: dict[tuple[bool, tuple[str, ...]], list[int]] = {}
    for number, (question, columns) in enumerate(zip(tree.questions, tree.slices, strict=True)):
        late = len(question.parents) > 1 or bool(aside & {*question.parents})
        aside |= {answer.key for answer in question.answers} if late else set()
        if shares[number] >= 0.5 and fractions[columns].any():
            groups.setdefault((late, question.parents), []).append(number)
    yield from (groups[key] for key in sorted(groups, key=lambda key: key[0]))


def _said(tree: Tree, number: int, fractions: np.ndarray, asked: np.ndarray) -> tuple[str, str]:
    """ "31 of 40 “Smooth”", and the key of that answer."""
    inside = np.nan_to_num(fractions[tree.slices[number]])
    whole = round(float(asked[number]))
    answer = tree.questions[number].answers[int(inside.argmax())]
    return f"{round(float(inside.max() * asked[number]))} of {whole} “{answer.title}”", answer.key


def _whom(tree: Tree, parents: Sequence[str], before: Sequence[str]) -> str:
    """Who is asked: those who gave the answer that was said last, or else which."""
    if len(parents) != 1:
        return ""
    if tuple(before) == tuple(parents):
        return "of those "
    titles = {answer.key: answer.title for question in tree.questions for answer in question.answers}
    return f"of those who said “{titles[parents[0]]}” "


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
