"""The baseline: always the most frequent class of the training images, whatever the picture."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core.models import Examples, Progress, graphs

TITLE = "Majority baseline"
SENTENCE = "Looks at no image and always names the most frequent class: what every model has to beat."
SOURCE = "the baseline of studies 000 and 001"
ORDER = 0
BASELINE = True


@dataclass(frozen=True)
class Parameters:
    """None."""


def steps(parameters: Parameters) -> tuple[str, ...]:
    """It looks at no pixel; the smallest prepared set does."""
    return ("crop:fraction=0.75", "resize:size=64")


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Counting labels costs nothing."""
    return 0.0


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> "PriorPredictor":
    """Looks at the targets of the training rows alone."""
    return PriorPredictor(train.task.trivial(train.targets), train.images.shape[1:])


class PriorPredictor:
    """Says the same of every image: of classes, their shares of the training part, so that the largest wins."""

    n_parameters, kept = 0, None

    def __init__(self, outputs: np.ndarray, image_shape: tuple[int, ...]):
        self.outputs, self.image_shape = outputs.astype(np.float32), image_shape

    def predict(self, images: np.ndarray) -> np.ndarray:
        """float32 (n, outputs), every row the same."""
        return np.tile(self.outputs, (len(images), 1))

    def save(self, folder: Path) -> None:
        """A linear model whose weights are zero."""
        np.savez(folder / "weights.npz", shares=self.outputs)
        weights = np.zeros((int(np.prod(self.image_shape)), len(self.outputs)), np.float32)
        graphs.write_linear(folder / "model.onnx", weights, self.outputs, self.image_shape, activation="Identity")
