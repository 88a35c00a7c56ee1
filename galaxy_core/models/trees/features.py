"""What a backbone that never learns makes of images, for trees: the same numbers natively and in the graph.

Two libraries' sums of floats differ in the last bits, and a tree that asks at just that place answers otherwise. So
images are described by one and the same ONNX graph, by us as by everybody who has model.onnx; its answers don't depend
on how many images are asked about at once. They are told in whole steps, the largest of which is some LEVELS: what is
finer is what two processors differ by, and nothing to learn from.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core import DataError
from galaxy_core.models import Examples, Progress, backbones, graphs, networks
from galaxy_core.models.networks import batches, export

if TYPE_CHECKING:
    from onnx import ModelProto

LEVELS = 2**14  # steps to the largest number of the training images: of the last bits of a float32, 2^10 are one
FINEST = 2.0**-100
BATCH = 32  # images described at once


class Features:
    """Numbers that describe images: the means of a backbone's last layer over the picture, in whole steps."""

    def __init__(self, describe, backbone: str, step: float, initial_weights: str = ""):
        self.backbone, self.step, self.initial_weights = backbone, np.float32(step), initial_weights
        self.weights = [np.asarray(weight) for weight in describe.weights]
        self.model = _exported(describe)
        self._session = graphs.session(self.model)

    @classmethod
    def learned(
        cls, train: Examples, validation: Examples, parameters, progress: Progress
    ) -> tuple["Features", np.ndarray]:
        """Of the backbone that `parameters` name, and the training images in them: float32 (n, m), whole numbers.

        They are computed once, and kept as those for a head are. Raises what weights to begin with raise, Stopped and
        StorageError.
        """
        networks.start(progress)
        from galaxy_core.models.backbones import features, learning

        network = _network(parameters.backbone, train.images.shape[1:], train.outputs)
        learning.begin(network, parameters, progress)
        describe = learning.describing(network)
        images = batches.Source(train, progress.seed, 0.0)
        source, _ = features.get(features.Wanted(describe, images, validation, 1), progress)
        progress.say("writing the frozen layers as a graph")
        step = _step(float(np.abs(source.variants[0]).max(initial=0)))
        features_of = cls(describe, parameters.backbone, step, learning.initial_weights(parameters))
        return features_of, features_of.in_steps(source.variants[0])

    @classmethod
    def load(cls, arrays: dict[str, np.ndarray], image_shape: tuple[int, ...]) -> "Features":
        """Of what `arrays` gave; the same to the bit. Raises DataError where these are another network's."""
        from galaxy_core.models.backbones import learning

        name = bytes(arrays["backbone"]).decode("utf-8", "replace")
        describe = learning.describing(_network(backbones.find(name).name, image_shape, 1))
        weights = [arrays[f"weight{number}"] for number in range(len(arrays) - 2)]
        if [weight.shape for weight in weights] != [tuple(weight.shape) for weight in describe.weights]:
            raise DataError(f"These weights belong to another network than {name}.")
        describe.set_weights(weights)
        return cls(describe, name, float(arrays["step"]))

    def __call__(self, images: np.ndarray) -> np.ndarray:
        """uint8 (n, s, s, c) → float32 (n, m), whole numbers."""
        name = self._session.get_inputs()[0].name
        parts = [
            self._session.run(None, {name: np.ascontiguousarray(images[first : first + BATCH])})[0]
            for first in range(0, len(images), BATCH)
        ]
        return self.in_steps(np.concatenate(parts))

    def of(self, part: Examples) -> np.ndarray:
        """Those of all images of a part: float32 (n, m)."""
        return np.concatenate([self(images) for images in part.batches(BATCH)])

    def in_steps(self, features: np.ndarray) -> np.ndarray:
        """Features float32 (n, m) as the nearest number of steps; exact but for that, as a step is a power of two."""
        return np.rint(features * (1 / self.step))

    def arrays(self) -> dict[str, np.ndarray]:
        """What is to be kept: the step, the weights in their order, and the backbone's name in UTF-8."""
        name = np.frombuffer(self.backbone.encode("utf-8"), np.uint8)
        weights = {f"weight{number}": weight for number, weight in enumerate(self.weights)}
        return {"backbone": name, "step": np.asarray(self.step), **weights}

    def graph(self, image_shape: tuple[int, ...]) -> "ModelProto":
        """The same as an ONNX model from “images” uint8 (n, s, s, c) to “scores” float32 (n, m)."""
        from onnx import compose, helper, load_model_from_string, numpy_helper

        model = compose.add_prefix(load_model_from_string(self.model), "backbone_")
        graph, steps = model.graph, np.float32(1 / self.step)
        graph.initializer.append(numpy_helper.from_array(np.asarray(steps), "steps"))
        graph.node.insert(0, helper.make_node("Identity", ["images"], [graph.input[0].name]))
        graph.node.append(helper.make_node("Mul", [graph.output[0].name, "steps"], ["fine"]))
        graph.node.append(helper.make_node("Round", ["fine"], ["scores"]))
        return model


def _network(name: str, image_shape: tuple[int, ...], outputs: int):
    """With a last layer, as a run of transfer keeps it, so that one may begin with its weights."""
    height, width, channels = image_shape
    return backbones.network(name, (height, width, channels), outputs, len(backbones.layers(name)), 0.0)


def _step(largest: float) -> float:
    """The power of two of which between LEVELS / 2 and LEVELS make the largest feature; 1 where all are 0."""
    return max(2.0 ** np.floor(np.log2(largest)) / (LEVELS / 2), FINEST) if largest else 1.0


def _exported(describe) -> bytes:
    """A Keras model as an ONNX one."""
    from onnx import load, version_converter

    describe(np.zeros((1, *describe.input_shape[1:]), np.uint8))  # the export wants it to have been called once
    with TemporaryDirectory() as folder:
        file = Path(folder) / "model.onnx"
        with export.tidy():
            describe.export(str(file), format="onnx", verbose=False)
        return version_converter.convert_version(load(file), graphs.OPSET).SerializeToString()
