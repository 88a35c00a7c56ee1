"""The table of finished runs: filtered, one by one or grouped, ticked, and as files."""

import time
from typing import TYPE_CHECKING, Any

import streamlit as st

from galaxy_core import glossary, runs
from galaxy_core.charts import formatting, measures
from galaxy_core.charts.overlaid import distinct
from galaxy_core.evaluation import comparison, exporting, grouping, ranking
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.evaluation.grouping import Group
from galaxy_core.tasks import Measure
from pages.ui import download, panes, shipped, text

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 2  # scores beside the chosen one
HIDDEN = ("Test images", "Changes", "Finished", "Initial weights", "Run")
OFFERED = 6  # runs whose predictions can be downloaded at once
GROUPS = {"runs": "Runs", "seeds": "Mean over seeds", "models": "Mean by model"}
MEANING = {
    "runs": "",
    "seeds": "Mean and standard deviation (±) over the seeds of the same configuration, all tested on the same images: "
    "how much of a score is chance in training. In the order of their means on validation images.",
    "models": "Mean and standard deviation (±) over all runs of a model on the same test images, whatever was asked of "
    "them, and the run that validation images choose of them.",
}
MORE = " Further columns are in the table’s own menu and in its CSV."
MIXED = " Scores on different test images can’t be ranked with each other: “Test set” tells them apart."


def filtered(lines: list[RunScore]) -> list[RunScore]:
    """The fields that narrow the table, and the lines that are left."""
    if len(lines) < 2:
        return lines
    with panes.row("filter"):
        words = st.text_input("Find", key="runs-find", placeholder="Words of title, note or name", width=260)
        names = list(dict.fromkeys(line.run.request.model for line in lines))
        models = st.multiselect("Models", names, key="runs-models", format_func=runs.model_title, width=340)
        st.segmented_control(
            "Show", list(GROUPS), default="runs", required=True, format_func=GROUPS.__getitem__, key="runs-grouped"
        )
    left = comparison.matching(lines, words, models)
    if len(left) < len(lines):
        text.caption(f"{formatting.count(len(left))} of {formatting.count(len(lines), 'run')}")
    return left


def table(lines: list[RunScore], measure: Measure) -> list[RunScore]:
    """The runs, or their groups, with scores and cost; returns the runs that are ticked."""
    by = st.session_state.get("runs-grouped", "runs")
    mixed = MIXED if len({line.summary.images for line in lines}) > 1 else ""
    more = MORE if by == "runs" else ""
    text.caption((MEANING[by] or _in_order(lines, measure)) + mixed + more)
    if by == "runs":
        ticked = _table(_runs(lines, measure), lines, _run_columns(lines, measure))
        return [line for line in ticked if line]
    groups = _groups(lines, by, measure)
    ticked = _table(_grouped(groups, by, measure), groups, _group_columns(groups, measure))
    return [line for group in ticked for line in group.lines]


def _in_order(lines: list[RunScore], measure: Measure) -> str:
    """What the table is ordered by, and what it does to order it by a test score."""
    sentence = " ".join(
        filter(None, ["In the order of the validation images, by which a run is chosen.", shipped.last(lines)])
    )
    own = comparison.own(lines)
    too_good = ranking.optimism(own, measure.key)
    if too_good is None:
        return sentence
    alike = ranking.same_images(own, own[0])[0]
    return (
        f"{sentence} A click on a head orders it anew: whoever takes the best by a test score chooses by chance, too. "
        f"The best of {formatting.count(len(alike), 'run')} on these images, equally good, would look about "
        f"{measures.points(measure, too_good)} better than it is."
    )


def exports(lines: list[RunScore], ticked: list[RunScore], measure: Measure) -> None:
    """Downloads of the table, and of what the ticked runs (or else the first) said of each test image."""
    by = st.session_state.get("runs-grouped", "runs")
    if by == "runs":
        download.table(lambda: exporting.table(lines), "runs")
    else:
        download.table(lambda: exporting.groups(_groups(lines, by, measure)), f"runs by {by}")
    with st.popover("Download predictions (CSV)", key="predictions"):
        text.caption("What a run said of every test image. Tick runs in the table to choose which.")
        offered = (ticked or lines)[:OFFERED]
        for line, name in zip(offered, distinct([line.title for line in offered]), strict=True):
            download.predictions(line.run, text.literal(name))


def _groups(lines: list[RunScore], by: str, measure: Measure) -> list[Group]:
    own = comparison.own(lines) or lines
    return (grouping.by_seed if by == "seeds" else grouping.by_model)(own, measure.key)


def _table(frame: "pd.DataFrame", rows: list, columns: dict[str, Any]) -> list:
    """Draws it; returns those of `rows` that are ticked. Another order is another table, or ticks would move."""
    names = hash(tuple(frame[frame.columns[-1]])) if len(frame) else 0
    event = st.dataframe(
        frame, hide_index=True, on_select="rerun", selection_mode="multi-row", key=f"runs-table-{names}",
        column_config=columns, placeholder=formatting.MISSING,
    )  # fmt: skip
    return [rows[number] for number in event["selection"]["rows"] if number < len(rows)]


