"""What every chart has to be: rows that any program reads, and a drawing that is sound by Vega-Lite's own schema."""

import json
from functools import cache
from importlib import resources

from jsonschema import Draft7Validator

from galaxy_core.charts.vega import Chart, Spec


@cache
def _schema() -> Draft7Validator:
    """Vega-Lite's schema, as Altair brings it along."""
    text = resources.files("altair.vegalite.v6.schema").joinpath("vega-lite-schema.json").read_text(encoding="utf-8")
    return Draft7Validator(json.loads(text))


def sound(chart: Chart) -> Chart:
    """The chart; fails where it isn't sound, or says nothing to whoever can't see it."""
    json.dumps(chart.whole, allow_nan=False)
    faults = [error.message for error in _schema().iter_errors(chart.whole)]
    assert not faults, faults[0][:400]
    assert chart.alt and "data" not in chart.spec and chart.spec["background"] == "transparent"
    assert all(layer["mark"]["aria"] is False for layer in chart.spec.get("layer", [chart.spec]))  # alt says it all
    return chart


def layers(chart: Chart, mark: str) -> list[Spec]:
    """Its layers of that mark."""
    return [layer for layer in chart.spec["layer"] if _kind(layer) == mark]


def dashed(chart: Chart) -> list[float]:
    """Where its dashed lines across are."""
    marks = [layer["encoding"] for layer in layers(chart, "rule") if layer["mark"].get("strokeDash")]
    return [place["datum"] for encoding in marks for place in encoding.values()]


def _kind(layer: Spec) -> str:
    return layer["mark"]["type"]
