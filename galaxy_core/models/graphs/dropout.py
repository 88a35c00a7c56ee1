"""A network with its dropout left on: what it says, pass by pass, when part of its numbers is left out by chance.

Gal & Ghahramani 2016 (ICML, arXiv:1506.02142): how far such passes lie apart says how sure the network may be. An
exported graph has no dropout any more. All our networks have theirs before dense layers, so the graph is cut before the
first of these, and each of them is given what it was given times a mask.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from galaxy_core.models.graphs import features, merging, single

if TYPE_CHECKING:
    import onnx


@dataclass(frozen=True)
class Halves:
    """`trunk`: from prepared images, uint8 (n, s, s, c), to what the first dense layer is given of them as they are,
    float32 (n, d); `head`: from that and one mask for each of `rates`, float32 (n, width), to what is said, float32
    (n, k). `rates` are the shares that are left out, by the names of the masks; `widths` belong to these."""

    trunk: bytes
    head: bytes
    rates: dict[str, float]
    widths: dict[str, int]


def halves(path: Path, rates: tuple[float, ...]) -> Halves | None:
    """Of an exported network whose last dense layers had dropout of these rates before them. None where no rate is
    above 0, or there are fewer such layers. Raises what onnx raises of a broken file."""
    import onnx

    model = onnx.shape_inference.infer_shapes(onnx.load(path))
    answers, _ = merging.members(model)
    node_of = {name: node for node in model.graph.node for name in node.output}
    ends = features.ends(model)
    answer = single.of_one_view(answers[0], ends, node_of)
    layers = _dense(model, answer, ends, node_of)[-len(rates) :] if rates else []
    if len(layers) < len(rates) or not any(rates):
        return None
    start = layers[0].input[0]
    trunk = onnx.utils.Extractor(model).extract_model([model.graph.input[0].name], [start])
    masks = {f"mask{number}": rate for number, rate in enumerate(rates)}
    widths = {}
    for layer, (name, rate) in zip(layers, masks.items(), strict=True):
        if rate:
            widths[name] = _width(model, layer)
            _mask(model, layer, name, widths[name])
    head = onnx.utils.Extractor(model).extract_model([start, *widths], [answer])
    return Halves(trunk.SerializeToString(), head.SerializeToString(), {name: masks[name] for name in widths}, widths)


def _dense(
    model: "onnx.ModelProto", answer: str, ends: list[str], node_of: dict[str, "onnx.NodeProto"]
) -> list["onnx.NodeProto"]:
    """The dense layers on the way to an answer, in their order, up to the one that gives the logits."""
    weights = {value.name for value in model.graph.initializer}
    last = next(end for end in ends if end in features.before(answer, node_of))
    on_the_way = features.before(last, node_of)
    found = [
        node for node in model.graph.node
        if node.op_type in features.LAST and weights & {*node.input[1:]} and node.input[0] in on_the_way
        and node.output[0] in features.before(answer, node_of)
    ]  # fmt: skip
    return sorted(found, key=lambda node: len(features.before(node.input[0], node_of)))


def _width(model: "onnx.ModelProto", layer: "onnx.NodeProto") -> int:
    """How many numbers a dense layer is given, by its weights."""
    shape = next(value.dims for value in model.graph.initializer if value.name == layer.input[1])
    turned = any(attribute.name == "transB" and attribute.i for attribute in layer.attribute)
    return int(shape[1 if turned else 0])


def _mask(model: "onnx.ModelProto", layer: "onnx.NodeProto", name: str, width: int) -> None:
    """Has a layer be given what it was given times an input of this name."""
    from onnx import TensorProto, helper

    model.graph.input.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width]))
    masked = helper.make_node("Mul", [layer.input[0], name], [f"{name}_applied"])
    model.graph.node.insert(list(model.graph.node).index(layer), masked)
    layer.input[0] = f"{name}_applied"
