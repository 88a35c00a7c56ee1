"""The second way through a graph: what the last layer is given, of the image as it is, not of its turned views."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import runs
from galaxy_core.models import familiarity, graphs
from galaxy_core.models.graphs import features


def test_a_network_describes_images(finished: dict[str, runs.Run]):
    run = finished["cnn"]
    graph = features.graph(run.folder / "model.onnx")
    assert graph is not None
    size = run.request.parameters["image_size"]
    images = np.random.default_rng(0).integers(0, 256, (3, size, size, 3), np.uint8)
    session = graphs.session(graph, 1)
    described = session.run(None, {session.get_inputs()[0].name: images})[0]
    assert described.shape[0] == 3 and described.ndim == 2 and described.shape[1] > len(run.target_names)
    whole = graphs.answers(graphs.session(str(run.folder / "model.onnx"), 1), images)
    assert whole.shape == (3, len(run.target_names))
    known = familiarity.read(run.folder)
    assert known is not None and known.network is not None
    assert len(known.network.projection.mean) == described.shape[1] >= known.learned.shape[1] - 1
    assert familiarity.read(finished["majority"].folder) is not None


def test_a_linear_model_has_none(tmp_path: Path):
    graphs.write_linear(tmp_path / "model.onnx", np.zeros((12, 3), np.float32), np.zeros(3, np.float32), (2, 2, 3))
    assert features.graph(tmp_path / "model.onnx") is None


def test_what_is_no_graph(tmp_path: Path):
    (tmp_path / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(Exception):  # noqa: B017 - protobuf's error has no public name
        features.graph(tmp_path / "model.onnx")
