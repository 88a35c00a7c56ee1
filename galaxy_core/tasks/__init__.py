"""Tasks: what is asked of a galaxy. One file each: what a target is, how it is learned, scored, chosen by and written.

The contract of a plug-in: a head (`TITLE`, `SENTENCE`, `SOURCE`) and a class `Task`, a frozen dataclass made from
`tasks.Task` below, which says everything else. Optional `USUAL = True`: what is meant where nothing is said, as in the
folders of runs that are older than tasks.

A data set names its task and says what its targets are called: `tasks.task(TASK, names)`. Everybody behind it (the
split, models, training, scores, pages) asks that object, and no one asks what it is called: a page looks for parts of
its own in a file of the same name (`pages/ui/tasks/NAME.py`).

Conventions people get wrong: `targets` are what is true, n in the first axis; `encoded` is what a network's loss
compares with, float32 (n, d), of which mixing takes weighted means; `logits` float32 (b, outputs) are what a network's
last layer gives, `outputs` float32 (n, outputs) what a model says in the end, `activated(logits)`, also inside of
model.onnx.
Where it says how sure it is, concentrations stand behind them, float32 (n, 2 · outputs): each output times how many
observations it is worth.
"""

import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from galaxy_core import DataError, UsageError, plugins
from galaxy_core.intervals import Score

VALIDATION = "val_"  # how the name of a value of an epoch begins that was taken on validation images


@dataclass(frozen=True)
class Measure:
    """One figure of how good a model is, and how it is read.

    meaning: a sentence for people. is_share: 0…1, written in per cent; other figures are numbers, in `unit` where
    they have one. of: what a share is of, behind “of 1,774 test galaxies” (“named correctly”). trivial: whether
    what a model that looks at no image reaches says something. listed: whether it has a column where there is
    little room. counts_hits: it is the share of images that are right (see `Task.hits`).
    """

    key: str
    title: str
    meaning: str = ""
    higher_is_better: bool = True
    is_share: bool = True
    unit: str = ""
    of: str = ""
    trivial: bool = True
    listed: bool = True
    counts_hits: bool = False

    def merit(self, value: float) -> float:
        """A number that is larger the better the value is."""
        return value if self.higher_is_better else -value


@dataclass(frozen=True, eq=False)
class Predictions:
    """What a model said of n images whose truth is known, checked. Raises DataError for what doesn't fit together.

    A task may make its own kind, with more to ask and to check.
    """

    rows: np.ndarray  # int64 (n,), distinct rows of the data set, in any order
    targets: np.ndarray  # (n, …), what is true
    outputs: np.ndarray  # float32 (n, outputs), what the model says
    names: tuple[str, ...]  # what its targets are called

    def __post_init__(self) -> None:
        for name, value in (
            ("rows", whole_numbers(self.rows, "row numbers")),
            ("targets", np.asarray(self.targets)),
            ("outputs", np.asarray(self.outputs, dtype=np.float32)),
            ("names", tuple(self.names)),
        ):
            object.__setattr__(self, name, value)  # frozen for everybody else
        if not len(self.rows) == len(self.targets) == len(self.outputs):
            raise DataError(
                f"The predictions have {len(self.rows)} row numbers, {len(self.targets)} targets and "
                f"{len(self.outputs)} answers: one each is needed."
            )
        ordered = np.sort(self.rows)
        again = ordered[1:][ordered[1:] == ordered[:-1]]
        if len(again):  # an image counted twice would make every interval too narrow
            raise DataError(f"Row {again[0]} stands in the predictions more than once: each image may count once.")

    @property
    def n(self) -> int:
        """Number of images."""
        return len(self.rows)


@dataclass(frozen=True)
class Scores:
    """How good a model is on one part of a split: the scores of its task, each with its 95 % interval, and the loss."""

    n: int
    values: Mapping[str, Score]  # by the keys of Task.SCORES
    loss: float  # the mean of Task.LOSS

    def __hash__(self) -> int:
        return hash((self.n, self.loss, *self.values.values()))

    def as_json(self) -> dict[str, Any]:
        """The keys that `show RUN --json` promises, in pure Python numbers; never a NaN."""
        return as_json(self)


def as_json(scores: Scores) -> dict[str, Any]:
    """n, every score with its interval, and the loss."""
    document: dict[str, Any] = {"n": scores.n}
    for key, score in scores.values.items():
        document |= {key: score.value, f"{key}_interval": [score.low, score.high]}
    return document | {"loss": scores.loss}


