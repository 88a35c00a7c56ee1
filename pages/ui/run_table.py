"""The table of finished runs: filtered, one by one or grouped, ticked, and as files."""

import time
from typing import TYPE_CHECKING, Any

import streamlit as st

from galaxy_core import glossary, runs
from galaxy_core.charts import formatting
from galaxy_core.charts.overlaid import distinct
from galaxy_core.evaluation import comparison, exporting, grouping
from galaxy_core.evaluation.comparison import MEASURES, RunScore
from galaxy_core.evaluation.grouping import Group
from pages.ui import download, panes, significance, text

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {"accuracy": "Accuracy (= F1-micro)", "macro_f1": "Macro-F1", "balanced_accuracy": "Balanced accuracy"}
OFFERED = 6  # runs whose predictions can be downloaded at once
GROUPS = {"runs": "Runs", "seeds": "Mean over seeds", "models": "Mean by model"}
MEANING = {
    "seeds": "Mean and standard deviation (±) over the seeds of the same configuration, all tested on the same images: "
    "how much of a score is chance in training.",
    "models": "Mean and standard deviation (±) over all runs of a model, whatever was asked of them; its best run.",
}
MIXED = " Where a model’s runs were tested on different images, their mean says little."


def filtered(lines: list[RunScore]) -> list[RunScore]:
    """The fields that narrow the table, and the lines that are left."""
    if len(lines) < 2:
        return lines
    with panes.row("filter"):
        found = st.text_input("Find", key="runs-find", placeholder="Words of title, note or name", width=260)
        names = list(dict.fromkeys(line.run.request.model for line in lines))
        models = st.multiselect("Models", names, key="runs-models", format_func=runs.model_title, width=340)
        st.segmented_control(
            "Show", list(GROUPS), default="runs", required=True, format_func=GROUPS.__getitem__, key="runs-grouped"
        )
    left = comparison.matching(lines, found, models)
    if len(left) < len(lines):
        text.caption(f"{formatting.count(len(left))} of {formatting.count(len(lines), 'run')}")
    return left


def table(lines: list[RunScore], measure: str) -> list[RunScore]:
    """The runs, or their groups, with scores and cost; returns the runs that are ticked."""
    by = st.session_state.get("runs-grouped", "runs")
    if by == "runs":
        ticked = _table(_runs(lines), lines, _run_columns())
        return [line for line in ticked if line]
    groups = _groups(lines, by, measure)
    mixed = MIXED if any(len(group.images) > 1 for group in groups) else ""
    text.caption(MEANING[by] + mixed)
    ticked = _table(_grouped(groups, by, measure), groups, _group_columns())
    return [line for group in ticked for line in group.lines]


def exports(lines: list[RunScore], ticked: list[RunScore], measure: str) -> None:
    """Downloads of the table, and of what the ticked runs (or else the first) said of each test image."""
    by = st.session_state.get("runs-grouped", "runs")
    if by == "runs":
        download.table(lambda: exporting.table(lines), "runs")
    else:
        download.table(lambda: exporting.groups(_groups(lines, by, measure)), f"runs by {by}")
    with st.popover("Download predictions (CSV)", key="predictions"):
        text.caption("What a run said of every test image. Tick runs in the table to choose which.")
        some = (ticked or lines)[:OFFERED]
        for line, name in zip(some, distinct([line.title for line in some]), strict=True):
            download.predictions(line.run, text.literal(name))


def _groups(lines: list[RunScore], by: str, measure: str) -> list[Group]:
    return (grouping.by_seed if by == "seeds" else grouping.by_model)(lines, measure)


def _table(frame: "pd.DataFrame", rows: list, columns: dict[str, Any]) -> list:
    """Draws it; returns those of `rows` that are ticked. Another order is another table, or ticks would move."""
    names = hash(tuple(frame[frame.columns[-1]])) if len(frame) else 0
    event = st.dataframe(
        frame, hide_index=True, on_select="rerun", selection_mode="multi-row", key=f"runs-table-{names}",
        column_config=columns, placeholder=formatting.MISSING,
    )  # fmt: skip
    return [rows[number] for number in event["selection"]["rows"] if number < len(rows)]


