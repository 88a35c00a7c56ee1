"""The baseline: always the most frequent class of the training images, whatever the picture."""

from dataclasses import dataclass

from galaxy_core.models import Examples, Progress
from galaxy_core.models.graphs.constant import Constant

TITLE = "Majority baseline"
SENTENCE = "Looks at no image and always names the most frequent class: what every model has to beat."
SOURCE = "the baseline of studies 000 and 001"
ORDER = 0
NEEDS = ("labels",)
BASELINE = True


@dataclass(frozen=True)
class Parameters:
    """None."""


def steps(parameters: Parameters) -> tuple[str, ...]:
    """It looks at no pixel; the smallest prepared set does."""
    return ("crop:fraction=0.75", "resize:size=64")


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Counting labels costs nothing."""
    return 0.0


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> Constant:
    """Looks at the targets of the training rows alone."""
    return Constant(train.task.trivial(train.targets), train.images.shape[1:])