def _runs(lines: list[RunScore], measure: Measure) -> "pd.DataFrame":
    """Scores are numbers, so that a click on a head puts them in order."""
    import pandas as pd

    written = [" ".join(line.run.metadata.note.split()) for line in lines]
    columns: dict[str, list] = {"Model": [line.title for line in lines]}
    chosen_by = [line.validation(measure.key) for line in lines]
    columns[_validation(measure)] = [score and _number(measure, score.value) for score in chosen_by]
    for shown in _scores(lines):
        scores = [line.score(shown.key) for line in lines]
        columns[shown.title] = [_number(shown, score.value) for score in scores]
        columns[f"{shown.title}, 95 %"] = [measures.interval(shown, score) for score in scores]
    columns["Test images"] = [line.summary.n for line in lines]
    sets = _sets([line.summary.images for line in lines])
    columns |= {"Test set": sets} if len(set(sets)) > 1 else {}
    columns |= {
        "Changes": [", ".join(changed) for changed in comparison.changes(lines)],
        "Finished": [_minute(line.summary.finished) for line in lines],
        "Initial weights": [line.summary.initial_weights for line in lines],
        "Training time": [line.summary.seconds for line in lines],
        "Parameters": [line.summary.n_parameters for line in lines],
        **({"Note": written} if any(written) else {}),  # behind the scores, which a phone has little room for
        "Run": [line.run.name for line in lines],
    }
    return pd.DataFrame(columns)


def _scores(lines: list[RunScore]) -> tuple[Measure, ...]:
    """All scores of the task that these runs have learned."""
    return lines[0].task.SCORES if lines else ()


def _number(measure: Measure, value: float) -> float:
    return 100 * value if measure.is_share else value


def _validation(measure: Measure) -> str:
    return f"Validation {measures.within(measure)}"


def _sets(images: list[str]) -> list[str]:
    """Which were tested on the same images: "A" of those of the first one."""
    letters: dict[str, str] = {}
    for name in images:
        letters.setdefault(name, chr(ord("A") + len(letters)) if len(letters) < 26 else "others")
    return [letters[name] for name in images]


def _grouped(groups: list[Group], by: str, measure: Measure) -> "pd.DataFrame":
    """First what the groups are ordered by on validation images; then test scores: of models those of their best run
    first, of configurations their means."""
    import pandas as pd

    best = [group.best.score(measure.key) for group in groups]
    means: dict[str, list[float | None]] = {}
    for shown in _scores([group.best for group in groups]):
        means[f"Mean {measures.within(shown)}"] = [_number(shown, group.mean(shown.key)) for group in groups]
        sds = [group.sd(shown.key) for group in groups]
        means[f"{shown.key}, ±"] = [None if sd is None else _number(shown, sd) for sd in sds]
    bests = {
        f"Best {measures.within(measure)}": [_number(measure, score.value) for score in best],
        "Best, 95 %": [measures.interval(measure, score) for score in best],
    }
    chosen_by = [
        (score.value if score else None) if by == "models" else group.validation(measure.key)
        for group, score in zip(groups, [group.best.validation(measure.key) for group in groups], strict=True)
    ]
    names = ("Model", "Runs", "Seeds", _validation(measure))
    counts = ([group.title for group in groups], [len(g.lines) for g in groups], [len(g.seeds) for g in groups])
    chosen = [None if value is None else _number(measure, value) for value in chosen_by]
    columns = dict(zip(names, (*counts, chosen), strict=True)) | (bests | means if by == "models" else means | bests)
    sets = _sets([group.images for group in groups])
    columns |= {"Tested on": sets} if len(set(sets)) > 1 else {}
    return pd.DataFrame(
        columns
        | {
            "Parameters": [group.best.summary.n_parameters for group in groups],
            "Best run": [group.best.run.name for group in groups],
        }
    )


def _run_columns(lines: list[RunScore], measure: Measure) -> dict[str, Any]:
    """Heads of scores in their units, and of their intervals. As many columns are shown as a window of 1,366 pixels has
    room for; the others can be asked for in the table's own menu."""
    number = st.column_config.NumberColumn
    scores: dict[str, Any] = {_validation(measure): number(format=_format(measure), width=146)}
    others = [shown for shown in _scores(lines) if shown.key != measure.key]
    words = {"Model": 230}
    words |= {"Note": 116} if any(line.run.metadata.note.strip() for line in lines) else {}
    words |= {"Test set": 76} if len({line.summary.images for line in lines}) > 1 else {}
    hidden = others[max(0, SHOWN + 1 - len(words)) :]
    for shown in (measure, *others):
        scores[shown.title] = None if shown in hidden else number(format=_format(shown), width=116)
        interval = f"{shown.title}, 95 %"
        scores[interval] = st.column_config.TextColumn("95 %", width=90) if shown.key == measure.key else None
    costs = {
        "Training time": number("Training time (s)", format="%.0f", width=126),
        "Parameters": number(format="localized", help=glossary.meaning("parameters"), width=100),
    }
    texts = {name: st.column_config.TextColumn(width=width) for name, width in words.items()}
    return scores | costs | texts | dict.fromkeys(HIDDEN)


def _group_columns(groups: list[Group], measure: Measure) -> dict[str, Any]:
    number = st.column_config.NumberColumn
    shown = _scores([group.best for group in groups])
    heads = {
        (f"{kind} {measures.within(score)}"): number(format=_format(score))
        for kind in ("Mean", "Best")
        for score in shown
    }
    deviations = {f"{score.key}, ±": number("±", format="%.1f" if score.is_share else "%.3f") for score in shown}
    between = {"Best, 95 %": st.column_config.TextColumn("95 %")}
    parameters = {"Parameters": number(format="localized", help=glossary.meaning("parameters"))}
    return _validation_column(measure) | heads | deviations | between | parameters


def _validation_column(measure: Measure) -> dict[str, Any]:
    number = st.column_config.NumberColumn
    return {_validation(measure): number(format=_format(measure), help=glossary.meaning("validation"))}


def _format(measure: Measure) -> str:
    return "%.1f %%" if measure.is_share else "%.3f"


def _minute(moment: float) -> str:
    """Written so that the order of the texts is that of the moments."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
