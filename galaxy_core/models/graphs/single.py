"""What a model says of one view of an image, member by member: a second way through a graph that averages both.

A network that looks at several turned views averages what it says of each; an ensemble averages its members. How far
these lie apart says how sure the average is.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core.models.graphs import features, merging

if TYPE_CHECKING:
    import onnx


def graph(path: Path) -> tuple[bytes, np.ndarray]:
    """The graph from prepared images, uint8 (n, s, s, c), to what each of m members says of them as they are, float32
    (n, k) each, as its bytes; and how much each member counts, float64 (m,). Of a model that is no ensemble m is 1.
    Raises what onnx raises of a broken file."""
    import onnx

    model = onnx.shape_inference.infer_shapes(onnx.load(path))
    averaged, weights = merging.members(model)
    node_of = {name: node for node in model.graph.node for name in node.output}
    ends = features.ends(model)
    outputs = [of_one_view(answer, ends, node_of) for answer in averaged]
    inputs = [model.graph.input[0].name]
    return onnx.utils.Extractor(model).extract_model(inputs, outputs).SerializeToString(), weights


def of_one_view(answer: str, ends: list[str], node_of: dict[str, "onnx.NodeProto"]) -> str:
    """What is said of the image as it is, on the way to an answer: the last value that follows from what the last layer
    is given of that view, and of no other one. It is the answer itself where there is but one view."""
    mine = {*ends} & features.before(answer, node_of)
    if not mine:
        return answer
    first = min(mine, key=lambda end: len(features.before(end, node_of)))
    value = answer
    while features.before(value, node_of) & mine != {first}:
        value = next(name for name in node_of[value].input if first in features.before(name, node_of))
    return value
