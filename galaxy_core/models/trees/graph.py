"""Trees as an ONNX graph: uint8 images in, probabilities out; sums of whole numbers in float64 before the trees."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from galaxy_core.models.graphs import OPSET

if TYPE_CHECKING:
    from onnx import ModelProto

    from galaxy_core.models.trees import TreeEnsemble, Trees

ML_OPSET = 3  # of ai.onnx.ml: its tree ensembles


def write(path: Path, woods: "TreeEnsemble") -> None:
    """Writes Σ trees(scores(images)), with what becomes of it in the end (see `TreeEnsemble`)."""
    from onnx import TensorProto, checker, helper, numpy_helper, save

    model, k, constants = woods.scores.graph(woods.image_shape), woods.trees.value.shape[1], {}
    nodes = [
        helper.make_node(
            "TreeEnsembleRegressor", ["scores"], ["sums"], domain="ai.onnx.ml", n_targets=k, aggregate_function="SUM",
            post_transform="NONE", **_nodes(woods.trees), **_leaves(woods.trees),
        ),
    ]  # fmt: skip
    if woods.end == "sums":
        nodes.append(helper.make_node("Identity", ["sums"], ["probabilities"]))
    elif woods.start is None:
        constants["classes"] = np.array([1], np.int64)
        nodes.append(helper.make_node("ReduceSum", ["sums", "classes"], ["total"], keepdims=1))
        nodes.append(helper.make_node("Div", ["sums", "total"], ["probabilities"]))
    else:
        constants["start"] = woods.start.astype(np.float32)
        nodes.append(helper.make_node("Add", ["sums", "start"], ["raw"]))
        nodes.append(helper.make_node("Softmax", ["raw"], ["probabilities"], axis=1))
    graph = helper.make_graph(
        [*model.graph.node, *nodes],
        "galaxies",
        [helper.make_tensor_value_info("images", TensorProto.UINT8, ["n", *woods.image_shape])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", k])],
        [*model.graph.initializer, *(numpy_helper.from_array(value, name) for name, value in constants.items())],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
    whole = helper.make_model(graph, functions=model.functions, opset_imports=opsets, ir_version=9)
    checker.check_model(whole)
    save(whole, str(path))


def scores(axes: np.ndarray, image_shape: tuple[int, ...]) -> "ModelProto":
    """An ONNX model from “images” uint8 (n, s, s, c) to “scores” float32 (n, m), by axes int16 (m, s · s · c)."""
    from onnx import TensorProto, helper, numpy_helper

    nodes = [
        helper.make_node("Cast", ["images"], ["numbers"], to=TensorProto.DOUBLE),
        helper.make_node("Flatten", ["numbers"], ["flat"], axis=1),
        helper.make_node("MatMul", ["flat", "axes"], ["exact"]),
        helper.make_node("Cast", ["exact"], ["scores"], to=TensorProto.FLOAT),
    ]
    graph = helper.make_graph(
        nodes,
        "scores",
        [helper.make_tensor_value_info("images", TensorProto.UINT8, ["n", *image_shape])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", len(axes)])],
        [numpy_helper.from_array(np.ascontiguousarray(axes.T.astype(np.float64)), "axes")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)


def _nodes(trees: "Trees") -> dict[str, list]:
    """The nodes as ONNX counts them: by tree, from 0 in each."""
    tree, number = _numbered(trees)
    leaf = trees.left == np.arange(len(trees.left))
    return {
        "nodes_treeids": tree.tolist(),
        "nodes_nodeids": number.tolist(),
        "nodes_featureids": trees.feature.tolist(),
        "nodes_values": trees.threshold.tolist(),
        "nodes_modes": np.where(leaf, "LEAF", "BRANCH_LEQ").tolist(),
        "nodes_truenodeids": np.where(leaf, 0, number[trees.left]).tolist(),
        "nodes_falsenodeids": np.where(leaf, 0, number[trees.right]).tolist(),
        "nodes_missing_value_tracks_true": [0] * len(tree),
        "nodes_hitrates": [1.0] * len(tree),
    }


def _leaves(trees: "Trees") -> dict[str, list[Any]]:
    """What leaves add, without the zeros; every leaf adds at least one number."""
    tree, number = _numbered(trees)
    leaf = trees.left == np.arange(len(trees.left))
    adds = (trees.value != 0) & leaf[:, None]
    adds[leaf & ~adds.any(axis=1), 0] = True
    at, target = np.nonzero(adds)
    return {
        "target_treeids": tree[at].tolist(),
        "target_nodeids": number[at].tolist(),
        "target_ids": target.tolist(),
        "target_weights": trees.value[at, target].tolist(),
    }


def _numbered(trees: "Trees") -> tuple[np.ndarray, np.ndarray]:
    """The tree of each node, and its number in it."""
    tree = np.searchsorted(trees.roots, np.arange(len(trees.left)), side="right") - 1
    return tree, np.arange(len(trees.left)) - trees.roots[tree]
