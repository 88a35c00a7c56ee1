"""Which of the galaxies of a game people find hard: those that volunteers agreed on least, else those that most other
players got wrong."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

import galaxy_core
from galaxy_core import GalaxyError, datasets, trees
from galaxy_core.datasets import Galaxies
from galaxy_core.demonstration import Exhibit, games
from galaxy_core.runs import Run, dataset
from galaxy_core.tasks.voting import opinions
from galaxy_core.tasks.voting.predictions import ENOUGH
from galaxy_core.trees import Tree

FEW = 6


@dataclass(frozen=True)
class Hard:
    """A galaxy that people find hard: its number in the game, how many people agree, or got it right, 0…1, and that in
    words."""

    number: int
    share: float
    words: str


def hardest(run: Run, galaxies: Galaxies, exhibits: Sequence[Exhibit]) -> list[Hard]:
    """The hardest galaxies of a game, the hardest first, a few at most; none where nobody has voted or played.

    `galaxies` are the run's data set.
    """
    found = _by_votes(galaxies, exhibits) or _by_games(run, exhibits)
    return sorted(found, key=lambda hard: hard.share)[:FEW]


def voted_on(galaxies: Galaxies) -> tuple[Galaxies, Tree] | None:
    """The data set with its tree, where volunteers voted on its galaxies, or a data set of the very same images on
    which they did; None where there is none."""
    with suppress(GalaxyError):
        return galaxies, trees.of_answers(galaxies.task.names)
    if galaxies.name not in datasets.names():
        return None
    folder = galaxy_core.data_folder()
    place = datasets.plugin(galaxies.name).find(folder)
    for name in datasets.names():
        with suppress(GalaxyError):  # it can't be used, or has no votes either
            if name == galaxies.name or datasets.plugin(name).find(folder) != place:
                continue
            other = datasets.opened(name)
            if other.identity.images == galaxies.identity.images:
                return other, trees.of_answers(other.task.names)
    return None


def _by_votes(galaxies: Galaxies, exhibits: Sequence[Exhibit]) -> list[Hard]:
    voting = voted_on(galaxies)
    if voting is None:
        return []
    everybody, tree = voting
    who = "simulated volunteers" if everybody.synthetic else "volunteers"
    found = []
    for number, exhibit in enumerate(exhibits):
        if least := _least_agreed(tree, everybody.targets[exhibit.row], exhibit):
            question, share, counted = least
            asked = tree.questions[question]
            answer = asked.answers[int(np.nanargmax(everybody.targets[exhibit.row, 1, tree.slices[question]]))]
            found.append(Hard(number, share, f"{asked.words} {counted} {who} said “{answer.title}”"))
    return found


def _least_agreed(tree: Tree, target: np.ndarray, exhibit: Exhibit) -> tuple[int, float, str] | None:
    """Of the questions that the game asked of a galaxy, of classes all that at least half came to, the one on which the
    largest share of answers is smallest: its number, that share, and "14 of 31"."""
    voted = opinions.voted(tree, target)
    shares: dict[int, float] = {}
    for number, columns in enumerate(tree.slices):
        asked = exhibit.question.is_class or tree.questions[number].words == exhibit.question.words
        enough = voted.totals is None or voted.totals[number] >= ENOUGH
        if asked and enough and voted.is_relevant(number) and np.isfinite(voted.fractions[columns]).all():
            shares[number] = float(voted.fractions[columns].max())
    if not shares:
        return None
    least = min(shares, key=shares.__getitem__)
    if voted.totals is None:
        return least, shares[least], f"{100 * shares[least]:.0f} of 100"
    total = float(voted.totals[least])
    return least, shares[least], f"{round(shares[least] * total)} of {round(total)}"


def _by_games(run: Run, exhibits: Sequence[Exhibit]) -> list[Hard]:
    missed = games.missed(dataset.images(run))
    found = []
    for number, exhibit in enumerate(exhibits):
        wrong, asked = missed.get(exhibit.row, (0, 0))
        if wrong:
            found.append(Hard(number, 1 - wrong / asked, f"{wrong} of {asked} players before got it wrong"))
    return found
