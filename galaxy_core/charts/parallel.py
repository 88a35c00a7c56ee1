"""Trials of a search as lines across their parameters, coloured by how good they were."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import plotly.graph_objects as go

SCALE = [[0, "#AC4A35"], [0.5, "#8E9AAB"], [1, "#3D79D6"]]  # worst, middle, best: readable on both grounds


def parallel(table: list[tuple[dict[str, Any], float]], label: str, lower_is_better: bool = False) -> "go.Figure":
    """One line for each (values by parameter, score); parameters that are no numbers have their values as ticks."""
    import plotly.graph_objects as go

    names = list(table[0][0])
    scores = [score for _, score in table]
    axes = [_axis(name, [values[name] for values, _ in table]) for name in names]
    axes.append({"label": label, "values": scores})
    scale = SCALE if not lower_is_better else [[1 - at, colour] for at, colour in reversed(SCALE)]
    figure = go.Figure(go.Parcoords(line={"color": scores, "colorscale": scale}, dimensions=axes))
    return figure.update_layout(
        height=320, margin={"l": 70, "r": 50, "t": 50, "b": 20}, paper_bgcolor="rgba(0,0,0,0)", font={"size": 12}
    )


def _axis(name: str, values: list[Any]) -> dict[str, Any]:
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return {"label": name, "values": values}
    kinds = sorted({str(value) for value in values})
    return {
        "label": name,
        "values": [kinds.index(str(value)) for value in values],
        "tickvals": list(range(len(kinds))),
        "ticktext": kinds,
    }
