"""A network that has seen other pictures, with a new last layer for galaxies."""

from dataclasses import dataclass
from functools import partial

from galaxy_core.models import Examples, Progress, backbones, networks
from galaxy_core.models.networks import FineTuning, Learning
from galaxy_core.plugins.parameters import parameter

TITLE = "Transfer"
SENTENCE = (
    "A network that learned on a million everyday photographs, or on drawn galaxies, taught to tell yours apart. "
    "Takes minutes."
)
SOURCE = "studies 000, 001, 004; Yosinski et al. 2014"
ORDER = 5

AUGMENT = ("rotation", "flips", "zoom", "shift", "brightness", "noise:beta=0.24,varying=yes")
BALANCE = "power:power=0.5"
MODES = ("features", "first_layers", "two_phases", "all")
BACKWARD = 2  # the backward pass costs twice the forward one


@dataclass(frozen=True)
class Parameters(Learning):
    """Which network, what it begins with, what of it learns, and how."""

    backbone: str = parameter(
        "MobileNetV2",
        "Backbone",
        "The network that it starts from; the first is the smallest and quickest.",
        choices=tuple(backbones.BACKBONES),
    )
    weights: str = parameter(
        "published", "Backbone weights",
        "What the network has learned before: from a million everyday photographs (downloaded once, 9 to 95 MB) or "
        "from drawn galaxies (here already), each as published, or nothing (random). “Initial weights”, where chosen, "
        "are taken instead.",
        choices=("published", "random"), aliases=(("imagenet", "published"),),
    )  # fmt: skip
    mode: str = parameter(
        "features", "Fine-tuning",
        "Which layers learn. features: only a new last one, in seconds, once the images are described. "
        "first layers: those stay, the others learn. two phases: first the last layer, then all. all: "
        "all at once.",
        choices=MODES, aliases=(("first layers", "first_layers"), ("two phases", "two_phases")),
    )  # fmt: skip
    frozen_layers: int = parameter(
        172, "Frozen layers", "So many layers, counted from the first, stay as they are.", low=0, high=400,
        when=("mode", ("first_layers",)),
    )  # fmt: skip
    copies: int = parameter(
        1, "Feature variants",
        "How many versions of each training image are described: first as it is, then changed; epochs "
        "take turns. Each version takes as long as the first.",
        low=1, high=32, when=("mode", ("features",)),
    )  # fmt: skip
    learning_rate: float = networks.default("learning_rate", 0.001)
    freeze_batchnorm: bool = networks.default("freeze_batchnorm", True)
    image_size: int = parameter(
        96, "Image size", "Pixels along one side, after the middle has been cut out; enlarged inside the network where "
        "it takes no such small ones.", low=16, high=320, step=8, unit="px",
    )  # fmt: skip
    crop: float = parameter(
        0.75, "Crop fraction", "Share of each side that is kept around the centre.", low=0.2, high=1.0, step=0.05,
        folded=True, unit="of the side",
    )  # fmt: skip
    dropout: float = parameter(
        0.2,
        "Dropout",
        "Share of the numbers that describe an image that is left out by chance while learning, so that "
        "it relies on no single one.",
        low=0,
        high=0.9,
        folded=True,
    )

    @property
    def trained(self) -> bool:
        """Whether it begins with weights that have learned something."""
        return bool(self.start) or self.weights == "published"

    @property
    def frozen(self) -> int:
        """So many layers of the backbone, from the first, never learn."""
        count = len(backbones.layers(self.backbone))
        return {"features": count, "first_layers": min(self.frozen_layers, count)}.get(self.mode, 0)

    @property
    def fine_tuning(self) -> FineTuning:
        """Weights that have learned something are kept from being spoilt; random ones need no care."""
        head_first = self.head_first if self.mode == "two_phases" else 0
        return (
            FineTuning(head_first, self.backbone_lr_factor, self.freeze_batchnorm)
            if self.trained
            else FineTuning(head_first)
        )


def steps(parameters: Parameters) -> tuple[str, ...]:
    """The middle, resized."""
    return (f"crop:fraction={parameters.crop}", f"resize:size={parameters.image_size}")


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """GFLOP of all passes: forward through all layers, back through those that learn."""
    whole = backbones.gflop(parameters.backbone, parameters.image_size)
    if parameters.mode == "features":
        return images * whole * parameters.copies
    back = BACKWARD * backbones.gflop(parameters.backbone, parameters.image_size, parameters.frozen)
    alone = min(parameters.fine_tuning.head_first, parameters.epochs)
    return images * (parameters.epochs * whole + (parameters.epochs - alone) * back)


def available(parameters: Parameters) -> bool:
    """Whether the weights that it begins with are on this computer, or none are wanted."""
    from galaxy_core.models.backbones import weights

    return weights.available(parameters)


def lacking(parameters: Parameters) -> str:
    """What has to be downloaded before it can learn, in words; "" where nothing has."""
    from galaxy_core.models.backbones import weights

    return weights.lacking(parameters)


def describe(parameters: Parameters, outputs: int) -> str:
    """Which layers learn and which don't, and how many numbers that is, for a form."""
    layers, frozen = backbones.layers(parameters.backbone), parameters.frozen
    head = (backbones.find(parameters.backbone).features + 1) * outputs
    learn = head + sum(layer.learnable for layer in layers[frozen:])
    total = head + sum(layer.learnable + layer.fixed for layer in layers)
    numbers = f"{_millions(learn)} of {_millions(total)} million parameters are trained"
    if frozen == len(layers):
        return f"All {frozen} layers stay as they are; {learn:,} parameters of a new last layer are trained."
    if frozen:
        until = f"up to block {layers[frozen - 1].block}"
        return f"The first {frozen} of {len(layers)} layers stay as they are: {until}; {numbers}."
    first = (
        f"the last layer alone for {alone} {'epoch' if alone == 1 else 'epochs'}, then "
        if (alone := parameters.fine_tuning.head_first)
        else ""
    )
    return f"No layer of {len(layers)} stays as it is: {first}{numbers}."


def dropped(parameters: Parameters) -> tuple[float, ...]:
    """Dropout before its new last layer."""
    return (parameters.dropout,)


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress):
    """Trains its head on features that are computed once, or as `networks.training` says."""
    networks.start(progress)
    from galaxy_core.models.backbones import learning

    make = partial(build, train.images.shape[1:], train.outputs, parameters)
    way = learning.on_features if parameters.mode == "features" else learning.through
    return way(make, parameters, train, validation, progress)


def build(image_shape: tuple[int, int, int], outputs: int, parameters: Parameters):
    """The backbone between its scaling and a new last layer, as `backbones.network` says."""
    return backbones.network(parameters.backbone, image_shape, outputs, parameters.frozen, parameters.dropout)


def _millions(count: int) -> str:
    return f"{count / 1e6:.1f}"
