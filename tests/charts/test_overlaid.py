"""Curves of several runs in one drawing."""

import pytest

from galaxy_core.charts import overlaid


def history(*values: float) -> list[dict]:
    return [{"epoch": number + 1, "val_loss": value} for number, value in enumerate(values)]


def test_a_point_for_every_epoch_of_every_run():
    drawn = overlaid.curves([("CNN", history(2.0, 1.5)), ("Other", history(1.8))], "val_loss").to_dict()
    assert drawn["data"]["values"] == [
        {"epoch": 1, "value": 2.0, "run": "CNN"},
        {"epoch": 2, "value": 1.5, "run": "CNN"},
        {"epoch": 1, "value": 1.8, "run": "Other"},
    ]
    assert drawn["encoding"]["y"]["scale"] == {"zero": True}


def test_runs_of_the_same_name_are_lines_of_their_own():
    drawn = overlaid.curves([("CNN", history(1)), ("CNN", history(2)), ("PCA", history(3))], "val_loss").to_dict()
    assert [point["run"] for point in drawn["data"]["values"]] == ["CNN", "CNN (2)", "PCA"]


@pytest.mark.parametrize("count", range(1, overlaid.MOST + 1))
def test_lines_are_told_apart_without_colours(count: int):
    runs = [(f"run {number}", history(number)) for number in range(count)]
    dashes = overlaid.curves(runs, "val_loss").to_dict()["encoding"]["strokeDash"]["scale"]
    assert dashes["domain"] == [name for name, _ in runs]
    assert len({tuple(dash) for dash in dashes["range"]}) == count


def test_the_legend_takes_nothing_from_the_curves():
    one, six = (overlaid.curves([("x", history(1))] * count, "val_loss").to_dict()["height"] for count in (1, 6))
    assert six - one == 5 * 18


def test_shares_are_drawn_from_nothing_to_all():
    drawn = overlaid.curves([("CNN", history(0.4))], "val_loss", percent=True).to_dict()
    assert drawn["encoding"]["y"]["scale"] == {"domain": [0, 1]} and drawn["encoding"]["y"]["axis"]["format"] == ".0%"


def test_guessing_is_a_dashed_line_behind_the_curves():
    drawn = overlaid.curves([("CNN", history(0.5, 0.6))], "val_loss", percent=True, guessing=0.15).to_dict()
    level, lines = drawn["layer"]
    assert level["data"]["values"] == [{"at": 0.15}]
    assert level["mark"]["strokeDash"] and lines["mark"]["type"] == "line"
