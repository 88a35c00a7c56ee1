"""A network that gives the same answer however a galaxy is turned by quarters or mirrored: a galaxy has no up."""

from dataclasses import dataclass
from functools import partial

from galaxy_core import UsageError
from galaxy_core.models import Examples, Layer, Progress, networks
from galaxy_core.models.networks import Learning, symmetric
from galaxy_core.plugins.parameters import parameter

TITLE = "Equivariant CNN"
SENTENCE = "A galaxy has no up: turned or mirrored, it gets the same answer without learning it. Takes tens of minutes."
SOURCE = "Cohen & Welling 2016, arXiv 1602.07576; for galaxies Pandya et al. 2023, arXiv 2311.01500"
ORDER = 4

AUGMENT = (
    "rotation", "flips", "zoom", "shift:share=0.0375", "brightness:brightness=0.12,colour=0.05",
    "noise:beta=0.36,varying=yes",
)  # fmt: skip
BALANCE = "power:power=0.6"
QUARTERS = ((4,), (8,), (14, 14), (24, 24))  # fields of each convolution in quarters of `fields`; pooled after a stage
GRID = 2 ** len(QUARTERS)  # the side is a multiple of it, or halving would break the symmetry
HEADS = 3  # numbers that each field comes to in the end
FORWARD_AND_BACK = 3  # the backward pass costs twice the forward one


@dataclass(frozen=True)
class Parameters(Learning):
    """How it learns, the size of the network and of its images."""

    epochs: int = networks.default("epochs", 85)
    image_size: int = parameter(
        80, "Image size", "Pixels along one side, after the middle has been cut out: a multiple of 16.", low=GRID,
        high=256, step=GRID, unit="px",
    )  # fmt: skip
    fields: int = parameter(
        4, "Fields", "Patterns the first layer looks for, each turned and mirrored in eight ways; later layers have "
        "two to six times as many.", low=1, high=32,
    )  # fmt: skip
    crop: float = parameter(
        0.75, "Crop fraction", "Share of each side that is kept around the centre.", low=0.2, high=1.0, step=0.05,
        folded=True, unit="of the side",
    )  # fmt: skip
    dropout: float = parameter(
        0.2,
        "Dropout",
        "Share of the last layer that is left out by chance while learning, so that it relies on no single number.",
        low=0,
        high=0.9,
        folded=True,
    )

    def __post_init__(self) -> None:
        """Raises UsageError for a side that can't be halved evenly."""
        if self.image_size % GRID:
            near = max(GRID, round(self.image_size / GRID) * GRID)
            raise UsageError(
                f"image_size = {self.image_size} can't be halved evenly: give a multiple of {GRID}, as {near}."
            )


def steps(parameters: Parameters) -> tuple[str, ...]:
    """The middle, resized."""
    return (f"crop:fraction={parameters.crop}", f"resize:size={parameters.image_size}")


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Multiplications and additions of all convolutions, as ordinary ones, forward and back, in GFLOP."""
    side, channels, total = parameters.image_size, 3, 0
    for fields, pooled in _fields(parameters):
        total += 2 * 9 * channels * symmetric.ORDER * fields * side**2
        side, channels = (side // 2 if pooled else side), symmetric.ORDER * fields
    return FORWARD_AND_BACK * total * images * parameters.epochs / 1e9


def layers(parameters: Parameters, image_shape: tuple[int, int, int], outputs: int) -> tuple[Layer, ...]:
    """Group convolutions with their batch norm, halved after each stage; what stays the same in all views; dense."""
    side, channels, found = image_shape[0], image_shape[2], []
    for fields, pooled in _fields(parameters):
        width = symmetric.ORDER * fields
        found.append(Layer("Convolution 3 × 3, in eight views", (side, side, width), 9 * channels * fields))
        if pooled:
            side //= 2
            found.append(Layer("Max of 2 × 2", (side, side, width)))
        found.append(Layer("Batch norm, relu", (side, side, width), 2 * fields))
        channels = width
    found.append(Layer("Mean and maximum over picture and views", (HEADS * fields,)))
    return (*found, Layer("Dense", (outputs,), (HEADS * fields + 1) * outputs))


def dropped(parameters: Parameters) -> tuple[float, ...]:
    """Dropout before its one dense layer."""
    return (parameters.dropout,)


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress):
    """Trains it as `networks.training` says; what answers is the same network of ordinary convolutions."""
    networks.start(progress)
    from galaxy_core.models.networks import training

    make = partial(build, parameters=parameters)
    return training.predictor(make, parameters, train, validation, progress, symmetric.flattened)


def build(image_shape: tuple[int, int, int], outputs: int, parameters: Parameters):
    """Six group convolutions, four times pooled, each with batch norm and relu; then, for each field, the mean and the
    maximum over picture and symmetries, and the maximum over symmetries of the mean over the picture."""
    from keras import Input, Model, layers

    images = Input(image_shape, dtype="uint8")
    x = layers.Rescaling(1 / 64)(images)
    for number, (fields, pooled) in enumerate(_fields(parameters)):
        x = symmetric.convolution()(fields, first=number == 0)(x)
        x = layers.MaxPooling2D(2)(x) if pooled else x
        x = layers.Activation("relu")(symmetric.norm()(momentum=0.9)(x))
    everywhere = layers.Reshape((-1, fields))(x)
    turned = layers.Reshape((symmetric.ORDER, fields))(layers.GlobalAveragePooling2D()(x))
    x = layers.Concatenate()([
        layers.GlobalAveragePooling1D()(everywhere), layers.GlobalMaxPooling1D()(everywhere),
        layers.GlobalMaxPooling1D()(turned),
    ])  # fmt: skip
    return Model(images, layers.Dense(outputs, dtype="float32")(layers.Dropout(parameters.dropout)(x)))


def _fields(parameters: Parameters) -> list[tuple[int, bool]]:
    """(fields, whether pooling follows) of each convolution."""
    return [
        (round(quarters * parameters.fields / 4), number + 1 == len(stage))
        for stage in QUARTERS
        for number, quarters in enumerate(stage)
    ]
