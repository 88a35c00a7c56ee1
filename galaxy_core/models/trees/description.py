"""How images are described for trees: by basic patterns found in them, or by a network that knows other pictures."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.models import Examples, Progress, backbones
from galaxy_core.models.trees import Scores
from galaxy_core.models.trees.features import Features
from galaxy_core.plugins.parameters import parameter
from galaxy_core.prepare import pca

PCA = "pca"
NETWORKS = tuple(backbones.BACKBONES)


@dataclass(frozen=True)
class Description:
    """How images are described; the parameters of all models of trees begin with these."""

    describe: str = parameter(
        PCA, "Features",
        "What describes an image: a few basic patterns of the training images (pca), or a network that "
        "has learned from photographs, which sees more and takes minutes.",
        choices=(PCA, *NETWORKS), aliases=(("basic patterns", PCA),),
    )  # fmt: skip
    components: int = parameter(
        40, "Components", "How many basic patterns (PCA components) describe an image.", low=1, high=200,
        when=("describe", (PCA,)),
    )  # fmt: skip
    network_weights: str = parameter(
        "published", "Backbone weights",
        "What the network has learned before: from a million everyday photographs (downloaded once, 9 to 95 MB) or "
        "from drawn galaxies (here already), each as published, or nothing (random). “Initial weights”, where chosen, "
        "are taken instead.",
        choices=("published", "random"), aliases=(("imagenet", "published"),), when=("describe", NETWORKS),
    )  # fmt: skip
    image_size: int = parameter(
        64,
        "Image size",
        "Pixels along one side, after the middle has been cut out.",
        low=16,
        high=256,
        step=8,
        unit="px",
    )
    crop: float = parameter(
        0.75,
        "Crop fraction",
        "Share of each side that is kept around the centre.",
        low=0.2,
        high=1.0,
        step=0.05,
        unit="of the side",
    )
    start: str = parameter(
        "", "Initial weights",
        "What the network has learned elsewhere: in an earlier run with the same network, or a file of "
        "weights, by its path.",
        folded=True, when=("describe", NETWORKS), runs=True,
    )  # fmt: skip

    @property
    def backbone(self) -> str:
        """The network that describes images, or "" where none does."""
        return "" if self.describe == PCA else self.describe

    @property
    def trained(self) -> bool:
        """Whether that network begins with weights that have learned something."""
        return bool(self.backbone) and (bool(self.start) or self.network_weights == "published")

    @property
    def numbers(self) -> int:
        """How many numbers describe an image."""
        return backbones.find(self.backbone).features if self.backbone else self.components


def steps(parameters: Description) -> tuple[str, ...]:
    """The middle, resized."""
    return (f"crop:fraction={parameters.crop}", f"resize:size={parameters.image_size}")


def available(parameters: Description) -> bool:
    """Whether the weights of the network that describes images are on this computer, or none are wanted."""
    from galaxy_core.models.backbones import weights

    return weights.available(parameters)


def lacking(parameters: Description) -> str:
    """What has to be downloaded before it can learn, in words; "" where nothing has."""
    from galaxy_core.models.backbones import weights

    return weights.lacking(parameters)


def describe(parameters: Description, outputs: int) -> str:
    """What trees are grown on, for a form."""
    if not parameters.backbone:
        return f"Trees ask about {parameters.numbers} basic patterns of an image."
    numbers = f"{parameters.numbers:,} numbers by which {parameters.backbone} describes an image"
    return f"Trees ask about the {numbers}; the network itself stays as it is."


def gflop(parameters: Description, images: int) -> float:
    """GFLOP of describing so many images once: by the network, or by finding and using the components."""
    if parameters.backbone:
        return images * backbones.gflop(parameters.backbone, parameters.image_size)
    pixels, width = 3 * parameters.image_size**2, parameters.components + pca.OVERSAMPLING
    return 16 * images * pixels * width / 1e9


def learned(
    train: Examples, validation: Examples, parameters: Description, progress: Progress
) -> tuple[Scores | Features, np.ndarray]:
    """What describes images, and the training images as it describes them: float32 (n, m)."""
    if parameters.backbone:
        return Features.learned(train, validation, parameters, progress)
    progress.say("finding the basic patterns")
    scores = Scores.learned(train, parameters.components, progress.seed)
    return scores, scores.of(train)
