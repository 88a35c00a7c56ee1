"""Learning curves as Altair charts: Plotly goes blank for a frame at every change of data, Altair doesn't."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair

GREY = "#7C8898"  # readable on both grounds; the solid line takes the theme's own blue


def curves(
    validation: list[float], training: list[float], epochs: int, percent: bool = False, height: int = 170
) -> "altair.LayerChart":
    """Validation solid and blue, training dashed and grey, by epoch (1, 2, …) up to `epochs`.

    The lists may differ in length while an epoch is under way. percent: they are fractions 0..1, drawn up to
    100 %; else they are losses, drawn from 0. Transparent, so that it lies on cards too; show it with
    `st.altair_chart(chart)`.
    """
    import altair as alt

    y = _across([0, 1], format=".0%") if percent else _across()
    x = _epochs(epochs)
    solid, dashed = _line(validation), _line(training, strokeDash=[3, 3], color=GREY)
    layers = [line.encode(x=x, y=y) for line in (dashed, solid)]
    return alt.layer(*layers, height=height, background="transparent")


def curve(values: list[float], epochs: int, height: int = 120) -> "altair.Chart":
    """One line by epoch (1, 2, …) up to `epochs`, drawn from 0."""
    line = _line(values).encode(x=_epochs(epochs), y=_across(format="~g"))
    return line.properties(height=height, background="transparent")


def level(at: float, **channel: object) -> "altair.Chart":
    """A dashed grey line across at one value of `x` or `y`, named "at": what guessing reaches, or no difference."""
    import altair as alt

    return alt.Chart(alt.Data(values=[{"at": at}])).mark_rule(strokeDash=[4, 3], color=GREY).encode(**channel)


def curves_key() -> str:
    """HTML that says what the two lines are."""
    return (
        '<div class="gx-key"><span><i class="gx-key-solid"></i>validation (images it has not learned from)</span>'
        '<span><i class="gx-key-dashed"></i>training (images it learns from)</span></div>'
    )


def _epochs(last: int) -> "altair.X":
    import altair as alt

    scale = alt.Scale(domain=[0, last], nice=False)
    return alt.X("epoch:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5, tickMinStep=1, grid=False))


def _across(domain: list[float] | None = None, **axis: str) -> "altair.Y":
    import altair as alt

    scale = alt.Scale(domain=domain) if domain else alt.Scale(zero=True)
    return alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5, **axis))


def _line(values: list[float], **mark: object) -> "altair.Chart":
    import altair as alt

    table = alt.Data(values=[{"epoch": epoch, "value": value} for epoch, value in enumerate(values, start=1)])
    alone = len(values) == 1  # a line of one epoch would be invisible
    return alt.Chart(table).mark_line(strokeWidth=2, **({"point": True} if alone else {}), **mark)