@dataclass(frozen=True)
class Task(ABC):
    """What is asked about the images of one data set. `names` says what its targets are called: its classes, the
    answers of a questionnaire, the quantity.

    SCORES are those by which runs are compared, each with an interval; CHOOSES is the key of the one by which they are
    chosen, on validation images. EPOCH are what is measured after each epoch besides the loss, the first of which
    “best_score” goes by; an epoch's values are called by their keys, with VALIDATION before them on validation images.
    ARRAYS name the truth and the answers in the file of stored predictions. LINE says one result in words, with the
    keys of SCORES and `images` in braces. TRIVIAL says what a model does that looks at no image. OFFERS are the
    optional parts below that it has; a model says in NEEDS which it can't do without: "labels", "likelihood", "numbers"
    (targets for scikit-learn are those of a regression). NAMED is what `names` are, where a document lists them. ASKED
    is what it tells “of a galaxy”, where that is more than `names`. HEADS are the ways in which a network's last layer
    may learn it, by their names, each with a sentence. BALANCE is the class balancing, as a text, where a model's own
    would do harm.
    """

    names: tuple[str, ...]

    SCORES: ClassVar[tuple[Measure, ...]]
    CHOOSES: ClassVar[str]
    LOSS: ClassVar[Measure]
    EPOCH: ClassVar[tuple[Measure, ...]] = ()
    ARRAYS: ClassVar[tuple[str, str]]
    LINE: ClassVar[str]
    TRIVIAL: ClassVar[str]
    OFFERS: ClassVar[frozenset[str]] = frozenset()
    NAMED: ClassVar[str] = ""
    ASKED: ClassVar[str] = ""
    HEADS: ClassVar[Mapping[str, str]] = {}
    BALANCE: ClassVar[str] = ""

    @property
    def name(self) -> str:
        """Its file's: what is stored, and what pages look for."""
        return type(self).__module__.rpartition(".")[2]

    @property
    def outputs(self) -> int:
        """How many numbers a model says of an image."""
        return len(self.names)

    def titled(self, name: str) -> str:
        """What one of `names` is called for people."""
        return name

    @abstractmethod
    def check(self, targets: np.ndarray) -> None:
        """Raises DataError for targets of the wrong type, shape or range."""

    @abstractmethod
    def strata(self, targets: np.ndarray) -> np.ndarray:
        """int64 (n,) from 0: of equal ones every part of a split gets its share, and balancing counts them."""

    def counts(self, targets: np.ndarray) -> np.ndarray:
        """Images of each stratum: int64 (k,)."""
        return np.bincount(self.strata(targets))

    def stratum(self, number: int) -> str:
        """What a stratum is called within a sentence."""
        return f"group {number}"

    # What networks learn by. Called inside functions that have imported TensorFlow; nothing here imports it.

    def headed(self, name: str, targets: np.ndarray) -> "Task":
        """The same task for a network with one of HEADS, “automatic” for that which suits these targets. Raises
        UsageError for one that can't learn from them."""
        return self

    @property
    def first_logits(self) -> np.ndarray | None:
        """What a network says before it has seen an image, float32 (outputs,), where that is better than 0 of each;
        known once it is headed."""
        return None

    @abstractmethod
    def encoded(self, targets: np.ndarray) -> np.ndarray:
        """What the loss compares with: float32 (n, d)."""

    def smoothed(self, encoded: Any, share: float) -> Any:
        """The same with so much of each target spread (label smoothing), where that means anything."""
        return encoded

    @abstractmethod
    def loss(self, encoded: Any, logits: Any) -> Any:
        """From tensors float32 (b, d) and (b, outputs) to float32 (b,): the loss of each image."""

    def followed(self, encoded: Any, logits: Any) -> list[Any]:
        """A tensor float32 (b,) for each of EPOCH, whose mean over the images is the value of the epoch."""
        return []

    @abstractmethod
    def activated(self, logits: Any) -> Any:
        """The network's last activation: outputs (b, outputs) of logits, as layers or operations of Keras. Where it
        also says how sure it is, a list of two: behind the outputs, how many observations each is worth,
        of the same shape."""

    # What other models learn by.

    @abstractmethod
    def for_estimators(self, targets: np.ndarray) -> np.ndarray:
        """Targets for scikit-learn: int64 (n,) for its classifiers, float64 (n, outputs) for its regressors."""

    @abstractmethod
    def trivial(self, targets: np.ndarray) -> np.ndarray:
        """What a model says that looks at no image and knows these targets of the training part: float32 (outputs,)."""

    def labels(self, targets: np.ndarray) -> np.ndarray:
        """Class numbers int64 (n,). Offered by tasks whose targets are classes, called `names`."""
        raise UsageError("These images have no classes: choose something that needs none.")

    def likelihood(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """How probable outputs (…, n, outputs) call the truth: (…, n). Offered where a mean of outputs is a mixture."""
        raise UsageError("These answers are no probabilities: choose something that needs none.")

    # What is known once a model has answered.

    def predictions(self, rows: np.ndarray, targets: np.ndarray, outputs: np.ndarray) -> Predictions:
        """Stored arrays as predictions. Raises DataError for what isn't sound."""
        return Predictions(rows, targets, outputs, self.names)

    @abstractmethod
    def scores(self, predictions: Predictions) -> Scores:
        """SCORES with their intervals, and the mean loss. Raises DataError where there are no images."""

    @abstractmethod
    def measured(self, predictions: Sequence[Predictions], key: str, weights: np.ndarray) -> np.ndarray:
        """One of SCORES of m models on the same images, float64 (b, m), where image i counts weights[:, i] times:
        float32 (b, n), images by rising row."""

    def hits(self, predictions: Predictions, key: str) -> np.ndarray:
        """Of a score that `counts_hits`, which images are right: bool (n,)."""
        raise UsageError(f"“{key}” isn't the share of images that are right.")

    @abstractmethod
    def documents(self, predictions: Predictions) -> Iterator[dict[str, Any]]:
        """Each image as `predictions RUN --json` gives it, in pure Python numbers."""

    @abstractmethod
    def answer(self, outputs: np.ndarray) -> dict[str, Any]:
        """What it says, float32 (outputs,), of one picture of which nobody knows the truth, as `predict --json` gives
        it:
        `predicted`, or where that is more than a word `path`, and whatever stands behind it, in pure Python values."""

    def catalogued(self, outputs: np.ndarray) -> dict[str, Any]:
        """What it says of many pictures, float32 (n, outputs), as columns of a catalogue: `predicted`, a text each, and
        arrays (n, k)."""
        return {"predicted": [""] * len(outputs), "outputs": outputs}

    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of a table of predictions."""

    @abstractmethod
    def table(self, predictions: Predictions) -> Iterator[tuple[object, ...]]:
        """A row of that table for each image."""

    @classmethod
    def measure(cls, key: str) -> Measure:
        """One of SCORES, or LOSS. Raises UsageError naming those that exist."""
        for each in (*cls.SCORES, cls.LOSS):
            if each.key == key:
                return each
        available = ", ".join(each.key for each in (*cls.SCORES, cls.LOSS))
        raise UsageError(f"“{key}” is not a measure: choose {available}.")

    @classmethod
    def watched(cls, key: str) -> Measure:
        """By what value of an epoch one sees how such a score grows: its own, or else the first that is followed."""
        followed = (cls.LOSS, *cls.EPOCH)
        return next((measure for measure in followed if measure.key == key), cls.EPOCH[0] if cls.EPOCH else cls.LOSS)


def names() -> tuple[str, ...]:
    """The tasks there are."""
    return plugins.names(sys.modules[__name__])


@lru_cache(maxsize=64)
def kind(name: str) -> type[Task]:
    """The class of the task of that name: what it says without knowing what targets are called.

    Raises UsageError naming those that exist.
    """
    task_class: type[Task] = plugins.load(sys.modules[__name__], name).Task
    return task_class


def task(name: str, names: Sequence[str]) -> Task:
    """The task of that name about targets that are called so. Raises UsageError naming those that exist."""
    return kind(name)(tuple(names))


@lru_cache(maxsize=1)
def usual() -> str:
    """What is meant where nothing is said: the task that says `USUAL = True`, or the first."""
    package = sys.modules[__name__]
    available = [head.name for head in plugins.heads(package) if not head.reason]
    return next((name for name in available if getattr(plugins.load(package, name), "USUAL", False)), available[0])


def whole_numbers(values: np.ndarray, described: str) -> np.ndarray:
    """Any integers as int64 (n,). Raises DataError for another shape or type."""
    values = np.asarray(values)
    if len(values.shape) != 1:
        raise DataError(
            f"The {described} of the predictions have the shape {values.shape}: one number per image is needed."
        )
    if values.dtype.kind not in "iu" and len(values):
        raise DataError(f"The {described} of the predictions are {values.dtype}: whole numbers are needed.")
    return values.astype(np.int64)
