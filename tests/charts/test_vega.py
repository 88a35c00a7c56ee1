"""Parts of a specification."""

import vl_convert

from galaxy_core.charts import vega
from tests.charts.drawn import sound

PLACE = {"x": vega.quantity("a", "A"), "y": vega.share("b")}


def test_a_chart_is_its_rows_and_a_drawing_that_holds_none() -> None:
    chart = sound(vega.layered([{"a": 1, "b": 0.5}], [vega.layer("point", PLACE)], "A point", 100, width=50))
    assert chart.whole["data"] == {"values": [{"a": 1, "b": 0.5}]} and chart.whole["$schema"] == vega.SCHEMA
    assert (chart.spec["height"], chart.spec["width"]) == (100, 50)


def test_a_layer_may_keep_some_of_the_rows() -> None:
    assert vega.layer("line", PLACE, "datum.a > 0")["transform"] == [{"filter": "datum.a > 0"}]
    assert "transform" not in vega.layer("line", PLACE)


def test_shares_reach_from_nothing_to_all() -> None:
    assert vega.share("b")["scale"] == {"domain": [0, 1]} and "' %'" in vega.share("b")["axis"]["labelExpr"]


def test_lines_differ_by_colour_and_dash() -> None:
    order = [f"line {number}" for number in range(len(vega.DASHES))]
    dashes = vega.lines_of("line", order)["strokeDash"]["scale"]
    assert dashes["domain"] == order and len({tuple(dash) for dash in dashes["range"]}) == len(order)


def test_files_are_drawn_by_the_same_vega_lite_as_the_schema_says() -> None:
    assert vega.VERSION in vl_convert.get_vegalite_versions() and vega.SCHEMA.endswith("v6.json")


def test_a_tooltip_has_titles() -> None:
    assert vega.tooltip("a", b="B") == [
        {"field": "a", "type": "nominal", "title": "a"}, {"field": "b", "type": "nominal", "title": "B"},
    ]  # fmt: skip
