"""What fills the corners that a turned, shifted or shrunk image leaves."""

from dataclasses import dataclass

from galaxy_core.augmentations.geometry import BORDERS
from galaxy_core.plugins.parameters import parameter

TITLE = "Fill mode"
SENTENCE = "Black corners are nothing that the sky has; reflected sky is, so a model can't learn from them."
DRAWS = 0


@dataclass(frozen=True)
class Parameters:
    """The way of filling."""

    way: str = parameter(
        "reflect",
        "Fill",
        "What stands where an image has been moved away: its reflection, the pixels of its edge, or "
        "black as in study 004.",
        choices=BORDERS,
    )


def border(parameters: Parameters) -> str:
    """One of BORDERS."""
    return parameters.way
