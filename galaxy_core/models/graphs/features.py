"""What a network makes of an image before its last layer decides: a second way through the graph that a run exported.

Of a network that looks at several views, that of the image as it is. The last layer is the last product of matrices on
the way to the answers; what it is given describes the image as far as the network has learned to.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnx

LAST = {"Gemm", "MatMul"}


def graph(path: Path) -> bytes | None:
    """The graph from prepared images, uint8 (n, s, s, c), to their features, float32 (n, d), as its bytes; None of a
    model that isn't a network, whose pixels would be all it knows. Raises what onnx raises of a broken file."""
    import onnx

    model = onnx.shape_inference.infer_shapes(onnx.load(path))
    name = _name(model)
    if not name:
        return None
    return onnx.utils.Extractor(model).extract_model([model.graph.input[0].name], [name]).SerializeToString()


def beside(path: Path) -> bytes | None:
    """The graph of a model with the same features as its last output, so that both are had for the price of the
    answers; None of a model that isn't a network."""
    import onnx

    model = onnx.load(path)
    name = _name(onnx.shape_inference.infer_shapes(model))
    if not name:
        return None
    model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    return model.SerializeToString()


def _name(model: "onnx.ModelProto") -> str:
    """What the features are called in a graph with inferred shapes; "" of a model that isn't a network."""
    if not any(node.op_type == "Conv" for node in model.graph.node):
        return ""
    node_of = {name: node for node in model.graph.node for name in node.output}
    return min(ends(model), key=lambda name: len(before(name, node_of)), default="")  # other views turn the image first


def ends(model: "onnx.ModelProto") -> list[str]:
    """The values that a last layer is given, one for each view of each member. `model` has inferred shapes."""
    node_of = {name: node for node in model.graph.node for name in node.output}
    weights = {value.name for value in model.graph.initializer}
    given = [node.input[0] for node in model.graph.node if node.op_type in LAST and weights & {*node.input[1:]}]
    outputs = {value.type.tensor_type.shape.dim[-1].dim_value for value in model.graph.output}
    widths = {value.name: value.type.tensor_type.shape.dim[-1].dim_value for value in model.graph.value_info}
    given = [
        name for name in given if widths.get(name) not in outputs
    ] or given  # sums over answers, as of votes, come later
    return [name for name in given if not _leads_on(name, given, node_of)]


def _leads_on(name: str, given: list[str], node_of: dict[str, "onnx.NodeProto"]) -> bool:
    """Whether what another product is given follows from this."""
    return any(other != name and name in before(other, node_of) for other in given)


def before(name: str, node_of: dict[str, "onnx.NodeProto"], stop: str = "") -> set[str]:
    """All that a value follows from, itself too, without what stands before `stop`."""
    values, todo = set[str](), [name]
    while todo:
        value = todo.pop()
        if value not in values:
            values.add(value)
            todo += [] if value == stop or value not in node_of else [other for other in node_of[value].input if other]
    return values
