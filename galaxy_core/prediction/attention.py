"""Where a network looks: Grad-CAM (Selvaraju et al. 2017, arXiv 1610.02391) from the model that a run exported.

The weight of a channel is the mean gradient of a class's score over the channel's map. That is, per pixel, how much the
score grows when the whole channel is raised by a little; so raising and lowering each channel and asking the rest of
the graph gives it, with no TensorFlow. Exact up to rounding where the rest is linear or piecewise linear; measured
against TensorFlow's gradients in the tests.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from galaxy_core import AbsentError, models, prepare
from galaxy_core.models import graphs
from galaxy_core.models.graphs import features
from galaxy_core.models.graphs.features import before
from galaxy_core.prediction import THREADS, lighting
from galaxy_core.runs import Run

if TYPE_CHECKING:
    import onnx

STEP = 0.02  # of a map's standard deviation: small against what bends, large against float32's rounding
BLOCK = 2**22  # numbers of a map's copies at once: 16 MB
FINE = 4  # pixels of a map's side from which it says where something is
WEIGHTED = {"Conv", "MaxPool", "AveragePool"}  # their outputs are (n, channels, h, w)
NO_NETWORK = "It isn't a network with convolutions, whose maps this would be made of."
PIECEWISE = {"Relu", "Clip", "Add", "Mul", "Sub", "Sigmoid", "Tanh", "Elu", "LeakyRelu", "HardSwish", "Concat",
             "BatchNormalization"}  # these keep that order  # fmt: skip


@dataclass(frozen=True, eq=False)
class Attention:
    """What it saw, uint8 (s, s, c), and how much each pixel spoke for the class, float32 (s, s) of the most.

    `low` and `high` are the map's range before, in parts of the class's score (its logit); both 0 where nothing spoke
    for the class.
    """

    image: np.ndarray
    map: np.ndarray
    low: float
    high: float

    @property
    def is_even(self) -> bool:
        """Whether all of the image speaks for the class alike, or nothing does: then there is nothing to see."""
        return lighting.is_even(self.map)

    def lit(self) -> np.ndarray:
        """The image, uint8 (S, S, 3), dark where least spoke for the class: no colour that anybody could miss."""
        return lighting.lit(self.image, self.map)


@dataclass(frozen=True, eq=False)
class _Halves:
    """One way through the graph: from the images to the last maps, and from those to the scores."""

    first: Any = field(repr=False)
    second: Any = field(repr=False)


def attention(run: Run, image: np.ndarray, label: int) -> Attention:
    """What of an image, uint8 (h, w, 3) as it is in the data set, speaks for a class, or for an answer, by its number,
    in the eyes of a finished run.

    Of a network that looks at several views, the one of the image as it is. Raises AbsentError with the reason where
    there is no such map: the model is no convolutional network, its maps are single points, or its file is gone.
    """
    halves = _of(run)
    prepared = prepare.apply(image[None], tuple(run.result["steps"]))
    maps = _ask(halves.first, prepared)
    weights = _weights(halves, maps, label)
    heat = np.maximum((weights[:, None, None] * maps[0]).sum(axis=0), 0)
    return Attention(prepared[0], _enlarged(heat, prepared.shape[1:3]), float(heat.min()), float(heat.max()))


def missing(run: Run) -> str:
    """Why there is no such map of any image in the eyes of a run, in a sentence; "" where there is."""
    try:
        _of(run)
    except AbsentError as error:
        return str(error)
    return ""


def _of(run: Run) -> _Halves:
    """The exported model of a run, parted; quick where its model can't have maps. Raises AbsentError as `attention`."""
    module = models.model(run.request.model)
    if hasattr(module, "members"):
        raise AbsentError("Several networks answer together, each with a map of its own: look at its members.")
    if not hasattr(module, "AUGMENT"):
        raise AbsentError(NO_NETWORK)
    file = run.folder / "model.onnx"
    if not file.exists() or not run.result:
        raise AbsentError(f"The run {run.name} has no model to ask: its model has been deleted.")
    return _halves(file, file.stat().st_mtime_ns)


