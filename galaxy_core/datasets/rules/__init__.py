"""From votes to classes: rules on answers that make a class data set out of a vote data set. One small file each.

`sample_votes:five` is the data set `sample_votes` with the classes of the rule `five`; so is any path with `:RULE`
behind it. Galaxies that fit no class are left out. The contract of a plug-in, all at module level: a head (`TITLE`,
`SENTENCE`, `SOURCE`), `CLASSES`, `SHORT`, `GLYPHS` and `MEANINGS` as data sets have them, and `CONDITIONS`: by the name
of a tree, for each class in their order, the answers that it needs and between which fractions (inside their question)
they have to lie; answers joined by + count together. Of several classes whose conditions hold, the first counts.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core import UsageError, plugins, tasks, trees
from galaxy_core.datasets import refusals, selection
from galaxy_core.trees import Tree

if TYPE_CHECKING:
    from galaxy_core.datasets import Galaxies

Conditions = Mapping[str, tuple[float, float]]  # answers → the least and the largest fraction

FEWEST = 10  # votes that each question of a rule needs, where counts are known
LEAST = 10  # galaxies without which a class is left out
ROUNDED = 1e-6  # of fractions in float32


def names() -> tuple[str, ...]:
    """The rules there are."""
    return plugins.names(sys.modules[__name__])


def rule(name: str) -> ModuleType:
    """The rule of that name. Raises UsageError naming those that exist."""
    return plugins.load(sys.modules[__name__], name)


def divided(reference: str) -> tuple[str, str]:
    """A reference to a data set as that of the votes and the name of a rule, which is "" where none is named."""
    base, _, name = reference.rpartition(":")
    return (base, name) if base and name in names() else (reference, "")


def task() -> str:
    """The name of the task of all that rules make."""
    return tasks.usual()


def classes(targets: np.ndarray, tree: Tree, conditions: Sequence[Conditions]) -> np.ndarray:
    """The class of each galaxy by its votes, float32 (n, 2, a) as `tasks.votes` has them: int64 (n,), −1 for none."""
    votes, fractions = targets[:, 0], targets[:, 1]
    enough = np.isnan(votes).all(axis=1)[:, None] | (tree.totals(votes) >= FEWEST)
    held = np.ones((len(conditions), len(targets)), bool)
    for number, needed in enumerate(conditions):
        for answers, (low, high) in needed.items():
            columns = [tree.column(answer) for answer in answers.split("+")]
            share = fractions[:, columns].sum(axis=1)  # NaN where nobody was asked
            held[number] &= (
                (share >= low - ROUNDED) & (share <= high + ROUNDED) & enough[:, tree.question_of[columns[0]]]
            )
    return np.where(held.any(axis=0), held.argmax(axis=0), -1)


def applied(galaxies: "Galaxies", name: str) -> "Galaxies":
    """The class data set that a rule makes of a vote data set; of the images themselves, nothing is copied.

    Raises UsageError for a data set without votes or of a tree that the rule doesn't know, DataError where less than
    two classes have any galaxies.
    """
    module = rule(name)
    tree = _tree(galaxies, module)
    numbers = classes(galaxies.targets, tree, module.CONDITIONS[tree.name])
    counts = np.bincount(numbers[numbers >= 0], minlength=len(module.CLASSES))
    kept = np.flatnonzero(counts >= LEAST)
    if len(kept) < 2:
        raise refusals.FEW_CLASSES(
            title=galaxies.title, fitting=counts.sum(), n=galaxies.n, rule=name, least=LEAST,
            count="only one" if len(kept) else "none",
        )  # fmt: skip
    rows = np.flatnonzero(np.isin(numbers, kept))
    note = f"“{module.TITLE}” by votes: {counts[kept].sum():,} of {galaxies.n:,} galaxies fit a class, "
    small = left_out_in_words(_small(module.CLASSES, counts))
    chosen = [tuple(value[number] for number in kept) for value in (module.CLASSES, module.SHORT, module.GLYPHS)]
    return replace(
        selection.rows(galaxies, rows), name=f"{galaxies.name}:{name}", title=f"{galaxies.title}: {module.TITLE}",
        task=tasks.task(task(), chosen[0]), short=chosen[1], glyphs=chosen[2],
        targets=np.searchsorted(kept, numbers[rows]).astype(np.int64),
        notes=(
            note + _listed(chosen[0], counts[kept]) + ".", *filter(None, [small]), *_thresholds(module, tree),
            *galaxies.notes,
        ),
    )  # fmt: skip


def _tree(galaxies: "Galaxies", module: ModuleType) -> Tree:
    try:
        tree = trees.of_answers(galaxies.task.names)
    except UsageError as error:
        raise UsageError(f"{galaxies.title} has no votes: leave out what stands behind the colon.") from error
    if tree.name not in module.CONDITIONS:
        usable = " or ".join(trees.tree(name).title for name in module.CONDITIONS)
        raise UsageError(f"“{module.TITLE}” needs votes of {usable}; {galaxies.title} has those of {tree.title}.")
    return tree


def _listed(called: Sequence[str], counts: np.ndarray) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in zip(called, counts.tolist(), strict=True))


def left_out(galaxies: "Galaxies", name: str) -> dict[str, int]:
    """The classes of a rule that `applied` leaves out, each with how many galaxies of the vote data set fit it.

    Raises UsageError as `applied` does.
    """
    module = rule(name)
    tree = _tree(galaxies, module)
    numbers = classes(galaxies.targets, tree, module.CONDITIONS[tree.name])
    return _small(module.CLASSES, np.bincount(numbers[numbers >= 0], minlength=len(module.CLASSES)))


def left_out_in_words(small: Mapping[str, int]) -> str:
    """Which classes are missing, with how many galaxies each, and why; "" where none is."""
    if not small:
        return ""
    fits = {0: "no galaxy fits", 1: "1 galaxy fits"}
    names = ", ".join(f"{name} ({fits.get(n, f'{n} galaxies fit')})" for name, n in small.items())
    whose = "1 class is" if len(small) == 1 else f"{len(small)} classes are"
    return f"{whose} left out, as a class needs {LEAST} galaxies: {names}."


def _small(called: Sequence[str], counts: np.ndarray) -> dict[str, int]:
    return {name: count for name, count in zip(called, counts.tolist(), strict=True) if count < LEAST}


def _thresholds(module: ModuleType, tree: Tree) -> list[str]:
    """What each class needs, in words."""
    title = {answer.key: answer.title for question in tree.questions for answer in question.answers}
    rows = []
    for name, needed in zip(module.CLASSES, module.CONDITIONS[tree.name], strict=True):
        parts = [
            f"{' or '.join(title[answer].lower() for answer in answers.split('+'))} "
            + (f"{low:g} or more" if high >= 1 else f"{high:g} or less" if low <= 0 else f"{low:g} to {high:g}")
            for answers, (low, high) in needed.items()
        ]
        rows.append(f"{name}: {', '.join(parts)}")
    return [f"Fractions that a class needs, and {FEWEST} votes on each question: {'; '.join(rows)}."]
