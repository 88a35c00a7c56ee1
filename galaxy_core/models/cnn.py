"""A small convolutional network trained from scratch: the default, made for two cores."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from galaxy_core.models import Examples, Layer, Progress, networks
from galaxy_core.models.networks import Learning
from galaxy_core.plugins.parameters import parameter

TITLE = "CNN"
SENTENCE = "A small neural network that finds its own patterns, from edges to spiral arms. Takes minutes."
SOURCE = "studies 001, 002, 004; LeCun et al. 1998, Ioffe & Szegedy 2015"
ORDER = 3
USUAL = True

AUGMENT = ("rotation", "flips", "zoom", "shift", "brightness", "noise:beta=0.24,varying=yes")
BALANCE = "power:power=0.5"
FORMER = (  # what “augment = yes” meant while it was a parameter
    "rotation:degrees=180.0", "flips:axes=both", "zoom:range=0.2", "shift:share=0.025",
    "brightness:brightness=0.2,colour=0.1", "noise:beta=0.24,varying=True",
)  # fmt: skip
SCALE, OFFSET = 1 / 64, -0.5  # of the values 0…255 that its layers see
WIDTHS = (1, 2, 3, 4, 4)  # filters of the layers, in units of the first one's
FORWARD_AND_BACK = 3  # the backward pass costs twice the forward one


@dataclass(frozen=True)
class Parameters(Learning):
    """How it learns, the size of the network and of its images."""

    views: int = networks.default("views", 4)
    image_size: int = parameter(
        64,
        "Image size",
        "Pixels along one side, after the middle has been cut out.",
        low=16,
        high=256,
        step=8,
        unit="px",
    )
    filters: int = parameter(
        32, "Filters", "Patterns the first layer looks for; later layers have two to four times as many. Multiples of "
        "16 are quickest.", low=4, high=128,
    )  # fmt: skip
    crop: float = parameter(
        0.75, "Crop fraction", "Share of each side that is kept around the centre.", low=0.2, high=1.0, step=0.05,
        folded=True, unit="of the side",
    )  # fmt: skip
    dropout: float = parameter(
        0.3,
        "Dropout",
        "Share of the last layer that is left out by chance while learning, so that it relies on no single number.",
        low=0,
        high=0.9,
        folded=True,
    )


def former(stored: dict[str, Any]) -> dict[str, Any]:
    """As `networks.former`."""
    return networks.former(stored, FORMER)


def steps(parameters: Parameters) -> tuple[str, ...]:
    """The middle, resized."""
    return (f"crop:fraction={parameters.crop}", f"resize:size={parameters.image_size}")


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Multiplications and additions of all convolutions, forward and back, over all epochs, in GFLOP."""
    side, channels, total = parameters.image_size, 3, 0
    for width, pooled in _widths(parameters):
        total += 2 * 9 * channels * width * side**2
        side, channels = (side // 2 if pooled else side), width
    return FORWARD_AND_BACK * total * images * parameters.epochs / 1e9


def layers(parameters: Parameters, image_shape: tuple[int, int, int], outputs: int) -> tuple[Layer, ...]:
    """Convolutions with their batch norm, halved after all but the last; mean and maximum of each pattern; dense."""
    side, channels, found = image_shape[0], image_shape[2], []
    for width, pooled in _widths(parameters):
        found.append(Layer("Convolution 3 × 3", (side, side, width), 9 * channels * width))
        if pooled:
            side //= 2
            found.append(Layer("Max of 2 × 2", (side, side, width)))
        found.append(Layer("Batch norm, relu", (side, side, width), 2 * width))
        channels = width
    found.append(Layer("Mean and maximum over the picture", (2 * channels,)))
    return (*found, Layer("Dense", (outputs,), (2 * channels + 1) * outputs))


def dropped(parameters: Parameters) -> tuple[float, ...]:
    """Dropout before its one dense layer."""
    return (parameters.dropout,)


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress):
    """Trains it as `networks.training` says and gives the mean over its views."""
    networks.start(progress)
    from galaxy_core.models.networks import training

    make = partial(build, parameters=parameters)
    return training.predictor(make, parameters, train, validation, progress)


def build(image_shape: tuple[int, int, int], outputs: int, parameters: Parameters):
    """Four blocks of convolution, pooling, batch norm and relu, a fifth without pooling, then mean and maximum over
    the picture. Pooling comes before batch norm and relu: a quarter of the work for the same answer."""
    from keras import Input, Model, layers

    images = Input(image_shape, dtype="uint8")
    x = features(layers.Rescaling(SCALE, offset=OFFSET)(images), parameters)
    return Model(images, layers.Dense(outputs, dtype="float32")(layers.Dropout(parameters.dropout)(x)))


def features(x, parameters: Parameters):
    """What describes images, a Keras tensor (b, d), of images scaled by SCALE and OFFSET, (b, s, s, c): all layers
    between scaling and dropout."""
    from keras import layers

    from galaxy_core.models.networks import normalization

    for number, (width, pooled) in enumerate(_widths(parameters), start=1):
        x = layers.Conv2D(width, 3, padding="same", use_bias=False, name=f"block_{number}_conv")(x)
        x = layers.MaxPooling2D(2, name=f"block_{number}_pool")(x) if pooled else x
        x = normalization.layer()(momentum=0.9, name=f"block_{number}_norm")(x)
        x = layers.Activation("relu", name=f"block_{number}_relu")(x)
    mean, largest = layers.GlobalAveragePooling2D(name="top_mean")(x), layers.GlobalMaxPooling2D(name="top_max")(x)
    return layers.Concatenate(name="top_features")([mean, largest])


def _widths(parameters: Parameters) -> list[tuple[int, bool]]:
    """(filters, whether pooling follows) of each convolution."""
    return [(times * parameters.filters, number + 1 < len(WIDTHS)) for number, times in enumerate(WIDTHS)]
