"""Learning curves of one run: what it names correctly, or its loss, by epoch, on both kinds of images."""

from collections.abc import Mapping, Sequence

from galaxy_core.charts import formatting, vega
from galaxy_core.charts.palette import GREY
from galaxy_core.charts.vega import Chart, Row, Spec

MOST = 400  # points of a line; of more epochs every so-manieth is drawn, and the last
TRAINING, VALIDATION = "training", "validation"

History = Sequence[Mapping[str, float]]  # an entry for each epoch: its number and its values


def rows(history: History, measure: str) -> list[Row]:
    """A row for each epoch and kind of images; of a measure "loss" the validation images have "val_loss".

    The two may differ in length while an epoch is under way.
    """
    return [
        {"epoch": epoch, "value": value, "images": images}
        for images, name in ((TRAINING, measure), (VALIDATION, f"val_{measure}"))
        for epoch, value in _some([(epoch["epoch"], epoch[name]) for epoch in history if name in epoch])
    ]


def chart(history: History, measure: str, epochs: int, percent: bool = False, height: int = 170) -> Chart:
    """Validation solid and blue, training dashed and grey, by epoch (1, 2, …) up to `epochs`.

    percent: the values are fractions 0..1, drawn up to 100 %; else they are drawn from 0.
    """
    drawn = rows(history, measure)
    y = vega.share("value") if percent else vega.quantity("value", scale={"zero": True}, axis={"tickCount": 5})
    place = {"x": _across(epochs), "y": y}
    layers = [
        _line(drawn, TRAINING, place, strokeDash=[3, 3], color=GREY),
        _line(drawn, VALIDATION, place),
    ]
    return vega.layered(drawn, layers, _spoken(drawn, measure, percent), height)


def single(history: History, name: str, epochs: int, height: int = 120) -> Chart:
    """One value by epoch (1, 2, …) up to `epochs`, drawn from 0: the learning rate."""
    drawn: list[Row] = [{"epoch": at, "value": value, "images": name} for at, value in _some(
        [(epoch["epoch"], epoch[name]) for epoch in history if name in epoch]
    )]  # fmt: skip
    y = vega.quantity("value", scale={"zero": True}, axis=vega.NUMBERS)
    words = f"{name.replace('_', ' ').capitalize()} by epoch"
    return vega.layered(drawn, [_line(drawn, name, {"x": _across(epochs), "y": y})], words, height)


def curves_key() -> str:
    """HTML that says what the two lines are."""
    return (
        '<div class="gx-key"><span><i class="gx-key-solid"></i>validation (images it has not learned from)</span>'
        '<span><i class="gx-key-dashed"></i>training (images it learns from)</span></div>'
    )


def _line(rows: Sequence[Row], images: str, place: Spec, **mark: object) -> Spec:
    """The layer of one kind of images; a line of one epoch would be invisible, so that is a point."""
    alone = sum(row["images"] == images for row in rows) == 1
    return vega.layer({"type": "line", "strokeWidth": 2, "point": alone} | mark, place, f"datum.images == '{images}'")


def _across(last: int) -> Spec:
    axis = {"tickCount": 5, "tickMinStep": 1, "grid": False}
    return vega.quantity("epoch", scale={"domain": [0, last], "nice": False}, axis=axis)


def _some(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    step = -(-len(points) // MOST)
    return [*points[: -1 : step or 1], *points[-1:]]


def _spoken(rows: Sequence[Row], measure: str, percent: bool) -> str:
    validation = (row["value"] for row in rows if row["images"] == VALIDATION)
    values = [value for value in validation if not isinstance(value, str)]
    if not values:
        return f"{measure.capitalize()} by epoch"
    first, last = (
        formatting.percent(value) if percent else formatting.number(value) for value in (values[0], values[-1])
    )
    return f"{measure.capitalize()} by epoch: {first} at first, {last} at the end, on validation images"
