"""The reliability diagram: how often a model is right, by how sure it is."""

from galaxy_core.charts import formatting, vega
from galaxy_core.charts.palette import BLUE, GREY
from galaxy_core.charts.vega import Chart, Row
from galaxy_core.evaluation.reliability import Calibration

CONFIDENCE, ACCURACY, IMAGES = TOOLTIP = ("confidence", "accuracy", "images")
_HONEST = {"values": [{"sure": 0, "right": 0}, {"sure": 1, "right": 1}]}


def rows(table: Calibration, scaled: bool = True) -> list[Row]:
    """A row for each bin that has images: certainty, share that is right and its interval, 0…1, and words.

    scaled: False for a table that stands for comparison.
    """
    return [
        {"sure": part.confidence, "right": part.right.value, "low": part.right.low, "high": part.right.high,
         "n": part.count, "scaled": scaled, IMAGES: formatting.count(part.count),
         ACCURACY: formatting.scored(part.right),
         CONFIDENCE: f"{formatting.percent(part.low, 0)} to {formatting.percent(part.high, 0)}"}
        for part in table.bins if part.right is not None
    ]  # fmt: skip


def chart(table: Calibration, before: Calibration | None = None, height: int = 300) -> Chart:
    """A point for each bin that has images, with its 95 % interval, against the dashed diagonal of an honest model.

    The larger a point, the more images; how many is in its tooltip. `before`: hollow grey points of another table.
    """
    x, y = vega.share("sure", "confidence", grid=False), vega.share("right", "accuracy")
    size = {"field": "n", "type": "quantitative", "legend": None, "scale": {"range": [30, 260]}}
    place = {"x": x, "y": y, "size": size, "tooltip": vega.tooltip(*TOOLTIP)}
    interval = {"x": x, "y": vega.share("low", "accuracy"), "y2": {"field": "high"}}
    hollow = vega.layer({"type": "point", "filled": False, "color": GREY}, place, "!datum.scaled")
    layers = [
        vega.layer(vega.dashed("line"), {"x": x, "y": y}, data=_HONEST),
        *([hollow] if before else []),
        vega.layer({"type": "rule", "color": BLUE, "strokeWidth": 3, "opacity": 0.6}, interval, "datum.scaled"),
        vega.layer({"type": "point", "filled": True, "opacity": 1}, place, "datum.scaled"),
    ]
    drawn = [*(rows(before, scaled=False) if before else []), *rows(table)]
    return vega.layered(drawn, layers, "Reliability diagram: accuracy by confidence", height)
