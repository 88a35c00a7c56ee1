"""The baseline: always the most frequent class of the training images, whatever the picture."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core.models import Examples, Progress, graphs

TITLE = "Majority baseline"
SENTENCE = "Looks at no image and always names the most frequent class: what every model has to beat."
SOURCE = "the baseline of studies 000 and 001"
TASK = "classes"
ORDER = 0
BASELINE = True


@dataclass(frozen=True)
class Parameters:
    """None."""


def steps(parameters: Parameters) -> tuple[str, ...]:
    """It looks at no pixel; the smallest prepared set does."""
    return ("crop:fraction=0.75", "resize:size=64")


def gflop(parameters: Parameters, images: int, classes: int) -> float:
    """Counting labels costs nothing."""
    return 0.0


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> "PriorPredictor":
    """Counts the classes of the training rows."""
    counts = np.bincount(train.labels, minlength=train.classes).astype(np.float64)
    return PriorPredictor(counts / counts.sum(), train.images.shape[1:])


class PriorPredictor:
    """Gives every image the class shares of the training part as its probabilities: the largest class wins."""

    parameters, kept = 0, None

    def __init__(self, shares: np.ndarray, image_shape: tuple[int, ...]):
        self.shares, self.image_shape = shares, image_shape

    def predict(self, images: np.ndarray) -> np.ndarray:
        """float32 (n, k), every row the same."""
        return np.tile(self.shares.astype(np.float32), (len(images), 1))

    def save(self, folder: Path) -> None:
        """A linear model whose weights are zero and whose softmax gives the shares."""
        bias = np.log(np.maximum(self.shares, 1e-12)).astype(np.float32)
        np.savez(folder / "weights.npz", shares=self.shares)
        weights = np.zeros((int(np.prod(self.image_shape)), len(bias)), np.float32)
        graphs.write_linear(folder / "model.onnx", weights, bias, self.image_shape)
