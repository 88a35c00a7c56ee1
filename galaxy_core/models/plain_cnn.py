"""Convolutions, pooling and dense layers, as the studies built their networks; by default study 001's, to the layer."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from galaxy_core import UsageError
from galaxy_core.models import Examples, Layer, Progress, networks
from galaxy_core.models.networks import Learning
from galaxy_core.plugins.parameters import parameter

TITLE = "Plain CNN"
SENTENCE = (
    "The kind of network the studies built by hand: a few convolutions, then dense layers. Takes tens of minutes."
)
SOURCE = "study 001; LeCun et al. 1998"
ORDER = 2

AUGMENT = ("rotation:degrees=45", "flips", "zoom:range=0.2")
BALANCE = "none"
FORMER = ("rotation:degrees=45.0", "flips:axes=horizontal", "zoom:range=0.2")  # what its “augment = yes” meant
FORWARD_AND_BACK = 3  # the backward pass costs twice the forward one


@dataclass(frozen=True)
class Parameters(Learning):
    """How it learns, and its layers."""

    epochs: int = networks.default("epochs", 50)
    batch_size: int = networks.default("batch_size", 32)
    optimizer: str = networks.default("optimizer", "Adam")
    learning_rate: float = networks.default("learning_rate", 0.001)
    schedule: str = networks.default("schedule", "constant")
    label_smoothing: float = networks.default("label_smoothing", 0.0)
    image_size: int = parameter(
        88,
        "Image size",
        "Pixels along one side, after the middle has been cut out.",
        low=16,
        high=256,
        step=8,
        unit="px",
    )
    convolutions: str = parameter(
        "32,32,64,64",
        "Convolutions",
        "How many patterns (filters) each convolution looks for, as 32,64; the picture is halved after each.",
    )
    dense: str = parameter(
        "256",
        "Dense layers",
        "How many numbers each dense layer has, as 576,64; empty for no such layer. In a dense layer "
        "each number depends on all of the layer before.",
    )
    kernel: int = parameter(
        3, "Kernel", "How many pixels along a side a convolution sees at once.", choices=(3, 5, 7), folded=True
    )
    pooling: str = parameter(
        "max",
        "Pooling",
        "What is kept of four neighbouring pixels: the largest (max) or their mean.",
        choices=("max", "mean"),
        folded=True,
    )
    batch_norm: bool = parameter(
        False,
        "Batch norm",
        "Brings the numbers between layers to one scale, batch by batch, so that it learns more quickly.",
        folded=True,
    )
    activation: str = parameter(
        "relu",
        "Activation",
        "What becomes of the numbers after each layer. relu: negative ones become 0. The others bend "
        "them more smoothly.",
        choices=("relu", "elu", "tanh", "sigmoid"),
        folded=True,
    )
    crop: float = parameter(
        0.6875,
        "Crop fraction",
        "Share of each side that is kept around the centre.",
        low=0.2,
        high=1.0,
        folded=True,
        unit="of the side",
    )
    dropout: float = parameter(
        0.0,
        "Dropout",
        "Share of each dense layer that is left out by chance while learning, so that it relies on no single number.",
        low=0,
        high=0.9,
        folded=True,
    )

    def __post_init__(self) -> None:
        """Raises UsageError for layers that can't be built."""
        if not self.filters or self.image_size < 2 ** len(self.filters):
            most = self.image_size.bit_length() - 1
            raise UsageError(f"convolutions = “{self.convolutions}” can't be used: give 1 to {most} numbers.")
        _ = self.units

    @property
    def filters(self) -> tuple[int, ...]:
        """Of each convolution."""
        return _numbers("convolutions", self.convolutions)

    @property
    def units(self) -> tuple[int, ...]:
        """Of each dense layer."""
        return _numbers("dense", self.dense)


def former(stored: dict[str, Any]) -> dict[str, Any]:
    """As `networks.former`."""
    return networks.former(stored, FORMER)


def steps(parameters: Parameters) -> tuple[str, ...]:
    """The middle, resized."""
    return (f"crop:fraction={parameters.crop}", f"resize:size={parameters.image_size}")


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Multiplications and additions of all layers, forward and back, over all epochs, in GFLOP."""
    side, channels, total = parameters.image_size, 3, 0
    for width in parameters.filters:
        total += 2 * parameters.kernel**2 * channels * width * side**2
        side, channels = side // 2, width
    before = channels * side**2
    for width in (*parameters.units, outputs):
        total, before = total + 2 * before * width, width
    return FORWARD_AND_BACK * total * images * parameters.epochs / 1e9


def layers(parameters: Parameters, image_shape: tuple[int, int, int], outputs: int) -> tuple[Layer, ...]:
    """Convolutions, halved after each; the numbers in a row; dense layers."""
    side, channels, found = image_shape[0], image_shape[2], []
    for width in parameters.filters:
        norm = 2 * width if parameters.batch_norm else width  # scale and shift, or a bias
        numbers = parameters.kernel**2 * channels * width + norm
        found.append(Layer(f"Convolution {parameters.kernel} × {parameters.kernel}", (side, side, width), numbers))
        side, channels = side // 2, width
        found.append(Layer(f"{parameters.pooling.capitalize()} of 2 × 2", (side, side, width)))
    before = channels * side**2
    found.append(Layer("Flatten", (before,)))
    for width in (*parameters.units, outputs):
        found.append(Layer("Dense", (width,), (before + 1) * width))
        before = width
    return tuple(found)


def dropped(parameters: Parameters) -> tuple[float, ...]:
    """Dropout before each dense layer but the first."""
    return (0.0, *(parameters.dropout for _ in parameters.units))


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress):
    """Trains it as `networks.training` says."""
    networks.start(progress)
    from galaxy_core.models.networks import training

    make = partial(build, parameters=parameters)
    return training.predictor(make, parameters, train, validation, progress)


def build(image_shape: tuple[int, int, int], outputs: int, parameters: Parameters):
    """Convolution, pooling, activation; then dense layers. The maximum comes before what never falls (both orders give
    the same, and this one needs a quarter of the work); a mean comes after it."""
    from keras import Input, Model, layers

    from galaxy_core.models.networks import normalization

    images = Input(image_shape, dtype="uint8")
    x = layers.Rescaling(1 / 255)(images)
    for width in parameters.filters:
        x = layers.Conv2D(width, parameters.kernel, padding="same", use_bias=not parameters.batch_norm)(x)
        x = layers.MaxPooling2D(2)(x) if parameters.pooling == "max" else x
        x = normalization.layer()(momentum=0.9)(x) if parameters.batch_norm else x
        x = layers.Activation(parameters.activation)(x)
        x = layers.AveragePooling2D(2)(x) if parameters.pooling == "mean" else x
    x = layers.Flatten()(x)
    for width in parameters.units:
        x = layers.Dense(width, activation=parameters.activation)(x)
        x = layers.Dropout(parameters.dropout)(x) if parameters.dropout else x
    return Model(images, layers.Dense(outputs, dtype="float32")(x))


def _numbers(name: str, text: str) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if len(words) > 8 or not all(word.isdecimal() and 1 <= int(word) <= 4096 for word in words):
        raise UsageError(f"{name} = “{text}” can't be used: give up to 8 numbers from 1 to 4096, as 32,64.")
    return tuple(map(int, words))
