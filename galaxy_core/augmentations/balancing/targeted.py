"""Some classes so many times more often (what study 001 wished for its worst classes)."""

import re
from dataclasses import dataclass

import numpy as np

from galaxy_core import UsageError
from galaxy_core.plugins.parameters import parameter

ORDER = 8
TITLE = "Oversampling of chosen classes"
SENTENCE = (
    "Classes that you name are shown so many times as often, the others as they are: for those it gets wrong most."
)
HIGHEST = 100


@dataclass(frozen=True)
class Parameters:
    """Which classes, how many times."""

    factors: str = parameter(
        "0x2",
        "How often each class is shown",
        "2 shows each image of a class twice an epoch; 1 leaves it as it is.",
        by_class=True,
    )

    def __post_init__(self) -> None:
        """Raises UsageError for a text that can't be read."""
        _ = self.pairs

    @property
    def pairs(self) -> dict[int, float]:
        """Factor of each class number that is named."""
        factors: dict[int, float] = {}
        for part in filter(None, self.factors.split("/")):
            read = re.fullmatch(r"(\d{1,4})x(\d{1,3}(?:\.\d{1,4})?)", part.strip(), re.ASCII)
            if not read or not float(read[2]) <= HIGHEST or int(read[1]) in factors:
                raise UsageError(
                    f"factors = “{self.factors}” can't be used: give each class number once with a factor from 0 to "
                    f"{HIGHEST}, as 0x2/4x2.5."
                )
            factors[int(read[1])] = float(read[2])
        return factors


def shown(counts: np.ndarray, parameters: Parameters) -> np.ndarray:
    """count · factor, rounded, of the classes that are named: int64 (k,). Raises UsageError for no class."""
    shown_counts = counts.copy()
    for label, factor in parameters.pairs.items():
        if label >= len(counts):
            raise UsageError(
                f"There is no class {label} in factors = “{parameters.factors}”: give 0 to {len(counts) - 1}."
            )
        shown_counts[label] = round(int(counts[label]) * factor)
    return shown_counts
