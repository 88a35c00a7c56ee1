"""The baseline of numbers: always the mean of the training images, whatever the picture."""

from dataclasses import dataclass

from galaxy_core.models import Examples, Progress
from galaxy_core.models.graphs.constant import Constant

TITLE = "Column mean"
SENTENCE = "Looks at no image and always says the mean of the training images: what every model has to beat."
SOURCE = "Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, 3.2"
ORDER = 0
NEEDS = ("numbers",)
BASELINE = True


@dataclass(frozen=True)
class Parameters:
    """None."""


def steps(parameters: Parameters) -> tuple[str, ...]:
    """It looks at no pixel; the smallest prepared set does."""
    return ("crop:fraction=0.75", "resize:size=64")


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Adding up a few numbers costs nothing."""
    return 0.0


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> Constant:
    """Looks at the targets of the training rows alone."""
    return Constant(train.task.trivial(train.targets), train.images.shape[1:])