def _weights(halves: _Halves, maps: np.ndarray, label: int) -> np.ndarray:
    """The mean gradient of a class's score over each channel of maps (1, c, h, w): float32 (c,)."""
    channels, step = maps.shape[1], STEP * max(1e-3, float(maps.std()))
    block = max(1, BLOCK // maps.size)
    gradients = []
    for first in range(0, channels, block):
        block_channels = range(first, min(channels, first + block))
        moved = np.repeat(maps, 2 * len(block_channels), axis=0)
        for at, channel in enumerate(block_channels):
            moved[2 * at, channel] += step
            moved[2 * at + 1, channel] -= step
        scores = _ask(halves.second, moved)[:, label]
        gradients.append((scores[::2] - scores[1::2]) / (2 * step * maps[0, 0].size))
    return np.concatenate(gradients)


def _enlarged(heat: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """A map brought to the size of the image, its largest value to 1; all 0 where nothing spoke for the class."""
    from PIL import Image

    if heat.max() > 0:
        heat = heat / heat.max()
    large = Image.fromarray(heat.astype(np.float32)).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(large).clip(0, 1)


def _ask(session: Any, values: np.ndarray) -> np.ndarray:
    return session.run(None, {session.get_inputs()[0].name: np.ascontiguousarray(values)})[0]


@lru_cache(maxsize=8)
def _halves(file: Path, changed: int) -> _Halves:
    import onnx

    try:
        model = onnx.shape_inference.infer_shapes(onnx.load(file))
        parts = _parted(model)
        both = [graphs.session(part.SerializeToString(), THREADS) for part in parts]
    except AbsentError:
        raise
    except Exception as error:  # neither library has a class of its own above its errors
        raise AbsentError(f"The model in {file} can't be read: train the run again.") from error
    return _Halves(*both)


def _parted(model: "onnx.ModelProto") -> tuple["onnx.ModelProto", "onnx.ModelProto"]:
    """The graph from the images to the last maps, and from there to the last layer, before any activation."""
    import onnx

    node_of = {name: node for node in model.graph.node for name in node.output}
    given = set(features.ends(model))
    ends = [node.output[0] for node in model.graph.node if node.op_type in features.LAST and node.input[0] in given]
    if not ends or not any(node.op_type == "Conv" for node in model.graph.node):
        raise AbsentError(NO_NETWORK)
    scores = min(ends, key=lambda name: len(before(name, node_of)))  # further views turn the image first: more steps
    maps = _last_maps(model, scores, node_of)
    cut = onnx.utils.Extractor(model)
    return cut.extract_model([model.graph.input[0].name], [maps]), cut.extract_model([maps], [scores])


def _last_maps(model: "onnx.ModelProto", scores: str, node_of: dict[str, "onnx.NodeProto"]) -> str:
    """The last maps that all of the way to the scores goes through, of at least FINE pixels where there are any."""
    images = model.graph.input[0].name
    sides = {value.name: _side(value) for value in model.graph.value_info}
    coarse = None
    for name in reversed([name for node in model.graph.node for name in node.output if name in sides]):
        if sides[name] < 2 or not _channels_first(name, node_of):
            continue
        way = before(scores, node_of, stop=name)
        if name not in way or images in way:
            continue
        if sides[name] >= FINE:
            return name
        coarse = coarse or name
    if coarse is None:
        raise AbsentError("Its maps are single points at this image size, which tell no place.")
    return coarse


def _channels_first(name: str, node_of: dict[str, "onnx.NodeProto"]) -> bool:
    """Whether a value is known to be (n, channels, h, w): a convolution's, changed by nothing that turns axes."""
    while name in node_of and node_of[name].op_type in PIECEWISE:
        name = next((input_name for input_name in node_of[name].input if input_name in node_of), "")
    return name in node_of and node_of[name].op_type in WEIGHTED


def _side(value: "onnx.ValueInfoProto") -> int:
    """The shorter side of maps (n, channels, h, w) in pixels; 0 of anything else."""
    shape = value.type.tensor_type.shape.dim
    return min(shape[2].dim_value, shape[3].dim_value) if len(shape) == 4 else 0
