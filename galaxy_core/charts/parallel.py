"""Trials of a search as lines across their parameters, coloured by how good they were."""

from collections.abc import Mapping, Sequence
from typing import Any

from galaxy_core.charts import formatting, vega
from galaxy_core.charts.palette import BLUE, GREY
from galaxy_core.charts.vega import Chart, Row

Trial = tuple[Mapping[str, Any], float]  # the values by parameter, and the score
WORST_TO_BEST = ("#AC4A35", "#8E9AAB", BLUE)  # readable on both grounds
NEAR = "near"  # the trial that is pointed at


def rows(trials: Sequence[Trial], label: str) -> list[Row]:
    """A row for each trial and axis: `at`, 0…1, is the value's place on the axis; the last axis is the score."""
    axes = axes_of(trials, label)
    table: list[Row] = []
    for number, (values, score) in enumerate(trials, start=1):
        settings = ", ".join(f"{name} {value}" for name, value in values.items())
        trial_row: Row = {
            "trial": number,
            "settings": settings,
            "score": score,
            "reached": f"{label} {formatting.number(score)}",
        }
        table += [{**trial_row, "axis": name, "at": places[number - 1]} for name, (places, _) in axes.items()]
    return table


def axes_of(trials: Sequence[Trial], label: str) -> dict[str, tuple[list[float], list[tuple[float, str]]]]:
    """By axis: the places of all trials on it, 0…1, and its ticks, a place and its words each.

    Numbers lie between the least and the most; parameters that are no numbers have each of their values as a tick.
    """
    names = list(trials[0][0])
    axes = {name: _axis([values[name] for values, _ in trials]) for name in names}
    return axes | {label: _axis([score for _, score in trials])}


def chart(trials: Sequence[Trial], label: str, lower_is_better: bool = False, height: int = 320) -> Chart:
    """One line for each trial; where one is pointed at, the others are pale, and its settings are told."""
    axes = axes_of(trials, label)
    colours = WORST_TO_BEST[::-1] if lower_is_better else WORST_TO_BEST
    place = {
        "x": vega.names("axis", list(axes), type="ordinal", axis={"labelAngle": 0, "orient": "top", "domain": False}),
        "y": vega.quantity("at", scale={"domain": [0, 1]}) | {"axis": None},
    }
    colour = {"field": "score", "type": "quantitative", "scale": {"range": list(colours)}, "legend": None}
    pale = {"condition": {"param": NEAR, "value": 0.9}, "value": 0.1}
    trial = place | {"color": colour, "detail": {"field": "trial"}, "opacity": pale}
    tooltip = vega.tooltip("trial", "settings", reached="score")
    near = {"name": NEAR, "select": {"type": "point", "on": "pointerover", "fields": ["trial"], "clear": "pointerout"}}
    marks = [{"axis": name, "at": at, "words": words} for name, (_, ticks) in axes.items() for at, words in ticks]
    layers = [
        vega.layer({"type": "rule", "color": GREY}, {"x": place["x"]},
                   data={"values": [{"axis": name} for name in axes]}),
        vega.layer({"type": "line", "strokeWidth": 2}, trial),
        vega.layer({"type": "circle", "size": 60}, trial | {"tooltip": tooltip}, params=[near]),
        vega.layer(
            {"type": "text", "align": "left", "dx": 7, "fontSize": 12, "color": GREY},
            place | {"text": {"field": "words"}},
            data={"values": marks},
        ),
    ]  # fmt: skip
    words = f"{formatting.count(len(trials), 'trial')} by their settings and {label}"
    return vega.layered(rows(trials, label), layers, words, height)


def _axis(values: Sequence[Any]) -> tuple[list[float], list[tuple[float, str]]]:
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        low, high = min(values), max(values)
        places = [(value - low) / (high - low) if high > low else 0.5 for value in values]
        return places, [(0.0, f"{low:.3g}"), (1.0, f"{high:.3g}")] if high > low else [(0.5, f"{low:.3g}")]
    kinds = sorted({str(value) for value in values})
    where = {kind: number / (len(kinds) - 1) if len(kinds) > 1 else 0.5 for number, kind in enumerate(kinds)}
    return [where[str(value)] for value in values], [(place, kind) for kind, place in where.items()]
