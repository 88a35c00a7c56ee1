"""PCA and logistic regression: an image described by a few basic patterns, and a straight border between classes."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core import UsageError
from galaxy_core.models import Examples, Progress, graphs
from galaxy_core.plugins.parameters import parameter
from galaxy_core.prepare import pca

TITLE = "PCA and logistic regression"
SENTENCE = "Describes each image by a few basic patterns and draws straight borders between the classes. Takes seconds."
SOURCE = "study 004; Pearson 1901, Halko et al. 2011, Cox 1958"
NEEDS = ("labels",)
ORDER = 1

BATCH = 1024
COMPONENTS = 20
RAW = 96  # pixels of an image's side, up to which all of them may be looked at one by one


@dataclass(frozen=True)
class Parameters:
    """How images are described and how freely borders are drawn."""

    components: int = parameter(
        COMPONENTS, "Components", "How many basic patterns (PCA components) describe an image; 0: all its pixels do.",
        low=0, high=200,
    )  # fmt: skip
    image_size: int = parameter(
        64,
        "Image size",
        "Pixels along one side, after the middle has been cut out.",
        low=16,
        high=256,
        step=8,
        unit="px",
    )
    crop: float = parameter(
        0.75,
        "Crop fraction",
        "Share of each side that is kept around the centre.",
        low=0.2,
        high=1.0,
        step=0.05,
        unit="of the side",
    )
    strength: float = parameter(
        1.0,
        "Inverse regularisation C",
        "How closely the borders follow the training images: small values draw smooth borders, large "
        "ones bend round each image. The inverse of the L2 penalty.",
        low=1e-4,
        high=1e4,
        folded=True,
    )

    def __post_init__(self):
        if self.components == 0 and self.image_size > RAW:
            raise UsageError(
                f"components = 0 with images of {self.image_size} pixels needs too much memory: give images of at most "
                f"{RAW} pixels, or components."
            )


def steps(parameters: Parameters) -> tuple[str, ...]:
    """The middle, resized."""
    return (f"crop:fraction={parameters.crop}", f"resize:size={parameters.image_size}")


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Seven passes over the pixels for the components, then some hundred over the scores."""
    pixels, width = 3 * parameters.image_size**2, parameters.components + pca.OVERSAMPLING
    if not parameters.components:
        return 400 * images * pixels * outputs / 1e9
    return (14 * images * pixels * width + 400 * images * parameters.components * outputs) / 1e9


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> "Linear":
    """Components, then logistic regression (lbfgs) on scores of unit variance, all folded into one linear map."""
    from sklearn.linear_model import LogisticRegression

    if parameters.components:
        progress.say("finding the basic patterns")
        found = pca.fit(train.images, train.rows, parameters.components, progress.seed)
        mean, axes, scores = found.mean, found.axes, found.scores(train.images, train.rows)
        scale = np.maximum(scores.std(axis=0), 1e-9)
    else:
        scores = np.concatenate([x.reshape(len(x), -1) / np.float32(255) for x in train.batches(BATCH)])
        mean, axes = scores.mean(axis=0), None
        scores -= mean
        # one for all, as a pixel of the empty sky says little; together they vary as much as COMPONENTS components do,
        # or the penalty would be nothing (on 3,000 drawn galaxies of 32 px: 51 % right on validation images, not 45 %)
        scale = max(float(scores.std()), 1e-9) * np.sqrt(scores.shape[1] / COMPONENTS)
    progress.say("drawing borders between classes")
    scores /= scale
    regression = LogisticRegression(C=parameters.strength, max_iter=2000).fit(scores, train.labels)
    return Linear(*_folded(mean, axes, scale, regression, train.outputs), train.images.shape[1:])


def _folded(
    mean: np.ndarray, axes: np.ndarray | None, scale, regression, n_classes: int
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (d, k) and bias (k,) that take scaled pixels to class scores; without axes every pixel is one."""
    coefficients, intercept = regression.coef_, regression.intercept_
    if len(regression.classes_) == 2:  # scikit-learn gives one score for two classes; softmax wants two
        coefficients = np.concatenate([-coefficients, coefficients]) / 2
        intercept = np.concatenate([-intercept, intercept]) / 2
    weights = np.zeros((len(mean), n_classes))
    bias = np.full(n_classes, -30.0)  # a class without training images is never named
    weights[:, regression.classes_] = (coefficients / scale).T if axes is None else axes.T @ (coefficients / scale).T
    bias[regression.classes_] = intercept - mean @ weights[:, regression.classes_]
    return weights.astype(np.float32), bias.astype(np.float32)


class Linear:
    """softmax(pixels · weights + bias)."""

    kept = None

    def __init__(self, weights: np.ndarray, bias: np.ndarray, image_shape: tuple[int, ...]):
        self.weights, self.bias, self.image_shape = weights, bias, image_shape
        self.n_parameters = weights.size + bias.size

    def predict(self, images: np.ndarray) -> np.ndarray:
        """uint8 (n, s, s, c) → float32 (n, k)."""
        scores = images.reshape(len(images), -1).astype(np.float32) / np.float32(255) @ self.weights + self.bias
        grown = np.exp(scores - scores.max(axis=1, keepdims=True))
        return (grown / grown.sum(axis=1, keepdims=True)).astype(np.float32)

    def save(self, folder: Path) -> None:
        """The two arrays, and the same as a graph."""
        np.savez(folder / "weights.npz", weights=self.weights, bias=self.bias)
        graphs.write_linear(folder / "model.onnx", self.weights, self.bias, self.image_shape)
