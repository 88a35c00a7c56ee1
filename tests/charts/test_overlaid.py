"""Curves of several runs in one drawing."""

import pytest

from galaxy_core.charts import overlaid
from tests.charts.drawn import dashed, layers, sound


def history(*values: float) -> list[dict]:
    return [{"epoch": number + 1, "val_loss": value} for number, value in enumerate(values)]


def test_a_row_for_every_epoch_of_every_run() -> None:
    assert overlaid.rows([("CNN", history(2.0, 1.5)), ("Other", history(1.8))], "val_loss") == [
        {"epoch": 1, "value": 2.0, "run": "CNN"},
        {"epoch": 2, "value": 1.5, "run": "CNN"},
        {"epoch": 1, "value": 1.8, "run": "Other"},
    ]


def test_losses_begin_at_zero() -> None:
    (line,) = layers(sound(overlaid.chart([("CNN", history(2.0, 1.5))], "val_loss")), "line")
    assert line["encoding"]["y"]["scale"] == {"zero": True}


def test_runs_of_the_same_name_are_lines_of_their_own() -> None:
    rows = overlaid.rows([("CNN", history(1)), ("CNN", history(2)), ("PCA", history(3))], "val_loss")
    assert [row["run"] for row in rows] == ["CNN", "CNN (2)", "PCA"]


@pytest.mark.parametrize("count", range(1, overlaid.MOST + 1))
def test_lines_are_told_apart_without_colours(count: int) -> None:
    runs = [(f"run {number}", history(number)) for number in range(count)]
    (line,) = layers(overlaid.chart(runs, "val_loss"), "line")
    dashes = line["encoding"]["strokeDash"]["scale"]
    assert dashes["domain"] == [name for name, _ in runs]
    assert len({tuple(dash) for dash in dashes["range"]}) == count


def test_the_legend_takes_nothing_from_the_curves() -> None:
    one, six = (overlaid.chart([("x", history(1))] * count, "val_loss").spec["height"] for count in (1, 6))
    assert six - one == 5 * 18


def test_shares_are_drawn_from_nothing_to_all() -> None:
    (line,) = layers(overlaid.chart([("CNN", history(0.4))], "val_loss", percent=True), "line")
    assert line["encoding"]["y"]["scale"] == {"domain": [0, 1]}


def test_guessing_is_a_dashed_line_behind_the_curves() -> None:
    chart = sound(overlaid.chart([("CNN", history(0.5, 0.6))], "val_loss", percent=True, baseline=0.15))
    assert dashed(chart) == [0.15] and layers(chart, "line") == chart.spec["layer"][1:]
    assert chart.alt == "Loss by epoch on validation images: CNN"
