"""What a score costs: runs by their training time or by how many numbers they learned, and which nothing beats.

By their score on validation images, as whoever looks at it chooses by it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.intervals import Score

Cost = Literal["seconds", "n_parameters"]


@dataclass(frozen=True)
class Point:
    """One run: its cost, above 0, and its score on validation images; `unbeaten` if nothing as cheap or cheaper is as
    good or better."""

    line: RunScore
    cost: float  # seconds of training, or numbers learned
    score: Score
    unbeaten: bool
    merit: float  # larger for a better score
    measure: str  # the key of the score


def points(lines: Iterable[RunScore], measure: str, cost: Cost, baseline: float | None = None) -> list[Point]:
    """The runs by their cost, the cheapest first; `measure` is one of their task's SCORES.

    The unbeaten ones are the Pareto set: who wants a better score than theirs has to pay more. Of runs of the same cost
    and score the first given is one of them; none is that isn't better than `baseline`, which costs nothing. Left out
    are runs that cost nothing, or whose cost nobody knows (0), and those without a score on validation images.
    """
    priced = [
        (price, line.merit(measure), score, line)
        for line in lines
        if (score := line.validation(measure)) and (price := float(getattr(line.summary, cost))) > 0
    ]
    kept_points, best = [], -math.inf
    for price, merit, score, line in sorted(priced, key=lambda entry: (entry[0], -entry[1])):
        if baseline is not None:
            best = max(best, line.measure(measure).merit(baseline))
        kept_points.append(Point(line, price, score, merit > best, merit, measure))
        best = max(best, merit)
    return kept_points


def shown(points: list[Point], most: int) -> list[Point]:
    """So many of the points: all unbeaten ones, then the best of the others; in their order."""
    ranked = sorted(points, key=lambda point: (not point.unbeaten, -point.merit))
    kept = {id(point) for point in ranked[: max(most, sum(point.unbeaten for point in points))]}
    return [point for point in points if id(point) in kept]
