"""What a score costs: runs by their training time or by how many numbers they learned, and which nothing beats."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.intervals import Score

Cost = Literal["seconds", "parameters"]


@dataclass(frozen=True)
class Point:
    """One run: its cost, above 0, and its score; `unbeaten` if nothing as cheap or cheaper is as good or better."""

    line: RunScore
    cost: float  # seconds of training, or numbers learned
    score: Score
    unbeaten: bool


def points(lines: Iterable[RunScore], measure: str, cost: Cost, guessing: float | None = None) -> list[Point]:
    """The runs by their cost, the cheapest first; `measure` is one of MEASURES.

    The unbeaten ones are the Pareto set: who wants a better score than theirs has to pay more. Of runs of the same cost
    and score the first given is one of them; none is that isn't better than `guessing`, 0…1, which costs nothing. Left
    out are runs that cost nothing, or whose cost nobody knows (0).
    """
    found = [(float(getattr(line.summary, cost)), line.score(measure), line) for line in lines]
    found = sorted((one for one in found if one[0] > 0), key=lambda one: (one[0], -one[1].value))
    made, best = [], -1.0 if guessing is None else guessing
    for price, score, line in found:
        made.append(Point(line, price, score, score.value > best))
        best = max(best, score.value)
    return made


def shown(found: list[Point], most: int) -> list[Point]:
    """So many of the points: all unbeaten ones, then the best of the others; in their order."""
    ranked = sorted(found, key=lambda point: (not point.unbeaten, -point.score.value))
    kept = {id(point) for point in ranked[: max(most, sum(point.unbeaten for point in found))]}
    return [point for point in found if id(point) in kept]
