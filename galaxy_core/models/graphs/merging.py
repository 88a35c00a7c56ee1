"""One ONNX graph out of several that see the same images: the weighted mean of what they say."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core.models.graphs import OUTPUTS

if TYPE_CHECKING:
    import onnx


def write_mean(path: Path, models: list[bytes], weights: np.ndarray) -> None:
    """Writes Σ weights[i] · models[i](images): float32 (n, k), of uint8 images (n, s, s, c). Where every model gives
    concentrations, too, what its outputs are worth is averaged in the same way, and makes concentrations of the mean.

    Every model has one input and one output of these shapes, or two. Their names are made unique by a prefix; of
    different operator sets the older ones are converted to the newest. `weights`: float64 (m,).
    """
    from onnx import TensorProto, checker, helper, load_model_from_string, numpy_helper, save

    members = _alike([load_model_from_string(model) for model in models])
    sure = all(len(member.graph.output) == len(OUTPUTS) for member in members)
    nodes, constants, functions = [], [], []
    for number, (member, weight) in enumerate(zip(members, weights, strict=True)):
        part, own = _prefixed(member, f"member{number}_")
        nodes.append(helper.make_node("Identity", ["images"], [part.input[0].name]))
        nodes += [*part.node, *_shares(part, number, sure)]
        constants += [*part.initializer, numpy_helper.from_array(np.float32(weight).reshape(()), f"weight{number}")]
        functions += own
    names = OUTPUTS if sure else ("probabilities",)
    nodes += _sums(names, len(members))
    shape, classes = (_sizes(which) for which in (members[0].graph.input[0], members[0].graph.output[0]))
    graph = helper.make_graph(
        nodes, "merged",
        [helper.make_tensor_value_info("images", TensorProto.UINT8, ["n", *shape[1:]])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", *classes[1:]]) for name in names],
        constants,
    )  # fmt: skip
    opsets = {opset.domain: opset.version for member in members for opset in member.opset_import}
    merged = helper.make_model(
        graph, functions=functions, ir_version=max(member.ir_version for member in members),
        opset_imports=[helper.make_opsetid(domain, version) for domain, version in opsets.items()],
    )  # fmt: skip
    checker.check_model(merged)
    save(merged, str(path))


def members(model: "onnx.ModelProto") -> tuple[list[str], np.ndarray]:
    """The values that `write_mean` averages, a name for each member, and their weights, float64 (m,). Of a graph that
    it hasn't made: the name of its first output, and one weight of 1."""
    from onnx import numpy_helper

    constants = {value.name: numpy_helper.to_array(value) for value in model.graph.initializer}
    node_of = {name: node for node in model.graph.node for name in node.output}
    said: list[str] = []
    weights: list[float] = []
    while (weight := constants.get(f"weight{len(said)}")) is not None and (node := node_of.get(f"share{len(said)}")):
        said.append(node.input[0])
        weights.append(float(weight))
    return (said, np.array(weights)) if said else ([model.graph.output[0].name], np.ones(1))


def _shares(part, number: int, sure: bool) -> list:
    """The nodes that weigh what one member says, and what its outputs are worth."""
    from onnx import helper

    weight, output = f"weight{number}", part.output[0].name
    nodes = [helper.make_node("Mul", [output, weight], [f"share{number}"])]
    if sure:
        nodes.append(helper.make_node("Div", [part.output[1].name, output], [f"worth{number}"]))
        nodes.append(helper.make_node("Mul", [f"worth{number}", weight], [f"worth_share{number}"]))
    return nodes


def _sums(names: Sequence[str], members: int) -> list:
    """The nodes that add these up, to outputs of these names."""
    from onnx import helper

    nodes = [helper.make_node("Sum", [f"share{number}" for number in range(members)], [names[0]])]
    if len(names) > 1:
        nodes.append(helper.make_node("Sum", [f"worth_share{number}" for number in range(members)], ["worth"]))
        nodes.append(helper.make_node("Mul", [names[0], "worth"], [names[1]]))
    return nodes


def _alike(members: list) -> list:
    """The same models, all of the newest of their operator sets of ONNX itself."""
    from onnx import version_converter

    versions = [
        next(opset.version for opset in member.opset_import if opset.domain in ("", "ai.onnx")) for member in members
    ]
    newest = max(versions)
    return [
        member if version == newest else version_converter.convert_version(member, newest)
        for member, version in zip(members, versions, strict=True)
    ]


def _prefixed(member, prefix: str) -> tuple:
    """The graph and the functions of a model, all their names beginning with the prefix."""
    from onnx import compose

    renamed = compose.add_prefix(member, prefix)
    return renamed.graph, list(renamed.functions)


def _sizes(value) -> list:
    """The sizes of a graph's input or output, names where they are free."""
    return [dimension.dim_value or dimension.dim_param or None for dimension in value.type.tensor_type.shape.dim]
