"""Hand-written ONNX graphs say what the algebra says."""

from pathlib import Path

import numpy as np
import onnxruntime

from galaxy_core.models import graphs


def test_a_linear_model_as_a_graph(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    weights, bias = random.normal(size=(12, 4)).astype(np.float32), random.normal(size=4).astype(np.float32)
    graphs.write_linear(tmp_path / "model.onnx", weights, bias, (2, 2, 3))
    images = random.integers(0, 256, (5, 2, 2, 3), np.uint8)
    scores = images.reshape(5, 12) / 255 @ weights + bias
    expected = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"), providers=["CPUExecutionProvider"])
    assert (session.get_inputs()[0].type, session.get_inputs()[0].shape) == ("tensor(uint8)", ["n", 2, 2, 3])
    assert np.allclose(session.run(None, {"images": images})[0], expected, atol=1e-6)
