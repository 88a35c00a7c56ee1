"""How bright a square is: one number, learned by its square, scored by the root of the mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from galaxy_core import DataError, tasks
from galaxy_core.intervals import RESAMPLES, Score
from galaxy_core.tasks import Measure, Predictions, Scores

TITLE = "Brightness"
SENTENCE = "How bright the middle of a picture is."
SOURCE = "a test"
CLOSE = 0.1  # an answer this near is right


@dataclass(frozen=True)
class Task(tasks.Task):
    """Targets are float64 (n,), 0…1; outputs float32 (n, 1)."""

    SCORES = (
        Measure("rmse", "RMSE", "How far off it is.", higher_is_better=False, is_share=False, unit="mag"),
        Measure("close", "Close", "Which share is off by less than a tenth.", of="nearly right", counts_hits=True),
    )
    CHOOSES = "rmse"
    LOSS = Measure("loss", "Squared error", "The square of how far off it is.", higher_is_better=False, is_share=False)
    EPOCH = (Measure("off", "Absolute error", "How far off it is.", higher_is_better=False, is_share=False),)
    ARRAYS = ("brightness", "estimates")
    OFFERS = frozenset({"numbers"})
    LINE = "is off by {rmse} on {images}"
    TRIVIAL = "mean of the training images"

    def check(self, targets: np.ndarray) -> None:
        """Finite numbers."""
        if targets.dtype != np.float64 or targets.ndim != 1 or not np.isfinite(targets).all():
            raise DataError(f"The brightness is {targets.dtype} {targets.shape}: a finite number each is needed.")

    def strata(self, targets: np.ndarray) -> np.ndarray:
        """Quarters."""
        return np.searchsorted(np.quantile(targets, (0.25, 0.5, 0.75)), targets).astype(np.int64)

    def encoded(self, targets: np.ndarray) -> np.ndarray:
        """As a column."""
        return targets[:, None].astype(np.float32)

    def loss(self, encoded: Any, logits: Any) -> Any:
        """The square of the difference."""
        return (encoded - logits)[:, 0] ** 2

    def followed(self, encoded: Any, logits: Any) -> list[Any]:
        """The difference."""
        return [abs(encoded - logits)[:, 0]]

    def activated(self, logits: Any) -> Any:
        """As they are."""
        return logits

    def for_estimators(self, targets: np.ndarray) -> np.ndarray:
        """As a column: a regression."""
        return targets[:, None]

    def trivial(self, targets: np.ndarray) -> np.ndarray:
        """The mean."""
        return np.array([targets.mean()], np.float32)

    def scores(self, predictions: Predictions) -> Scores:
        """With percentile intervals of a bootstrap over images."""
        n, random = predictions.n, np.random.default_rng(0)
        weights = random.multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(np.float32)
        values = {}
        for measure in self.SCORES:
            (value,), drawn = (self.measured([predictions], measure.key, w)[:, 0] for w in (np.ones((1, n)), weights))
            low, high = np.quantile(drawn, (0.025, 0.975))
            values[measure.key] = Score(float(value), min(float(low), float(value)), max(float(high), float(value)), n)
        return Scores(n, values, values["rmse"].value ** 2)

    def measured(self, said: Sequence[Predictions], key: str, weights: np.ndarray) -> np.ndarray:
        """By the images' differences."""
        each = np.stack([_off(one)[np.argsort(one.rows)] for one in said], axis=1)
        means = weights @ (each < CLOSE if key == "close" else each**2) / weights.sum(axis=1, keepdims=True)
        return means if key == "close" else np.sqrt(means)

    def hits(self, predictions: Predictions, key: str) -> np.ndarray:
        """Which are close."""
        return _off(predictions) < CLOSE if key == "close" else super().hits(predictions, key)

    def documents(self, predictions: Predictions) -> Iterator[dict[str, Any]]:
        """`{row, true, estimate}`."""
        for row in self.table(predictions):
            yield dict(zip(self.columns(), row, strict=True))

    def answer(self, outputs: np.ndarray) -> dict[str, Any]:
        """`{predicted}`."""
        return {"predicted": float(outputs[0])}

    def columns(self) -> tuple[str, ...]:
        """Row, truth, answer."""
        return ("row", "true", "estimate")

    def table(self, predictions: Predictions) -> Iterator[tuple[object, ...]]:
        """The same of each image."""
        said = (predictions.rows.tolist(), predictions.targets.tolist(), predictions.outputs[:, 0].tolist())
        yield from zip(*said, strict=True)


def _off(predictions: Predictions) -> np.ndarray:
    return np.abs(predictions.outputs[:, 0].astype(np.float64) - predictions.targets)
