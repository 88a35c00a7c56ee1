"""Decision trees: what volunteers are asked about a galaxy, and which answer leads to which question.
One small file each.

The contract of a plug-in, all at module level: a head (`TITLE`, `SENTENCE`, `SOURCE`) and `QUESTIONS`, a tuple of
Question in an order that can be walked: whatever leads to a question stands before it.

Conventions people get wrong: a *fraction* is a share of those who were asked that very question, so that the fractions
of a question sum to 1 (debiased ones only nearly); the share of all volunteers who gave an answer is
`fraction · asked`.
An array of answers (…, a) has a column for each of `Tree.answers`, question after question.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from galaxy_core import UsageError, plugins


@dataclass(frozen=True)
class Answer:
    """One answer: `key` names it everywhere, `column` is what the columns of files begin with that hold its votes.

    `others` are what else they are called in published files; `share` is a column of its share in all volunteers.
    """

    key: str
    title: str
    column: str = ""
    others: tuple[str, ...] = ()
    share: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "column", self.column or self.key)  # frozen for everybody else


@dataclass(frozen=True)
class Question:
    """One question. `words` are those that volunteers read; `parents` are the answers any one of which leads to it,
    () where everybody is asked."""

    key: str
    title: str
    words: str
    answers: tuple[Answer, ...]
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tree:
    """A decision tree: its questions in an order that can be walked."""

    name: str
    title: str
    questions: tuple[Question, ...]

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """The keys of all answers, question after question."""
        return tuple(answer.key for question in self.questions for answer in question.answers)

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """Of each question the columns of its answers."""
        ends = np.cumsum([len(question.answers) for question in self.questions]).tolist()
        return tuple(slice(first, end) for first, end in zip([0, *ends], ends, strict=False))

    @cached_property
    def parents(self) -> tuple[np.ndarray, ...]:
        """Of each question the columns of the answers that lead to it: int64, none where everybody is asked."""
        return tuple(
            np.array([self.answers.index(parent) for parent in question.parents], np.int64)
            for question in self.questions
        )

    @cached_property
    def question_of(self) -> np.ndarray:
        """Of each answer the number of its question: int64 (a,)."""
        return np.repeat(np.arange(len(self.questions)), [len(question.answers) for question in self.questions])

    def asked(self, fractions: np.ndarray) -> np.ndarray:
        """The share of all volunteers who come to each question: float64 (…, q) of fractions (…, a);
        NaN counts as 0."""
        given = np.nan_to_num(np.asarray(fractions, np.float64))
        shares = np.ones((*given.shape[:-1], len(self.questions)))
        for number, parents in enumerate(self.parents):
            if len(parents):
                shares[..., number] = (given[..., parents] * shares[..., self.question_of[parents]]).sum(axis=-1)
        return shares

    def totals(self, votes: np.ndarray) -> np.ndarray:
        """The votes that each question got: (…, q) of votes (…, a)."""
        return np.stack([votes[..., columns].sum(axis=-1) for columns in self.slices], axis=-1)

    def led(self, votes: np.ndarray) -> np.ndarray:
        """How many volunteers the answers before it led to each question: (…, q) of votes (…, a); of questions that
        everybody is asked, the votes they got. Where nobody leaves half-way this equals `totals`."""
        totals = self.totals(votes)
        led = [
            votes[..., parents].sum(axis=-1) if len(parents) else totals[..., number]
            for number, parents in enumerate(self.parents)
        ]
        return np.stack(led, axis=-1)

    def fractions(self, votes: np.ndarray) -> np.ndarray:
        """Inside each question, votes (…, a) over their sum: float32 (…, a), NaN where nobody was asked."""
        totals = np.repeat(self.totals(votes), [len(question.answers) for question in self.questions], axis=-1)
        return np.divide(votes, totals, out=np.full(votes.shape, np.nan, np.float32), where=totals > 0)

    def column(self, answer: str) -> int:
        """The column of an answer. Raises UsageError naming those that exist."""
        if answer not in self.answers:
            raise UsageError(f"“{answer}” is no answer of {self.title}: choose {', '.join(self.answers)}.")
        return self.answers.index(answer)


def names() -> tuple[str, ...]:
    """The trees there are."""
    return plugins.names(sys.modules[__name__])


@lru_cache(maxsize=64)
def tree(name: str) -> Tree:
    """The tree of that name. Raises UsageError naming those that exist."""
    module = plugins.load(sys.modules[__name__], name)
    return Tree(name, module.TITLE, module.QUESTIONS)


def of_answers(answers: Sequence[str]) -> Tree:
    """The tree whose answers are called so, in this order. Raises UsageError where there is none."""
    for name in names():
        if tree(name).answers == tuple(answers):
            return tree(name)
    raise UsageError(f"No tree has these answers: {', '.join(answers)}. The trees are {', '.join(names())}.")
