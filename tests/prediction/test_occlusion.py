"""Occlusion: what a model needs to see is where covering hurts, found without gradients."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import AbsentError, prediction, runs
from galaxy_core.datasets import open_dataset
from galaxy_core.prediction import occlusion


class Corner:
    """Answers by how bright the upper left eighth is."""

    def prepared(self, images: np.ndarray) -> np.ndarray:
        bright = images[:, :8, :8].mean(axis=(1, 2, 3)) / 255
        return np.stack([bright, 1 - bright], axis=1).astype(np.float32)

    steps = ("resize:size=64",)


@pytest.fixture
def corner(monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """An image that is bright in that corner, shown to that model."""
    monkeypatch.setattr(prediction, "classifier", lambda run: Corner())
    image = np.full((64, 64, 3), 20, np.uint8)
    image[:8, :8] = 220
    return image


def test_only_what_it_needs_hurts(corner: np.ndarray, finished: dict[str, runs.Run]):
    made = occlusion.occlusion(finished["majority"], corner, 0)
    assert made.probability == pytest.approx(220 / 255, abs=0.01) and made.says_something
    assert np.unravel_index(made.falls.argmax(), made.falls.shape) <= (8, 8) and made.falls[30:, 30:].max() == 0
    assert made.most == pytest.approx(200 / 255, abs=0.01)
    against = occlusion.occlusion(finished["majority"], corner, 1)
    assert against.falls.min() < -0.5 and not against.says_something


def test_of_finished_runs(finished: dict[str, runs.Run]):
    image = open_dataset("sample").images(np.array([4]))[0]
    for model in ("cnn", "pca_logistic"):
        said = prediction.classifier(finished[model]).images(image[None])[0]
        made = occlusion.occlusion(finished[model], image, int(said.argmax()))
        assert made.probability == pytest.approx(float(said.max()), abs=1e-5)
        assert made.falls.shape == made.image.shape[:2] and made.lit().shape == (320, 320, 3)
    majority = occlusion.occlusion(finished["majority"], image, 0)
    assert not majority.says_something and majority.most == 0


def test_a_model_that_is_gone(finished: dict[str, runs.Run], own_runs: Path):
    shutil.copytree(finished["cnn"].folder, own_runs / finished["cnn"].name)
    (own_runs / finished["cnn"].name / "model.onnx").unlink()
    with pytest.raises(AbsentError):
        occlusion.occlusion(runs.find(finished["cnn"].name), np.zeros((64, 64, 3), np.uint8), 0)
