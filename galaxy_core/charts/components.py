"""What PCA finds: how much each pattern explains, and images as points beside those that look alike."""

from collections.abc import Sequence

import numpy as np

from galaxy_core.charts import vega
from galaxy_core.charts.glyphs import ClassLabel, glyph
from galaxy_core.charts.palette import AMBER
from galaxy_core.charts.vega import Chart, Row, quiet

EACH, TOGETHER = "each", "cumulative"
PICKED = "picked"  # the selection of a press on a point
STAR = "M0,-1L0.3,-0.3L1,-0.3L0.4,0.2L0.6,0.9L0,0.5L-0.6,0.9L-0.4,0.2L-1,-0.3L-0.3,-0.3Z"
CROSS = "M-1,-0.6L-0.6,-1L0,-0.4L0.6,-1L1,-0.6L0.4,0L1,0.6L0.6,1L0,0.4L-0.6,1L-1,0.6L-0.4,0Z"
SHAPES = (
    "circle", "square", "diamond", "cross", CROSS, "triangle-up", "triangle-down", STAR, "triangle-left",
    "triangle-right",
)  # fmt: skip


def scree_rows(shares: np.ndarray) -> list[Row]:
    """Share of the variance, 0…1, that each component explains by itself, and the first 1, 2, … together."""
    both = ((EACH, shares), (TOGETHER, np.cumsum(shares)))
    return [
        {"component": number, "explained": share, "of": of}
        for of, values in both
        for number, share in enumerate(values.tolist(), start=1)
    ]


def scree(shares: np.ndarray, height: int = 280) -> Chart:
    """Bars for each component, a line for the first ones together."""
    axis = {"labelAngle": 0, "labelOverlap": True, "grid": False}
    x = vega.names("component", type="ordinal", title="principal component", axis=axis)
    key = {"orient": "top", "direction": "horizontal"}
    colour = vega.names("of", scale={"domain": [EACH, TOGETHER], "range": ["#5896D9", AMBER]}, legend=key)
    place = {"x": x, "y": vega.share("explained", "explained variance"), "color": colour}
    layers = [
        vega.layer("bar", place, f"datum.of == '{EACH}'"),
        vega.layer({"type": "line", "strokeWidth": 2}, place, f"datum.of == '{TOGETHER}'"),
    ]
    return vega.layered(
        scree_rows(shares), layers, "Explained variance of the principal components, each and cumulative", height
    )


def point_rows(scores: np.ndarray, labels: np.ndarray, names: Sequence[ClassLabel]) -> list[Row]:
    """A row for each image: its two scores, its class, and `place`, its row in `scores` (m, 2)."""
    return [
        {"first": first, "second": second, "class": names[label].short, "place": place}
        for place, ((first, second), label) in enumerate(zip(scores.tolist(), labels.tolist(), strict=True))
    ]


def points(
    scores: np.ndarray, labels: np.ndarray, names: Sequence[ClassLabel], dark: bool = False, height: int = 460
) -> Chart:
    """A point for each image, with colour and shape of its class; it can be moved and zoomed, and a press on a point
    selects it as PICKED, with its `place`."""
    shorts, looks = [label.short for label in names], [glyph(label.glyph) for label in names]
    colours = {"domain": shorts, "range": [look.dark if dark else look.light for look in looks]}
    shapes = {"domain": shorts, "range": [SHAPES[number % len(SHAPES)] for number in range(len(names))]}
    key = {"orient": "bottom", "columns": 2}  # of a phone
    encoding = {
        "x": vega.quantity("first", "component 1", {"zero": False}),
        "y": vega.quantity("second", "component 2", {"zero": False}),
        "color": vega.names("class", shorts, scale=colours, legend=key),
        "shape": vega.names("class", shorts, scale=shapes, legend=key),
        "tooltip": vega.tooltip("class"),
    }
    params = [
        {"name": PICKED, "select": {"type": "point", "fields": ["place"]}},
        {"name": "moved", "select": "interval", "bind": "scales"},
    ]
    spec = {"mark": quiet({"type": "point", "filled": True, "size": 40, "opacity": 0.75}), "encoding": encoding}
    tall = height + vega.key_height(-(-len(names) // 2))
    more = {"params": params, "height": tall, "background": "transparent"}
    return Chart(
        point_rows(scores, labels, names), spec | more, "Images as points; those that look alike lie side by side"
    )
