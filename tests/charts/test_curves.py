"""Learning curves: the numbers in their rows, and which line is which."""

import pytest

from galaxy_core.charts import curves
from tests.charts.drawn import layers, sound


def history(**columns: list[float]) -> list[dict]:
    """Epochs 1, 2, … with these values; the lists may differ in length."""
    longest = max(map(len, columns.values()))
    return [
        {"epoch": at + 1} | {name: values[at] for name, values in columns.items() if at < len(values)}
        for at in range(longest)
    ]


def test_a_row_for_each_epoch_of_both_kinds_of_images() -> None:
    known = history(val_accuracy=[0.5, 0.6], accuracy=[0.4, 0.5, 0.7])
    assert curves.rows(known, "accuracy") == [
        {"epoch": 1, "value": 0.4, "images": "training"},
        {"epoch": 2, "value": 0.5, "images": "training"},
        {"epoch": 3, "value": 0.7, "images": "training"},
        {"epoch": 1, "value": 0.5, "images": "validation"},
        {"epoch": 2, "value": 0.6, "images": "validation"},
    ]


def test_training_is_dashed_and_validation_solid() -> None:
    chart = sound(curves.chart(history(val_accuracy=[0.5, 0.6], accuracy=[0.4, 0.5]), "accuracy", 50, percent=True))
    dashed, solid = layers(chart, "line")
    assert dashed["transform"] == [{"filter": "datum.images == 'training'"}] and dashed["mark"]["strokeDash"]
    assert solid["transform"] == [{"filter": "datum.images == 'validation'"}] and "strokeDash" not in solid["mark"]
    assert solid["encoding"]["x"]["scale"]["domain"] == [0, 50] and solid["encoding"]["y"]["scale"]["domain"] == [0, 1]
    assert chart.alt == "Accuracy by epoch: 50.0 % at first, 60.0 % at the end, on validation images"


def test_a_new_epoch_changes_the_rows_alone() -> None:
    first, second = (
        curves.chart(history(val_loss=values, loss=values), "loss", 9) for values in ([3.0, 2.0], [3.0, 2.0, 1.5])
    )
    assert first.spec == second.spec and len(second.rows) == len(first.rows) + 2


def test_losses_begin_at_zero() -> None:
    chart = sound(curves.chart(history(val_loss=[2.0], loss=[2.3]), "loss", 3))
    assert all(layer["encoding"]["y"]["scale"] == {"zero": True} for layer in chart.spec["layer"])


def test_one_line_alone() -> None:
    chart = sound(curves.single(history(learning_rate=[0.002, 0.001]), "learning_rate", 4))
    assert [(row["epoch"], row["value"]) for row in chart.rows] == [(1, 0.002), (2, 0.001)]
    assert chart.alt == "Learning rate by epoch"


@pytest.mark.parametrize("epochs", [1, 2])
def test_a_single_epoch_is_a_point(epochs: int) -> None:
    chart = curves.chart(history(val_loss=[2.0] * epochs, loss=[2.3] * epochs), "loss", 4)
    assert [layer["mark"]["point"] for layer in chart.spec["layer"]] == [epochs == 1] * 2


def test_of_very_many_epochs_some_are_drawn_and_the_last_one_is() -> None:
    drawn = curves.rows(history(val_loss=[0.5] * 5000), "loss")
    assert len(drawn) <= curves.MOST + 1 and (drawn[0]["epoch"], drawn[-1]["epoch"]) == (1, 5000)


def test_the_key_names_both() -> None:
    assert "validation" in curves.curves_key() and "training" in curves.curves_key()
