"""Study 003's network, to the layer: three convolutions and three dense layers, trained as the study did."""

from dataclasses import dataclass
from functools import partial

from galaxy_core.models import Examples, Layer, Progress, networks
from galaxy_core.models.networks import Learning
from galaxy_core.plugins.parameters import parameter

TITLE = "CNN of study 003"
SENTENCE = (
    "The network that study 003 built for votes: convolutions and dense layers on the grey central source. Takes hours."
)
SOURCE = "study 003"
NEEDS = ("numbers",)
ORDER = 2.5

AUGMENT: tuple[str, ...] = ()
BALANCE = "none"
FILTERS, UNITS = (32, 64, 128), (128, 64)
FORWARD_AND_BACK = 3  # the backward pass costs twice the forward one


@dataclass(frozen=True)
class Parameters(Learning):
    """How it learns, and the size of its images."""

    epochs: int = networks.default("epochs", 120)
    batch_size: int = networks.default("batch_size", 2000)
    optimizer: str = networks.default("optimizer", "Adam")
    learning_rate: float = networks.default("learning_rate", 0.001)
    schedule: str = networks.default("schedule", "step_plateau")
    patience: int = networks.default("patience", 7)
    keep: str = networks.default("keep", "best_loss")
    label_smoothing: float = networks.default("label_smoothing", 0.0)
    head: str = networks.default("head", "sigmoids")
    image_size: int = parameter(106, "Image size", "Pixels along one side of what is cut out.", low=24, high=256)
    dropout: float = parameter(
        0.2,
        "Dropout",
        "Share of the numbers that is left out by chance while learning, before and after the first "
        "dense layer, so that it relies on no single one.",
        low=0,
        high=0.9,
        folded=True,
    )


def steps(parameters: Parameters) -> tuple[str, ...]:
    """The central source in grey, as the study cuts it out; already of the size of the last step."""
    size = parameters.image_size
    return (f"central_source:size={size}", f"resize:size={size}")


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Multiplications and additions of all layers, forward and back, over all epochs, in GFLOP."""
    side, channels, total = parameters.image_size, 1, 0
    for width in FILTERS:
        total += 2 * 9 * channels * width * (side - 2) ** 2
        side, channels = (side - 2) // 2, width
    before = channels * side**2
    for width in (*UNITS, outputs):
        total, before = total + 2 * before * width, width
    return FORWARD_AND_BACK * total * images * parameters.epochs / 1e9


def layers(parameters: Parameters, image_shape: tuple[int, int, int], outputs: int) -> tuple[Layer, ...]:
    """Convolutions that lose a pixel at each edge, halved after each; the numbers in a row; dense layers."""
    side, channels, told = image_shape[0], image_shape[2], []
    for width in FILTERS:
        told.append(Layer("Convolution 3 × 3", (side - 2, side - 2, width), (9 * channels + 1) * width))
        side, channels = (side - 2) // 2, width
        told.append(Layer("Max of 2 × 2", (side, side, width)))
    before = channels * side**2
    told.append(Layer("Flatten", (before,)))
    for width in (*UNITS, outputs):
        told.append(Layer("Dense", (width,), (before + 1) * width))
        before = width
    return tuple(told)


def dropped(parameters: Parameters) -> tuple[float, ...]:
    """Dropout before the first two of its three dense layers."""
    return (parameters.dropout, parameters.dropout, 0.0)


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress):
    """Trains it as `networks.training` says."""
    networks.start(progress)
    from galaxy_core.models.networks import training

    make = partial(build, parameters=parameters)
    return training.predictor(make, parameters, train, validation, progress)


def build(image_shape: tuple[int, int, int], outputs: int, parameters: Parameters):
    """Convolution, pooling, relu (in this order the same for a quarter of the work), three times; dropout; dense
    layers, with dropout between the first two."""
    from keras import Input, Model
    from keras import layers as of

    images = Input(image_shape, dtype="uint8")
    x = of.Rescaling(1 / 255)(images)
    for width in FILTERS:
        x = of.Activation("relu")(of.MaxPooling2D(2)(of.Conv2D(width, 3)(x)))
    x = of.Flatten()(of.Dropout(parameters.dropout)(x))
    first, second = UNITS
    x = of.Dropout(parameters.dropout)(of.Dense(first, activation="relu")(x))
    x = of.Dense(second, activation="relu")(x)
    return Model(images, of.Dense(outputs, dtype="float32")(x))
