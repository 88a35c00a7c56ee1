"""Predicted against voted fractions: a map of how many galaxies are where, and the means of both."""

import numpy as np

from galaxy_core.charts import formatting, vega
from galaxy_core.charts.palette import BLUE
from galaxy_core.charts.vega import Chart, Row, quiet
from galaxy_core.evaluation.vote_errors import CELLS, CalibrationBin, Pairs

PICKED = "cell"  # the selection of a press on the map
_HONEST = {"values": [{"voted": 0, "predicted": 0}, {"voted": 1, "predicted": 1}]}


def rows(pairs: Pairs) -> list[Row]:
    """A row for each cell that holds galaxies: its two numbers, its edges, 0…1, how many, and words."""
    table: list[Row] = []
    for across, up in np.argwhere(pairs.counts()).tolist():
        n = int(pairs.counts()[across, up])
        table.append({
            "across": across, "up": up, "voted": across / CELLS, "voted_end": (across + 1) / CELLS,
            "predicted": up / CELLS, "predicted_end": (up + 1) / CELLS, "n": n, "galaxies": formatting.count(n),
        })  # fmt: skip
    return table


def density(pairs: Pairs, answer: str, height: int = 320) -> Chart:
    """A square for each cell, the darker the more galaxies; the dashed diagonal is a model that is right. A press
    selects a cell as PICKED, with its `across` and `up`."""
    x = vega.share("voted", "volunteers", grid=False)
    y = vega.share("predicted", "model")
    colour = {
        "field": "n", "type": "quantitative", "legend": None, "scale": {"type": "log", "range": ["#2E5C99", "#9ED1FD"]},
    }  # fmt: skip
    squares = {
        "x": x, "x2": {"field": "voted_end"}, "y": y, "y2": {"field": "predicted_end"}, "color": colour,
        "tooltip": vega.tooltip("galaxies"),
    }  # fmt: skip
    picked = {"name": PICKED, "select": {"type": "point", "fields": ["across", "up"]}}
    layers = [
        vega.layer("rect", squares, params=[picked]),
        vega.layer(vega.dashed("line"), {"x": x, "y": y}, data=_HONEST),
    ]
    return vega.layered(
        rows(pairs), layers, f"Fractions for “{answer}”: what the model says by what volunteers said", height
    )


def calibration(bins: list[CalibrationBin], answer: str, height: int = 320) -> Chart:
    """A point for each step of predicted fractions, the larger the more galaxies,
    about the diagonal of an honest model."""
    table: list[Row] = [
        {"predicted": part.predicted, "voted": part.voted, "n": part.count, "galaxies": formatting.count(part.count),
         "model": formatting.percent(part.predicted, 0), "volunteers": formatting.percent(part.voted, 0)}
        for part in bins
    ]  # fmt: skip
    x, y = vega.share("predicted", "model", grid=False), vega.share("voted", "volunteers, mean")
    size = {"field": "n", "type": "quantitative", "legend": None, "scale": {"range": [30, 260]}}
    place = {"x": x, "y": y, "size": size, "tooltip": vega.tooltip("model", "volunteers", "galaxies")}
    layers = [
        vega.layer(vega.dashed("line"), {"x": x, "y": y}, data=_HONEST),
        vega.layer(quiet({"type": "line", "color": BLUE, "strokeWidth": 1.5}), {"x": x, "y": y}),
        vega.layer({"type": "point", "filled": True, "opacity": 1, "color": BLUE}, place),
    ]
    return vega.layered(
        table, layers, f"Calibration of “{answer}”: mean of what volunteers said by what the model says", height
    )
