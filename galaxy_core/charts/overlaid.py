"""Learning curves of several runs, one over the other, told apart by colour and dash."""

from collections.abc import Sequence

from galaxy_core.charts import vega
from galaxy_core.charts.curves import History
from galaxy_core.charts.vega import Chart, Row

MOST = len(vega.DASHES)  # more can't be told apart


def rows(runs: Sequence[tuple[str, History]], measure: str) -> list[Row]:
    """A row for each epoch of each (name, history); `measure` is a key of the history's epochs."""
    return [
        {"epoch": epoch["epoch"], "value": epoch[measure], "run": name}
        for name, (_, history) in zip(distinct([name for name, _ in runs]), runs, strict=True)
        for epoch in history
    ]


def chart(
    runs: Sequence[tuple[str, History]],
    measure: str,
    percent: bool = False,
    baseline: float | None = None,
    height: int = 220,
) -> Chart:
    """One line for each (name, history), at most MOST; the values are fractions 0…1 if `percent`.

    baseline: the majority baseline, 0…1, as a dashed grey line.
    """
    names = distinct([name for name, _ in runs])
    scale = {"domain": [0, 1]} if percent else {"zero": True}
    y = vega.share("value") if percent else vega.quantity("value", scale=scale, axis=vega.NUMBERS)
    x = vega.quantity("epoch", "epoch", axis={"tickCount": 8, "tickMinStep": 1, "grid": False})
    layers = [] if baseline is None else [vega.level(baseline, "y", scale)]
    layers.append(vega.layer({"type": "line", "strokeWidth": 2}, {"x": x, "y": y} | vega.lines_of("run", names)))
    title = measure.removeprefix("val_").replace("_", " ").capitalize()
    words = f"{title} by epoch on validation images: {', '.join(names)}"
    return vega.layered(rows(runs, measure), layers, words, height + vega.key_height(len(names)))


def distinct(names: Sequence[str]) -> list[str]:
    """Runs of the same configuration have the same name; numbered, they are lines of their own."""
    times: dict[str, int] = {}
    numbered = []
    for name in names:
        times[name] = times.get(name, 0) + 1
        numbered.append(name if times[name] == 1 else f"{name} ({times[name]})")
    return numbered
