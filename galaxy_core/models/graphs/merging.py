"""One ONNX graph out of several that see the same images: the weighted mean of what they say."""

from pathlib import Path

import numpy as np


def write_mean(path: Path, models: list[bytes], weights: np.ndarray) -> None:
    """Writes Σ weights[i] · models[i](images): float32 (n, k), of uint8 images (n, s, s, c).

    Every model has one input and one output of these shapes. Their names are made unique by a prefix; of different
    operator sets the older ones are converted to the newest. `weights`: float64 (m,).
    """
    from onnx import TensorProto, checker, helper, load_model_from_string, numpy_helper, save

    members = _alike([load_model_from_string(model) for model in models])
    nodes, constants, functions = [], [], []
    for number, (member, weight) in enumerate(zip(members, weights, strict=True)):
        part, own = _prefixed(member, f"member{number}_")
        nodes.append(helper.make_node("Identity", ["images"], [part.input[0].name]))
        nodes += part.node
        nodes.append(helper.make_node("Mul", [part.output[0].name, f"weight{number}"], [f"share{number}"]))
        constants += [*part.initializer, numpy_helper.from_array(np.float32(weight).reshape(()), f"weight{number}")]
        functions += own
    nodes.append(helper.make_node("Sum", [f"share{number}" for number in range(len(members))], ["probabilities"]))
    shape, classes = (_sizes(which) for which in (members[0].graph.input[0], members[0].graph.output[0]))
    graph = helper.make_graph(
        nodes, "merged",
        [helper.make_tensor_value_info("images", TensorProto.UINT8, ["n", *shape[1:]])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", *classes[1:]])],
        constants,
    )  # fmt: skip
    opsets = {opset.domain: opset.version for member in members for opset in member.opset_import}
    merged = helper.make_model(
        graph, functions=functions, ir_version=max(member.ir_version for member in members),
        opset_imports=[helper.make_opsetid(domain, version) for domain, version in opsets.items()],
    )  # fmt: skip
    checker.check_model(merged)
    save(merged, str(path))


def _alike(members: list) -> list:
    """The same models, all of the newest of their operator sets of ONNX itself."""
    from onnx import version_converter

    versions = [next(opset.version for opset in one.opset_import if opset.domain in ("", "ai.onnx")) for one in members]
    newest = max(versions)
    return [
        one if version == newest else version_converter.convert_version(one, newest)
        for one, version in zip(members, versions, strict=True)
    ]


def _prefixed(member, prefix: str) -> tuple:
    """The graph and the functions of a model, all their names beginning with the prefix."""
    from onnx import compose

    renamed = compose.add_prefix(member, prefix)
    return renamed.graph, list(renamed.functions)


def _sizes(value) -> list:
    """The sizes of a graph's input or output, names where they are free."""
    return [one.dim_value or one.dim_param or None for one in value.type.tensor_type.shape.dim]
