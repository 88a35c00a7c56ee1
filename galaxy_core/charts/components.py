"""What PCA finds: how much each pattern explains, and images as points beside those that look alike."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core.charts.glyphs import ClassLabel, glyph

if TYPE_CHECKING:
    import plotly.graph_objects as go

SYMBOLS = ("circle", "square", "diamond", "cross", "x", "triangle-up", "triangle-down", "pentagon", "star", "hexagram")


def scree(shares: np.ndarray) -> "go.Figure":
    """Share of the variance (0…1) that the first 1, 2, … components explain together, and each by itself."""
    import plotly.graph_objects as go

    number = np.arange(1, len(shares) + 1)
    each, together = (f"{words} %{{x}}: %{{y:.1%}}<extra></extra>" for words in ("component", "the first"))
    figure = go.Figure([
        go.Bar(x=number, y=shares, name="each", marker_color="#5896D9", hovertemplate=each),
        go.Scatter(x=number, y=np.cumsum(shares), name="cumulative", line_color="#B26B00", hovertemplate=together),
    ])  # fmt: skip
    return figure.update_layout(
        height=280, margin={"l": 0, "r": 0, "t": 8, "b": 0}, xaxis_title="principal component",
        yaxis={"tickformat": ".0%", "range": [0, 1.02], "title": "explained variance"},
        legend={"orientation": "h", "y": 1.1}, dragmode=False,
    )  # fmt: skip


def points(scores: np.ndarray, labels: np.ndarray, names: Sequence[ClassLabel], dark: bool) -> "go.Figure":
    """A point (m, 2) for each image, with colour and symbol of its class; `customdata` is its place in `scores`."""
    import plotly.graph_objects as go

    traces = []
    for number, label in enumerate(names):
        mine, look = np.flatnonzero(labels == number), glyph(label.glyph)
        traces.append(go.Scatter(
            x=scores[mine, 0], y=scores[mine, 1], mode="markers", name=label.short, customdata=mine,
            marker={"size": 6, "opacity": 0.75, "color": look.dark if dark else look.light,
                    "symbol": SYMBOLS[number % len(SYMBOLS)]},
            hovertemplate=f"{label.short}<extra></extra>",
        ))  # fmt: skip
    return go.Figure(traces).update_layout(
        height=460, margin={"l": 0, "r": 0, "t": 8, "b": 0}, xaxis={"title": "component 1", "zeroline": False},
        yaxis={"title": "component 2", "zeroline": False}, legend={"orientation": "h", "y": -0.15},
        clickmode="event+select", dragmode="pan",
    )  # fmt: skip
