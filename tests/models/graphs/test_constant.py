"""A model that says the same of every image, here and as a graph."""

from pathlib import Path

import numpy as np

from galaxy_core.models import graphs
from galaxy_core.models.graphs.constant import Constant


def test_it_says_the_same_of_every_image_also_as_a_graph(tmp_path: Path) -> None:
    model = Constant(np.array([0.2, 0.5, 0.3]), (4, 4, 3))
    images = np.random.default_rng(0).integers(0, 256, (5, 4, 4, 3), np.uint8)
    assert np.array_equal(model.predict(images), np.tile(np.float32([0.2, 0.5, 0.3]), (5, 1)))
    model.save(tmp_path)
    assert np.array_equal(graphs.answers(graphs.session(str(tmp_path / "model.onnx")), images), model.predict(images))
