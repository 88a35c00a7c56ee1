"""Familiarity: what nobody has learned from is far, what is like the training images isn't; by pixels alone where the
model is no network."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core.models import familiarity, graphs
from galaxy_core.models.familiarity import UNLIKE

RANDOM = np.random.default_rng(0)
SIDE = 32


def galaxies(count: int) -> np.ndarray:
    """Round light in the middle of noise: uint8 (count, SIDE, SIDE, 3)."""
    across = np.arange(SIDE) - (SIDE - 1) / 2
    radius = np.hypot(across[:, None], across)
    sizes, lights = RANDOM.uniform(3, 6, (count, 1, 1)), RANDOM.uniform(80, 180, (count, 1, 1))
    light = lights * np.exp(-radius / sizes) + RANDOM.normal(32, 4, (count, SIDE, SIDE))
    return np.clip(light[..., None] * (1.0, 0.95, 0.9), 0, 255).astype(np.uint8)


UNKNOWN = {
    "noise": RANDOM.integers(0, 256, (20, SIDE, SIDE, 3), np.uint8),
    "blank sky": np.clip(RANDOM.normal(32, 4, (20, SIDE, SIDE, 3)), 0, 255).astype(np.uint8),
    "black": np.zeros((20, SIDE, SIDE, 3), np.uint8),
    "a bright wall": np.full((20, SIDE, SIDE, 3), 220, np.uint8),
    "stars beside the middle": np.roll(galaxies(20), SIDE // 2, axis=2),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run's folder with a linear model and its references to 300 training and 200 validation images."""
    place = tmp_path_factory.mktemp("run")
    weights = RANDOM.normal(size=(SIDE * SIDE * 3, 4)).astype(np.float32)
    graphs.write_linear(place / "model.onnx", weights, np.zeros(4, np.float32), (SIDE, SIDE, 3))
    images = galaxies(500)
    arrays = familiarity.make(place / "model.onnx", images, np.arange(300), np.arange(300, 500))
    np.savez_compressed(place / familiarity.FILE, **arrays)
    return place


def test_few_galaxies_are_called_unlike(folder: Path):
    known = familiarity.read(folder)
    assert known is not None and known.network is None, "a linear model is no network"
    distances = known.distances(galaxies(200))
    assert (distances >= UNLIKE).mean() < 0.06 and 0.3 < distances.mean() < 0.7


@pytest.mark.parametrize("kind", UNKNOWN)
def test_what_is_no_galaxy_is_unlike(kind: str, folder: Path):
    known = familiarity.read(folder)
    assert known is not None and (known.distances(UNKNOWN[kind]) >= UNLIKE).mean() >= 0.9


def test_what_cant_be_read_is_none(folder: Path, tmp_path: Path):
    assert familiarity.read(tmp_path) is None
    whole = (folder / familiarity.FILE).read_bytes()
    for damaged in (b"", whole[:100], whole[:-40], b"x" * 50):
        (tmp_path / familiarity.FILE).write_bytes(damaged)
        assert familiarity.read(tmp_path) is None


def test_one_grey_image_among_one(tmp_path: Path, folder: Path):
    images = galaxies(2)[..., :1]
    graphs.write_linear(
        tmp_path / "model.onnx", np.zeros((SIDE * SIDE, 2), np.float32), np.zeros(2, np.float32), (SIDE, SIDE, 1)
    )
    arrays = familiarity.make(tmp_path / "model.onnx", images, np.array([0]), np.array([1]))
    assert arrays["compared"].shape == (1, 2) and np.isfinite(arrays["compared"]).all()
