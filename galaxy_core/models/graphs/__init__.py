"""ONNX graphs of models that are plain algebra, written node by node: uint8 images in, probabilities out.

Of a model that says how sure it is, a graph has two outputs: what it says, and the concentrations, which are that times
how many observations it is worth. As an array they stand side by side: float32 (n, 2k).
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

OPSET = 17
OUTPUTS = ("fractions", "concentrations")  # in this order, where there are two


def write_linear(
    path: Path,
    weights: np.ndarray,
    bias: np.ndarray,
    image_shape: tuple[int, ...],
    activation: str = "Softmax",
    within: tuple[np.ndarray, np.ndarray] | None = None,
) -> None:
    """Writes activation(x · weights + bias), x the flattened pixels scaled to 0…1.

    `weights` float32 (d, k), `bias` float32 (k,), `image_shape` (s, s, c) with s · s · c = d; the activation is an
    operation of ONNX, "Softmax" or "Identity". `within`: the least and the most that it may say, float32 (k,) both.
    """
    from onnx import TensorProto, checker, helper, numpy_helper, save

    constants = {
        "scale": np.float32(1 / 255),
        "weights": weights.astype(np.float32),
        "bias": bias.astype(np.float32),
    }
    nodes = [
        helper.make_node("Cast", ["images"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Flatten", ["numbers"], ["flat"], axis=1),
        helper.make_node("Mul", ["flat", "scale"], ["scaled"]),
        helper.make_node("Gemm", ["scaled", "weights", "bias"], ["scores"]),
    ]
    if within is not None:
        constants |= dict(zip(("least", "most"), within, strict=True))
        nodes.append(helper.make_node("Max", ["scores", "least"], ["raised"]))
        nodes.append(helper.make_node("Min", ["raised", "most"], ["kept"]))
    outputs, axis = nodes[-1].output[0], {"axis": 1} if activation == "Softmax" else {}
    nodes.append(helper.make_node(activation, [outputs], ["probabilities"], **axis))
    graph = helper.make_graph(
        nodes,
        "galaxies",
        [helper.make_tensor_value_info("images", TensorProto.UINT8, ["n", *image_shape])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", len(bias)])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    checker.check_model(model)
    save(model, str(path))


def answers(session, images: np.ndarray) -> np.ndarray:
    """What a graph says of prepared images uint8 (n, s, s, c): float32 (n, k), or with concentrations (n, 2k)."""
    outputs = session.run(None, {session.get_inputs()[0].name: np.ascontiguousarray(images)})
    return outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=1)


def joined(outputs: np.ndarray | Mapping[str, Any]) -> np.ndarray:
    """The same of what a network says, which has its outputs by their names."""
    return np.concatenate([outputs[name] for name in OUTPUTS], axis=1) if isinstance(outputs, Mapping) else outputs


def put_in_order(path: Path) -> None:
    """Has a graph with two outputs give them in the order of OUTPUTS: an exporter may go by the alphabet."""
    from onnx import load, save

    model = load(str(path))
    by_name = {output.name: output for output in model.graph.output}
    ordered = [by_name[name] for name in OUTPUTS]
    del model.graph.output[:]
    model.graph.output.extend(ordered)
    save(model, str(path))


def session(model: bytes | str, threads: int | None = None):
    """An onnxruntime session that asks a graph (its bytes or its path), on so many processor cores, or on all that
    this process may use."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    every = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    options.intra_op_num_threads = every if threads is None else threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
