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

    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1]) if percent else alt.Scale(zero=True),
        axis=alt.Axis(tickCount=5, **({"format": ".0%"} if percent else {})),
    )
    x = alt.X(
        "epoch:Q",
        title=None,
        scale=alt.Scale(domain=[0, epochs], nice=False),
        axis=alt.Axis(tickCount=5, tickMinStep=1, grid=False),
    )
    solid = alt.Chart(_table(validation)).mark_line(strokeWidth=2).encode(x=x, y=y)
    dashed = alt.Chart(_table(training)).mark_line(strokeWidth=2, strokeDash=[3, 3], color=GREY).encode(x=x, y=y)
    return alt.layer(dashed, solid, height=height, background="transparent")


def curves_key() -> str:
    """HTML that says what the two lines are."""
    return (
        '<div class="gx-key"><span><i class="gx-key-solid"></i>images it has not learned from (validation)</span>'
        '<span><i class="gx-key-dashed"></i>images it learns from (training)</span></div>'
    )


def _table(values: list[float]) -> "altair.Data":
    import altair as alt

    return alt.Data(values=[{"epoch": epoch, "value": value} for epoch, value in enumerate(values, start=1)])
