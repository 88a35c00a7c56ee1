"""One view and one member at a time: their mean is what the whole graph says."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import runs
from galaxy_core.models import graphs
from galaxy_core.models.graphs import merging, single

VIEWS = {  # as `networks.export` turns them
    1: lambda image: [image],
    4: lambda image: [np.rot90(image, times) for times in range(4)],
}


def asked(graph: bytes, images: np.ndarray) -> np.ndarray:
    """What the members say: float32 (m, n, k)."""
    session = graphs.session(graph, 1)
    return np.stack(session.run(None, {session.get_inputs()[0].name: np.ascontiguousarray(images)}))


def image_for(run: runs.Run) -> np.ndarray:
    side = run.request.parameters.get("image_size", 64)
    return np.random.default_rng(1).integers(0, 256, (side, side, 3), np.uint8)


@pytest.mark.parametrize("model", ["cnn", "pca_logistic", "majority"])
def test_the_mean_of_its_views_is_what_a_model_says(model: str, finished: dict[str, runs.Run]):
    run = finished[model]
    graph, weights = single.graph(run.folder / "model.onnx")
    session = graphs.session(str(run.folder / "model.onnx"), 1)
    _, *size = session.get_inputs()[0].shape
    image = np.random.default_rng(1).integers(0, 256, size, np.uint8)
    views = VIEWS[run.request.parameters.get("views", 1)](image)
    each = asked(graph, np.stack(views))
    assert each.shape[:2] == (1, len(views)) and weights.tolist() == [1]
    assert np.allclose(each[0].mean(axis=0), graphs.answers(session, image[None])[0], atol=1e-5)
    assert model != "cnn" or np.ptp(each[0], axis=0).max() > 1e-4, "views that are all alike say nothing"


def test_the_members_of_an_ensemble_one_by_one(finished: dict[str, runs.Run], tmp_path: Path):
    model = (finished["cnn"].folder / "model.onnx").read_bytes()
    graphs.write_linear(tmp_path / "other.onnx", np.ones((32 * 32 * 3, 10), np.float32), np.arange(10.0), (32, 32, 3))
    merging.write_mean(tmp_path / "model.onnx", [model, (tmp_path / "other.onnx").read_bytes()], np.array([0.75, 0.25]))
    graph, weights = single.graph(tmp_path / "model.onnx")
    image = image_for(finished["cnn"])
    both = asked(graph, np.stack(VIEWS[4](image)))
    assert weights.tolist() == [0.75, 0.25] and both.shape == (2, 4, 10)
    said = graphs.answers(graphs.session(str(tmp_path / "model.onnx"), 1), image[None])[0]
    expected = 0.75 * both[0].mean(axis=0) + 0.25 * both[1, 0]  # the linear one looks once
    assert np.allclose(said, expected, atol=1e-5)