def _runs(lines: list[RunScore]) -> "pd.DataFrame":
    """Scores are numbers, so that a click on a head puts them in order."""
    import pandas as pd

    written = [" ".join(line.run.metadata.note.split()) for line in lines]
    images = {line.summary.images for line in lines}
    columns: dict[str, list] = {"Model": [line.title for line in lines]}
    if any(written):
        columns["Note"] = written
    for measure, name in COLUMNS.items():
        found = [line.score(measure) for line in lines]
        columns[name] = [100 * score.value for score in found]
        columns[f"{name}, 95 %"] = [formatting.interval(score.low, score.high) for score in found]
    columns["Test images"] = [line.summary.accuracy.n for line in lines]
    if len(images) > 1:
        columns["Test set"] = _sets(lines)
    columns |= {
        "Changes": [", ".join(changed) for changed in comparison.changes(lines)],
        "Finished": [_minute(line.summary.finished) for line in lines],
        "Initial weights": [line.summary.origin for line in lines],
        "Training time": [line.summary.seconds for line in lines],
        "Parameters": [line.summary.parameters for line in lines],
        "Run": [line.run.name for line in lines],
    }
    return pd.DataFrame(columns)


def _sets(lines: list[RunScore]) -> list[str]:
    """Which runs were tested on the same images: "A" of those of the first one."""
    known: dict[str, str] = {}
    for line in lines:
        known.setdefault(line.summary.images, chr(ord("A") + len(known)) if len(known) < 26 else "others")
    return [known[line.summary.images] for line in lines]


def _grouped(groups: list[Group], by: str, measure: str) -> "pd.DataFrame":
    """First what the groups are ordered by: models by their best run, configurations by their mean."""
    import pandas as pd

    best, means = [group.best.score(measure) for group in groups], {}
    for one in MEASURES:
        means[f"Mean {significance.named(one)}"] = [100 * group.mean(one) for group in groups]
        sds = [group.sd(one) for group in groups]
        means[f"{one}, ±"] = [None if sd is None else 100 * sd for sd in sds]
    bests = {
        f"Best {significance.named(measure)}": [100 * score.value for score in best],
        "Best, 95 %": [formatting.interval(score.low, score.high) for score in best],
    }
    names = ("Model", "Runs", "Seeds")
    counts = ([group.title for group in groups], [len(g.lines) for g in groups], [len(g.seeds) for g in groups])
    columns = dict(zip(names, counts, strict=True)) | (bests | means if by == "models" else means | bests)
    return pd.DataFrame(
        columns
        | {
            "Parameters": [group.best.summary.parameters for group in groups],
            "Best run": [group.best.run.name for group in groups],
        }
    )


def _run_columns() -> dict[str, Any]:
    number = st.column_config.NumberColumn
    return _score_columns() | {
        "Test images": number(format="localized"),
        "Training time": number("Training time (s)", format="%.0f"),
        "Parameters": number(format="localized", help=glossary.meaning("parameters")),
    }


def _group_columns() -> dict[str, Any]:
    number = st.column_config.NumberColumn
    heads = {
        f"{what} {significance.named(one)}": number(format="%.1f %%") for what in ("Mean", "Best") for one in MEASURES
    }
    spread = {f"{one}, ±": number("±", format="%.1f") for one in MEASURES}
    between = {"Best, 95 %": st.column_config.TextColumn("95 %")}
    return heads | spread | between | {"Parameters": number(format="localized", help=glossary.meaning("parameters"))}


def _score_columns() -> dict[str, Any]:
    """Heads of scores in per cent, and of their intervals."""
    made: dict[str, Any] = {}
    for measure, name in COLUMNS.items():
        made[name] = st.column_config.NumberColumn(format="%.1f %%", help=glossary.meaning(MEASURES[measure]))
        made[f"{name}, 95 %"] = st.column_config.TextColumn("95 %", help=glossary.meaning("95 % interval"))
    return made


def _minute(moment: float) -> str:
    """Written so that the order of the texts is that of the moments."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
