"""Group convolutions: networks whose answer is the same however the image is turned by quarters or mirrored.

The group is D4, the eight symmetries of a square (Cohen & Welling 2016, arXiv 1602.07576). Every field (pattern that is
looked for) stands in eight copies, one for each symmetry: channels are 8 · fields, the symmetries outermost. Element
4 m + r mirrors left to right m times, then turns by r quarters. Sides have to be even wherever they are halved.
"""

from functools import cache
from typing import Any

import numpy as np

from galaxy_core.models.networks import normalization

ORDER = 8  # symmetries


@cache
def convolution() -> type[Any]:
    """The group convolution, a `keras.layers.Layer`; made when first asked for, so that Keras isn't loaded."""
    from keras import initializers, layers, ops

    class GroupConv(layers.Layer):
        """(b, h, w, c) → (b, h, w, 8 · fields): square kernels, same padding, no bias. c is 8 · fields of the layer
        before, or in a first one the colours of the image."""

        def __init__(self, fields: int, size: int = 3, first: bool = False, **options):
            super().__init__(**options)
            self.fields, self.size, self.first = fields, size, first

        def build(self, shape):
            """Weights (size², group, c / group, fields), drawn as by He et al. 2015: a result is a sum of size² · c
            products. They stay float32, so that the slopes of eight copies are summed in it."""
            self.group = 1 if self.first else ORDER
            self.kernel = self.add_weight(
                shape=(self.size**2, self.group, shape[-1] // self.group, self.fields), name="kernel", autocast=False,
                initializer=initializers.RandomNormal(stddev=float(np.sqrt(2 / (self.size**2 * shape[-1])))),
            )  # fmt: skip

        def whole(self):
            """The kernel of the ordinary convolution that does the same: float32 (size, size, c, 8 · fields)."""
            size, (*_, channels, fields) = self.size, self.kernel.shape
            rows = ops.reshape(self.kernel, (-1, channels, fields))
            copies = ops.take(rows, sources(size, self.group).reshape(-1), axis=0)
            copies = ops.reshape(copies, (ORDER, size, size, self.group * channels, fields))
            return ops.reshape(ops.transpose(copies, (1, 2, 3, 0, 4)), (size, size, -1, ORDER * fields))

        def call(self, x):
            """Convolved with all eight copies of the kernels at once."""
            return ops.conv(x, ops.cast(self.whole(), x.dtype), padding="same")

    return GroupConv


@cache
def norm() -> type[Any]:
    """Batch norm for fields: the eight copies share scale, shift and statistics."""
    from keras import ops

    batch_norm: Any = normalization.layer()

    class GroupBatchNorm(batch_norm):
        """(b, h, w, 8 · fields) → the same shape; its weights are (fields,)."""

        def build(self, shape):
            """One of each weight for a field."""
            super().build((*shape[:-1], shape[-1] // ORDER))
            self.input_spec = None  # it would ask for as many channels as there are fields

        def call(self, x, training=None, mask=None):
            """Normalised as if the copies were pixels side by side."""
            height, width, channels = x.shape[1:]
            beside = ops.reshape(x, (-1, height, width * ORDER, channels // ORDER))
            return ops.reshape(super().call(beside, training=training), (-1, height, width, channels))

    return GroupBatchNorm


def flattened(network):
    """The same network of ordinary convolutions and batch norms, for answering: a plain graph, as any program reads."""
    import keras

    plain = keras.models.clone_model(network, clone_function=_ordinary)
    for layer in filter(lambda layer: layer.weights, network.layers):
        plain.get_layer(layer.name).set_weights(_ordinary_weights(layer))
    return plain


def _ordinary(layer):
    from keras import layers

    if isinstance(layer, convolution()):
        width = ORDER * layer.fields
        return layers.Conv2D(width, layer.size, padding="same", use_bias=False, name=layer.name)
    if isinstance(layer, norm()):
        return layers.BatchNormalization(momentum=layer.momentum, epsilon=layer.epsilon, name=layer.name)
    return type(layer).from_config(layer.get_config())


def _ordinary_weights(layer) -> list[np.ndarray]:
    """What the ordinary layer has to hold."""
    if isinstance(layer, convolution()):
        return [np.asarray(layer.whole())]
    copies = ORDER if isinstance(layer, norm()) else 1
    return [np.tile(weight, copies) if copies > 1 else weight for weight in layer.get_weights()]


@cache
def sources(size: int, group: int) -> np.ndarray:
    """Which of a kernel's size² · group places, flat, stands where in each of its eight copies: int64 (8, size, size,
    group). `group` is 8, or 1 in a first layer.

    The copy for element g is the kernel turned and mirrored by g, and what stood at element h stands at g h.
    """
    places = np.arange(size**2 * group).reshape(size, size, group)
    orders = [table()[inverse(g)] if group == ORDER else [0] for g in range(ORDER)]
    return np.stack([moved(places, g)[:, :, order] for g, order in enumerate(orders)])


def moved(array: np.ndarray, g: int) -> np.ndarray:
    """The first two axes of an array under element g: mirrored left to right, then turned."""
    return np.rot90(array[:, ::-1] if g // 4 else array, g % 4)


@cache
def table() -> np.ndarray:
    """[g, h] is the element that does h, then g: int64 (8, 8), found by what they do to four corners."""
    corners = np.arange(4).reshape(2, 2)
    element_of = {moved(corners, g).tobytes(): g for g in range(ORDER)}
    both = [[element_of[moved(moved(corners, h), g).tobytes()] for h in range(ORDER)] for g in range(ORDER)]
    return np.array(both)


def inverse(g: int) -> int:
    """The element that undoes g."""
    return int(np.flatnonzero(table()[g] == 0)[0])
