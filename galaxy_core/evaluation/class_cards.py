"""What there is to say about one class of a data set: what it is, how common, and what a model takes it for."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from galaxy_core import GalaxyError, datasets, plugins
from galaxy_core.datasets import Galaxies, rules
from galaxy_core.datasets.morphology import Meaning
from galaxy_core.evaluation import stored
from galaxy_core.evaluation.confusion import confused_pairs
from galaxy_core.intervals import Score, proportion
from galaxy_core.runs import Run
from galaxy_core.tasks.classification.predictions import Predictions
from galaxy_core.trees import Tree

MOST = 3  # other classes that it is taken for


@dataclass(frozen=True)
class Recognised:
    """How a run does on the validation images of a class: the share that it recognises, of `n`; the classes that it
    most often takes the others for, with how many."""

    share: Score
    n: int
    taken_for: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ClassCard:
    """A class by its number. `images` of `of` in the data set are of it, and `more` classes are larger; `meaning` is
    None of a class that no data set explains, `votes` what made it of them, and `recognised` None without a run."""

    label: int
    name: str
    meaning: Meaning | None
    images: int
    of: int
    more: int
    votes: tuple[str, ...]
    recognised: Recognised | None


def class_card(galaxies: Galaxies, label: int, reference: str = "", run: Run | None = None) -> ClassCard:
    """The card of a class of an open data set, which `reference` names; with what a run that tells these classes apart
    says of it."""
    counts = np.bincount(galaxies.labels, minlength=len(galaxies.classes))
    name = galaxies.classes[label]
    return ClassCard(
        label, name, meanings().get(name.casefold()), int(counts[label]), galaxies.n,
        int((counts > counts[label]).sum()), _votes(reference, name), _recognised(run, label) if run else None,
    )  # fmt: skip


@lru_cache(maxsize=1)
def meanings() -> Mapping[str, Meaning]:
    """What classes are, by what they are called in any data set or rule that says it, in small letters."""
    modules = [datasets.plugin(name) for name in plugins.names(datasets)] + [rules.rule(name) for name in rules.names()]
    return {
        name.casefold(): meaning
        for module in modules if hasattr(module, "MEANINGS")
        for name, meaning in zip(module.CLASSES, module.MEANINGS, strict=True)
    }  # fmt: skip


def _votes(reference: str, name: str) -> tuple[str, ...]:
    """The path through the tree to a class that a rule made of votes, an answer each: "Smooth or featured: “Smooth”,
    47 % or more". () of other classes."""
    base, rule = rules.divided(reference)
    if not rule:
        return ()
    module = rules.rule(rule)
    with suppress(GalaxyError, ValueError):
        tree: Tree = datasets.opened(base).task.tree  # type: ignore[attr-defined]
        needed = module.CONDITIONS[tree.name][module.CLASSES.index(name)]
        return tuple(_needed(tree, answers, *between) for answers, between in needed.items())
    return ()


def _needed(tree: Tree, answers: str, low: float, high: float) -> str:
    columns = [tree.column(answer) for answer in answers.split("+")]
    question = tree.questions[tree.question_of[columns[0]]]
    titles = " or ".join(f"“{question.answers[column - tree.slices[tree.question_of[column]].start].title}”"
                         for column in columns)  # fmt: skip
    bounds = f"{100 * low:.0f} % or more" if high >= 1 else f"{100 * high:.0f} % or less"
    return f"{question.title}: {titles}, {bounds}"


def _recognised(run: Run, label: int) -> Recognised | None:
    try:
        said = Predictions.of(stored.predictions(run, "validation"))
    except GalaxyError:
        return None
    row = said.confusion[label]
    share = proportion(int(row[label]), int(row.sum()))
    if share is None:
        return None
    others = tuple((pair[1], pair[2]) for pair in confused_pairs(said) if pair[0] == label)
    return Recognised(share, int(row.sum()), others[:MOST])
