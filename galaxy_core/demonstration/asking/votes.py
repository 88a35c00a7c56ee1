"""What would most volunteers answer? Fifty random test galaxies, each with one of the questions that it was asked."""

import numpy as np

from galaxy_core import tasks
from galaxy_core.demonstration import Exhibit, Question
from galaxy_core.tasks.voting import opinions, words
from galaxy_core.tasks.voting.opinions import Opinion
from galaxy_core.tasks.voting.predictions import Predictions
from galaxy_core.trees import Tree

MOST = 50


def exhibits(predictions: tasks.Predictions, random: np.random.Generator, least: int) -> tuple[Exhibit, ...]:
    """Random galaxies, each with a random one of the questions that at least half of the volunteers came to, enough
    answered, and one answer got most votes in; those without such a question are left out."""
    stored = Predictions.of(predictions)
    made: list[Exhibit] = []
    for place in random.permutation(stored.n).tolist():
        if len(made) >= max(MOST, least):
            break
        voted = opinions.voted(stored.tree, stored.targets[place])
        if decided := usable(stored.tree, voted, stored.counted[place]):
            made.append(_exhibit(stored, place, voted, int(random.choice(decided))))
    return tuple(made)


def usable(tree: Tree, voted: Opinion, counted: np.ndarray) -> list[int]:
    """The questions that can be asked of a galaxy: see `exhibits`. counted: bool (q,), whether enough answered."""
    return [
        number
        for number, columns in enumerate(tree.slices)
        if voted.is_relevant(number) and counted[number] and is_decided(voted.fractions[columns])
    ]


def is_decided(fractions: np.ndarray) -> bool:
    """Whether one answer got more votes than every other."""
    return bool(np.count_nonzero(fractions == fractions.max()) == 1)


def _exhibit(stored: Predictions, place: int, voted: Opinion, number: int) -> Exhibit:
    tree, columns = stored.tree, stored.tree.slices[number]
    asked, fractions = tree.questions[number], voted.fractions[columns]
    predicted = opinions.predicted(tree, stored.outputs[place])
    truth = int(fractions.argmax())
    volunteers = None
    if voted.totals is not None:
        volunteers = round(float(stored.votes[place, columns][truth])), round(float(voted.totals[number]))
    return Exhibit(
        int(stored.rows[place]), Question(asked.words, tuple(answer.title for answer in asked.answers)),
        stored.fractions[place, columns], truth, volunteers,
        (words.path(tree, predicted.fractions), words.path(tree, voted.fractions, voted.totals)),
    )  # fmt: skip
