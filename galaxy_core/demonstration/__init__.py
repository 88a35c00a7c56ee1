"""A model shown to people: test galaxies as questions, with its answers and the truth; and games against it.

- `pool`: some test galaxies of a run in random order, each as an Exhibit; reads what is stored, asks no model;
- `asking`: what is asked of a galaxy, a file for each task;
- `game`: how somebody's answers compare with the model's;
- `games`: what people reached on this machine, by nickname;
- `hardness`: which of the galaxies of a game people find hard.
"""

from dataclasses import dataclass

import numpy as np

from galaxy_core import UsageError, plugins
from galaxy_core.demonstration import asking
from galaxy_core.evaluation import stored
from galaxy_core.runs import Run

GAME = 20  # galaxies of a game
LONGEST = 30  # answers to choose from, each of which has a key


@dataclass(frozen=True)
class Question:
    """What is asked of a galaxy: the words, and the k answers there are. `is_class`: these are the classes."""

    words: str
    answers: tuple[str, ...]
    is_class: bool = False


@dataclass(frozen=True, eq=False)
class Exhibit:
    """One galaxy: its row in the data set, the question, what the model gives each answer, float32 (k,), shares 0…1,
    and the number of the true answer: of votes, that of most volunteers.

    Of votes, `volunteers` is how many gave that answer, of how many; None where only fractions are known, and of
    classes. `ways` are what the model says and what volunteers said of the whole tree, in words.
    """

    row: int
    question: Question
    shares: np.ndarray
    truth: int
    volunteers: tuple[int, int] | None = None
    ways: tuple[str, str] | None = None

    @property
    def predicted(self) -> int:
        """The number of the model's answer."""
        return int(self.shares.argmax())

    @property
    def is_right(self) -> bool:
        """Whether the model's answer is the true one."""
        return self.predicted == self.truth


def pool(run: Run, seed: int = 0, least: int = 0) -> tuple[Exhibit, ...]:
    """Some test galaxies of a finished run in random order, the same for the same seed: of classes five of each, of
    votes fifty; more where that gives fewer than `least`, fewer where there are no more.

    Raises AbsentError where the run's predictions are gone, UsageError where its task can't be asked of people, it has
    too many answers to choose from, or no test images.
    """
    known = plugins.names(asking)
    if run.task not in known:
        raise UsageError(f"“{run.task}” can't be asked of people: choose a run that learned {' or '.join(known)}.")
    predictions = stored.predictions(run)
    random = np.random.default_rng([seed, 11])
    exhibits: tuple[Exhibit, ...] = plugins.load(asking, run.task).exhibits(predictions, random, least)
    if not exhibits:
        raise UsageError(f"The run {run.name} has no test galaxies to show: choose another run.")
    if (most := max(len(exhibit.question.answers) for exhibit in exhibits)) > LONGEST:
        raise UsageError(f"The run {run.name} knows {most} answers: choose one with at most {LONGEST}.")
    return exhibits


def game_pool(run: Run, seed: int) -> tuple[Exhibit, ...]:
    """The twenty galaxies of a game, out of such a pool; fewer where there are no more. Raises like `pool`."""
    return pool(run, seed, GAME)[:GAME]
