"""Learning curves: the numbers in the chart's description."""

import pytest

from galaxy_core.charts.curves import curve, curves, curves_key

pytest.importorskip("altair")


def test_the_chart_holds_both_lists_by_epoch():
    chart = curves([0.5, 0.6], [0.4, 0.5, 0.7], epochs=50, percent=True).to_dict()
    dashed, solid = chart["layer"]
    assert dashed["data"]["values"] == [
        {"epoch": 1, "value": 0.4},
        {"epoch": 2, "value": 0.5},
        {"epoch": 3, "value": 0.7},
    ]
    assert solid["data"]["values"] == [{"epoch": 1, "value": 0.5}, {"epoch": 2, "value": 0.6}]
    assert dashed["mark"]["strokeDash"] and "strokeDash" not in solid["mark"]
    assert chart["background"] == "transparent"
    assert solid["encoding"]["x"]["scale"]["domain"] == [0, 50] and solid["encoding"]["y"]["scale"]["domain"] == [0, 1]


def test_the_key_names_both():
    assert "validation" in curves_key() and "training" in curves_key()


def test_losses_begin_at_zero():
    chart = curves([2.0], [2.3], epochs=3).to_dict()
    assert chart["layer"][1]["encoding"]["y"]["scale"] == {"zero": True}


def test_one_line_alone():
    chart = curve([0.002, 0.001], epochs=4).to_dict()
    assert chart["data"]["values"] == [{"epoch": 1, "value": 0.002}, {"epoch": 2, "value": 0.001}]
    assert chart["encoding"]["x"]["scale"]["domain"] == [0, 4] and "point" not in chart["mark"]


def test_a_single_epoch_is_a_point():
    assert curve([0.002], epochs=4).to_dict()["mark"]["point"]
    assert all(layer["mark"]["point"] for layer in curves([0.5], [0.4], epochs=4).to_dict()["layer"])
