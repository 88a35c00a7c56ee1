"""Each image belongs to one class: a probability for each is learned, and the likeliest is what a model says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from galaxy_core import DataError, glossary, tasks
from galaxy_core.tasks import Measure
from galaxy_core.tasks.classification import margins, scoring
from galaxy_core.tasks.classification.predictions import Predictions

TITLE = "Classes"
SENTENCE = "Each galaxy belongs to one of several classes, and a model says how probable each is."
SOURCE = "Bishop 2006, Pattern Recognition and Machine Learning, 4"
USUAL = True


@dataclass(frozen=True)
class Task(tasks.Task):
    """Targets are class numbers int64 (n,); outputs are probabilities float32 (n, k) whose rows sum to 1."""

    SCORES = (
        Measure(
            "accuracy", "Accuracy", glossary.meaning("accuracy"), of="named correctly (accuracy)", counts_hits=True
        ),
        Measure("macro_f1", "Macro-F1", glossary.meaning("macro-F1"), trivial=False, listed=False),
        Measure("balanced_accuracy", "Balanced accuracy", glossary.meaning("balanced accuracy")),
    )
    CHOOSES = "accuracy"
    LOSS = Measure("loss", "Loss", glossary.meaning("loss"), higher_is_better=False, is_share=False)
    EPOCH = (SCORES[0],)
    ARRAYS = ("labels", "probabilities")
    LINE = "names {accuracy} of {images} correctly"
    TRIVIAL = "majority baseline"
    OFFERS = frozenset({"labels", "likelihood"})
    NAMED = "classes"

    def check(self, targets: np.ndarray) -> None:
        """Raises DataError for what are no class numbers."""
        if targets.dtype != np.int64 or targets.ndim != 1:
            raise DataError(f"The labels are {targets.dtype} {targets.shape}: a class number (int64) each is needed.")
        if len(targets) and not 0 <= targets.min() <= targets.max() < len(self.names):
            wrong = targets.min() if targets.min() < 0 else targets.max()
            raise DataError(f"The label {wrong} isn't one of the {len(self.names)} classes, 0…{len(self.names) - 1}.")

    def strata(self, targets: np.ndarray) -> np.ndarray:
        """The classes."""
        return targets

    def counts(self, targets: np.ndarray) -> np.ndarray:
        """Images of each class, also of those that have none."""
        return np.bincount(targets, minlength=len(self.names))

    def stratum(self, number: int) -> str:
        """ "class Edge-on"."""
        return f"class {self.names[number]}"

    def encoded(self, targets: np.ndarray) -> np.ndarray:
        """One 1 in each row: float32 (n, k)."""
        return np.eye(len(self.names), dtype=np.float32)[targets]

    def smoothed(self, encoded: Any, share: float) -> Any:
        """So much of a label is spread evenly over all classes (Szegedy et al. 2016, arXiv 1512.00567)."""
        return encoded * (1 - share) + share / len(self.names)

    def loss(self, encoded: Any, logits: Any) -> Any:
        """Cross-entropy in nats."""
        import tensorflow as tf

        return tf.nn.softmax_cross_entropy_with_logits(encoded, logits)

    def followed(self, encoded: Any, logits: Any) -> list[Any]:
        """Whether the likeliest class is the true one, 0 or 1."""
        import tensorflow as tf

        return [tf.cast(tf.argmax(logits, axis=1) == tf.argmax(encoded, axis=1), tf.float32)]

    def activated(self, logits: Any) -> Any:
        """Softmax."""
        from keras import ops

        return ops.softmax(logits)

    def for_estimators(self, targets: np.ndarray) -> np.ndarray:
        """The class numbers."""
        return targets

    def trivial(self, targets: np.ndarray) -> np.ndarray:
        """The share of each class: the largest is always named."""
        counts = self.counts(targets)
        return (counts / counts.sum()).astype(np.float32)

    def labels(self, targets: np.ndarray) -> np.ndarray:
        """The targets themselves."""
        return targets

    def likelihood(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """The probability of the true class."""
        return outputs[..., np.arange(len(targets)), targets]

    def predictions(self, rows: np.ndarray, targets: np.ndarray, outputs: np.ndarray) -> Predictions:
        """Raises DataError where they aren't labels and probabilities."""
        return Predictions(rows, targets, outputs, self.names)

    def scores(self, predictions: tasks.Predictions) -> scoring.Scores:
        """Equal to scikit-learn's, see `scoring.scores`."""
        return scoring.scores(_classified(predictions))

    def measured(self, predictions: Sequence[tasks.Predictions], key: str, weights: np.ndarray) -> np.ndarray:
        """By the margins of their confusion matrices."""
        return margins.measured([_classified(said_by_one) for said_by_one in predictions], key, weights)

    def hits(self, predictions: tasks.Predictions, key: str) -> np.ndarray:
        """Of the accuracy, whether the likeliest class is the true one."""
        return _classified(predictions).right if key == "accuracy" else super().hits(predictions, key)

    def documents(self, predictions: tasks.Predictions) -> Iterator[dict[str, Any]]:
        """`{row, true, predicted, probabilities: {class: p}}`."""
        for (row, true, called, *_), probabilities in zip(
            self.table(predictions), predictions.outputs.tolist(), strict=True
        ):
            by_class = dict(zip(self.names, probabilities, strict=True))
            yield {"row": row, "true": true, "predicted": called, "probabilities": by_class}

    def answer(self, outputs: np.ndarray) -> dict[str, Any]:
        """`{predicted, probabilities: {class: p}}`."""
        named = dict(zip(self.names, outputs.tolist(), strict=True))
        return {"predicted": max(named, key=lambda name: named[name]), "probabilities": named}

    def catalogued(self, outputs: np.ndarray) -> dict[str, Any]:
        """`predicted` and `probabilities`, float16 (n, classes)."""
        named = [self.names[label] for label in outputs.argmax(axis=1)]
        return {"predicted": named, "probabilities": outputs.astype(np.float16)}

    def columns(self) -> tuple[str, ...]:
        """Row, true class, likeliest class, then the probability of each class."""
        return ("row", "true", "predicted", *self.names)

    def table(self, predictions: tasks.Predictions) -> Iterator[tuple[object, ...]]:
        """The same of each image."""
        classified = _classified(predictions)
        numbers = (classified.rows.tolist(), classified.labels.tolist(), classified.predicted.tolist())
        for row, true, called, probabilities in zip(*numbers, classified.probabilities, strict=True):
            yield (row, self.names[true], self.names[called], *probabilities)


def _classified(predictions: tasks.Predictions) -> Predictions:
    return cast(Predictions, predictions)
