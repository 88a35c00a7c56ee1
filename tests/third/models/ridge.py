"""Ridge regression on the pixels."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core.models import Examples, Progress, graphs
from galaxy_core.plugins.parameters import parameter

TITLE = "Ridge"
SENTENCE = "Draws a straight line through the pixels. Seconds."
SOURCE = "Hoerl & Kennard 1970"
ORDER = 50


@dataclass(frozen=True)
class Parameters:
    """How smooth."""

    strength: float = parameter(10.0, "Strength", "More is smoother.", low=0, high=1e6)


def steps(parameters: Parameters) -> tuple[str, ...]:
    """Small."""
    return ("resize:size=16",)


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Next to nothing."""
    return images * outputs / 1e6


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> "Line":
    """By scikit-learn."""
    from sklearn.linear_model import Ridge

    pixels = np.concatenate([images.reshape(len(images), -1) / 255 for images in train.batches(256)])
    found = Ridge(alpha=parameters.strength).fit(pixels, train.task.for_estimators(train.targets))
    coefficients = np.atleast_2d(found.coef_).T.astype(np.float32)
    return Line(coefficients, np.atleast_1d(found.intercept_).astype(np.float32), train.images.shape[1:])


class Line:
    """pixels · weights + bias."""

    kept = None

    def __init__(self, weights: np.ndarray, bias: np.ndarray, image_shape: tuple[int, ...]):
        self.weights, self.bias, self.image_shape = weights, bias, image_shape
        self.n_parameters = weights.size + bias.size

    def predict(self, images: np.ndarray) -> np.ndarray:
        """uint8 (n, s, s, c) → float32 (n, outputs)."""
        return images.reshape(len(images), -1).astype(np.float32) / np.float32(255) @ self.weights + self.bias

    def save(self, folder: Path) -> None:
        """The arrays, and the same as a graph."""
        np.savez(folder / "weights.npz", weights=self.weights, bias=self.bias)
        graphs.write_linear(folder / "model.onnx", self.weights, self.bias, self.image_shape, "Identity")
