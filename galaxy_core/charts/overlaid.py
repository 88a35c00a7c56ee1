"""Learning curves of several runs, one over the other, told apart by colour and dash."""

from typing import TYPE_CHECKING

from galaxy_core.charts.curves import level

if TYPE_CHECKING:
    import altair

MOST = 6  # more can't be told apart
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 1], [1, 3])


def curves(
    runs: list[tuple[str, list[dict]]],
    measure: str,
    percent: bool = False,
    height: int = 220,
    guessing: float | None = None,
) -> "altair.Chart | altair.LayerChart":
    """One line for each (name, history); `measure` is a key of the history's epochs, a fraction 0…1 if `percent`.

    guessing: the majority baseline, 0…1, as a dashed grey line.
    """
    import altair as alt

    names = distinct([name for name, _ in runs])
    values = [
        {"epoch": epoch["epoch"], "value": epoch[measure], "run": name}
        for name, (_, history) in zip(names, runs, strict=True)
        for epoch in history
    ]
    scale = alt.Scale(domain=[0, 1]) if percent else alt.Scale(zero=True)
    dashes = alt.Scale(domain=names, range=list(DASHES[: len(names)]))
    chart = alt.Chart(alt.Data(values=values)).mark_line(strokeWidth=2).encode(
        x=alt.X("epoch:Q", title="epoch", axis=alt.Axis(tickMinStep=1, grid=False)),
        y=alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(format=".0%" if percent else ".1f", tickCount=5)),
        color=alt.Color("run:N", title=None, sort=names, legend=alt.Legend(orient="bottom", columns=1, labelLimit=420)),
        strokeDash=alt.StrokeDash("run:N", sort=names, legend=None, scale=dashes),
    )  # fmt: skip
    size = {"height": height + 18 * len(names), "background": "transparent"}  # a line of the legend each
    if guessing is None:
        return chart.properties(**size)
    return alt.layer(level(guessing, y="at:Q"), chart).properties(**size)


def distinct(names: list[str]) -> list[str]:
    """Runs of the same configuration have the same name; numbered, they are lines of their own."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out
