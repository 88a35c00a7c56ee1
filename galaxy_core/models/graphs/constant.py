"""A model that says the same of every image, as baselines do."""

from pathlib import Path

import numpy as np

from galaxy_core.models import graphs


class Constant:
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
