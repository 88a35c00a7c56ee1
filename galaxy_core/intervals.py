"""95 % intervals: where a score would lie with other test images of the same kind."""

import math
from dataclasses import dataclass

Z = 1.959963984540054  # 95 % of a normal distribution lie within this many standard deviations
RESAMPLES = 2000


@dataclass(frozen=True)
class Score:
    """A figure with its 95 % interval, low ≤ value ≤ high, and the number of images that it rests on."""

    value: float
    low: float
    high: float
    n: int


def proportion(successes: int, n: int) -> Score | None:
    """The share of `successes` in n images with Wilson's interval; None where n is 0.

    Wilson (1927, JASA 22, 209). Not a bootstrap: resampling images that are all right, or all wrong, gives the same
    share every time, so its interval shrinks to a point just where few images know least. Wilson's doesn't.
    """
    if n == 0:
        return None
    low, high = wilson(successes, n)
    return Score(successes / n, low, high, int(n))


def wilson(successes: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval (low, high) of a share, within 0…1; n ≥ 1. Exactly 0 or 1 at the ends."""
    share = successes / n
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return (0.0 if successes == 0 else middle - half), (1.0 if successes == n else middle + half)
