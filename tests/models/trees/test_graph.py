"""The graph of trees: its inputs and outputs, and no number that isn't needed."""

from pathlib import Path

import numpy as np
import onnx

from galaxy_core.models.graphs import OPSET
from galaxy_core.models.trees import Scores, TreeEnsemble, Trees, graph

LEFT, RIGHT = np.array([1, 1, 2, 4, 4, 5], np.int32), np.array([2, 1, 2, 5, 4, 5], np.int32)
VALUE = np.array([[0, 0], [0.5, 0], [0, 0.5], [0, 0], [0.5, 0], [0, 0]], np.float32)


def test_two_trees_are_numbered_apart_and_zeros_are_left_out(tmp_path: Path) -> None:
    table = Trees(
        np.array([0, 3], np.int32), np.zeros(6, np.int32), np.array([7, 0, 0, 9, 0, 0], np.float32), LEFT, RIGHT, VALUE
    )
    woods = TreeEnsemble(Scores(np.ones((1, 12), np.int16)), table, np.zeros(2, np.float32), (2, 2, 3))
    graph.write(tmp_path / "model.onnx", woods)
    made = onnx.load(tmp_path / "model.onnx")
    assert {one.domain: one.version for one in made.opset_import} == {"": OPSET, "ai.onnx.ml": graph.ML_OPSET}
    (node,) = [node for node in made.graph.node if node.op_type == "TreeEnsembleRegressor"]
    said = {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
    assert said["nodes_treeids"] == [0, 0, 0, 1, 1, 1] and said["nodes_nodeids"] == [0, 1, 2, 0, 1, 2]
    assert said["nodes_truenodeids"] == [1, 0, 0, 1, 0, 0] and said["nodes_falsenodeids"] == [2, 0, 0, 2, 0, 0]
    leaves = zip(*(said[f"target_{name}"] for name in ("treeids", "nodeids", "ids", "weights")), strict=True)
    assert list(leaves) == [(0, 1, 0, 0.5), (0, 2, 1, 0.5), (1, 1, 0, 0.5), (1, 2, 0, 0.0)], "a leaf adds something"
