"""PCA and ridge regression: an image described by a few basic patterns, and a straight line to each number."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core.models import Examples, Progress, graphs
from galaxy_core.plugins.parameters import parameter
from galaxy_core.prepare import pca

TITLE = "PCA and ridge regression"
SENTENCE = "Describes each image by a few basic patterns and draws a straight line through each. Takes seconds."
SOURCE = "Pearson 1901, Halko et al. 2011; Hoerl & Kennard 1970, Technometrics 12, 55"
NEEDS = ("numbers",)
ORDER = 1


@dataclass(frozen=True)
class Parameters:
    """How images are described, and how steep lines may be."""

    components: int = parameter(
        50, "Components", "How many basic patterns (PCA components) describe an image.", low=1, high=200
    )
    image_size: int = parameter(
        64, "Image size", "Pixels along one side, after the middle has been cut out.", low=16, high=256, step=8
    )
    crop: float = parameter(
        0.75, "Crop fraction", "Share of each side that is kept around the centre.", low=0.2, high=1.0, step=0.05
    )
    strength: float = parameter(
        10.0, "L2 penalty",
        "How strongly steep lines are held back: more makes the answers more even, less follows every "
        "training image.",
        low=0, high=1e6, folded=True,
    )  # fmt: skip


def steps(parameters: Parameters) -> tuple[str, ...]:
    """The middle, resized."""
    return (f"crop:fraction={parameters.crop}", f"resize:size={parameters.image_size}")


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Seven passes over the pixels for the components, one over their scores."""
    pixels, width = 3 * parameters.image_size**2, parameters.components + pca.OVERSAMPLING
    return images * (14 * pixels * width + 2 * parameters.components * (parameters.components + outputs)) / 1e9


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> "Lines":
    """Components, then ridge regression on scores of unit variance, all folded into one linear map of the pixels."""
    from sklearn.linear_model import Ridge

    progress.say("finding the basic patterns")
    found = pca.fit(train.images, train.rows, parameters.components, progress.seed)
    scores = found.scores(train.images, train.rows)
    scale = np.maximum(scores.std(axis=0), 1e-9)
    progress.say("drawing lines")
    targets = train.task.for_estimators(train.targets)
    ridge = Ridge(alpha=parameters.strength).fit(scores / scale, targets)
    weights = found.axes.T @ (np.atleast_2d(ridge.coef_) / scale).T
    bias = ridge.intercept_ - found.mean @ weights
    return Lines(weights, bias, (targets.min(axis=0), targets.max(axis=0)), train.images.shape[1:])


class Lines:
    """pixels · weights + bias, but never less or more than was met."""

    kept, initial_weights = None, ""

    def __init__(self, weights: np.ndarray, bias: np.ndarray, within: tuple, image_shape: tuple[int, ...]):
        self.weights, self.bias = weights.astype(np.float32), np.asarray(bias, np.float32)
        least, most = within
        self.within = np.asarray(least, np.float32), np.asarray(most, np.float32)
        self.image_shape = image_shape
        self.n_parameters = self.weights.size + self.bias.size

    def predict(self, images: np.ndarray) -> np.ndarray:
        """uint8 (n, s, s, c) → float32 (n, outputs)."""
        said = images.reshape(len(images), -1).astype(np.float32) / np.float32(255) @ self.weights + self.bias
        return np.clip(said, *self.within)

    def save(self, folder: Path) -> None:
        """The arrays, and the same as a graph."""
        least, most = self.within
        np.savez(folder / "weights.npz", weights=self.weights, bias=self.bias, least=least, most=most)
        graphs.write_linear(
            folder / "model.onnx", self.weights, self.bias, self.image_shape, "Identity", within=self.within
        )
