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
    if not any(node.op_type == "Conv" for node in model.graph.node):
        return None
    node_of = {name: node for node in model.graph.node for name in node.output}
    deepest = ends(model)
    if not deepest:
        return None
    features = min(deepest, key=lambda name: len(before(name, node_of)))  # further views turn the image first
    return onnx.utils.Extractor(model).extract_model([model.graph.input[0].name], [features]).SerializeToString()


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
