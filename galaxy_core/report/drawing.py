"""Learning curves as SVG text: a line drawing of a few hundred bytes that follows the theme and prints sharply."""

from collections.abc import Sequence
from html import escape

from galaxy_core.charts import formatting

WIDTH, HEIGHT = 340, 170  # of the drawing
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 8, 24  # margins: numbers at the left, epochs below
MOST = 400  # points of a line; of more, every so-manieth is drawn

Points = Sequence[tuple[float, float]]


def lines(validation: Points, training: Points, share: bool, title: str) -> str:
    """SVG of (epoch, value): validation solid, training dashed; "" without validation.

    share: values are shares 0…1 and the scale goes up to 100 %; else it goes from 0 to the highest value.
    """
    if not validation:
        return ""
    every = [*validation, *training]
    last, top = max(epoch for epoch, _ in every), 1.0 if share else max(value for _, value in every) or 1.0
    first = min(epoch for epoch, _ in every)
    drawn = "".join(
        f'<path class="{kind}" d="{path(points, (first, last), top)}"/>'
        for kind, points in (("training", training), ("validation", validation))
        if points
    )
    said = formatting.percent if share else formatting.number
    spoken = f"{title}: {said(validation[0][1])} at first, {said(validation[-1][1])} at the end, on validation images"
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(spoken)}">'
        f"{_grid(top, share)}{_epochs(first, last)}{drawn}</svg>"
    )


def path(points: Points, epochs: tuple[float, float], top: float) -> str:
    """The `d` of an SVG path through (epoch, value); a single point becomes a short dash, or it would be invisible."""
    step = -(-len(points) // MOST)
    chosen = [*points[: -1 : step or 1], points[-1]]
    places = [f"{_x(epoch, epochs):.1f} {_y(value, top):.1f}" for epoch, value in chosen]
    return f"M{'L'.join(places)}" + ("h4" if len(places) == 1 else "")


def _grid(top: float, share: bool) -> str:
    found = []
    for part in (0, 0.5, 1):
        y, value = _y(part * top, top), part * top
        said = formatting.percent(value, 0) if share else f"{value:.2g}"
        found.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        found.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{said}</text>')
    return "".join(found)


def _epochs(first: float, last: float) -> str:
    y = HEIGHT - 6
    ends = f'<text x="{LEFT}" y="{y}">{first:g}</text>'
    if last == first:
        return ends
    return f'{ends}<text x="{WIDTH - RIGHT}" y="{y}" text-anchor="end">{last:g}</text>'


def _x(epoch: float, epochs: tuple[float, float]) -> float:
    first, last = epochs
    return LEFT + (WIDTH - LEFT - RIGHT) * (epoch - first) / ((last - first) or 1)


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(value / top, 0.0), 1.0))
