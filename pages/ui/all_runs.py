"""All runs in one table: what narrows it, and the table itself, whose ticks outlive another order of it."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from galaxy_core import queue, runs
from galaxy_core.charts import formatting, measures
from galaxy_core.evaluation import index
from galaxy_core.evaluation.index import Entry
from pages.ui import address, dialog, notes, panes, run_actions, run_list, several_runs, text

if TYPE_CHECKING:
    import pandas as pd

STATES = {"all": "All", "going": "Going on", "finished": "Finished", "ended": "Stopped or failed"}
WORDS = {"running": "Running", "queued": "Waiting", "finished": "Finished", "stopped": "Stopped", "failed": "Failed"}
SHIPPED = "Shipped"
ALL, TICKED, EVERY = "", "runs-ticked", "2s"
ROOM = 1040  # pixels that the columns have beside the ticks
WIDTHS = {  # of columns, beside runs of several measures and of one, which then stands in the heads
    "State": (76, 76), "Validation": (84, 138), "Test": (76, 104), "95 %": (94, 90), "What it does or did": (176, 170),
    "Data set": (216, 200), "Note": (130, 120),
}  # fmt: skip
LONGEST = 240  # pixels of a run's title: beside it a phone still shows its state
HIDDEN = ("Begun", "Name")
ORDER = (
    "First what runs and waits, then the last begun. A run is chosen by its validation score; the test score, with "
    "its 95 % interval, is only told."
)


def filtered(known: Sequence[Entry]) -> list[Entry]:
    """The fields that narrow the table, all of them in the address, and the runs that are left."""
    if not known:
        text.sentence("Nothing has been trained yet. A run appears here as soon as it is started.")
        st.page_link("pages/3_Train.py", label="Train a first model")
        st.stop()
    sets = {entry.run.request.dataset: entry.dataset for entry in known}
    studies = index.studies_among(known)
    with panes.row("runs-filter"):
        words = address.follow("find", "runs-words", "")
        st.text_input(
            "Find", placeholder="Name, note, setting or data set", width=260,
            **address.written("find", "runs-words", ""),
        )  # fmt: skip
        dataset = _choice("Data set", "on", sets)
        study = _choice("Study", "study", {name: index.study_title(name) for name in studies})
        narrowed = index.matching(known, words, "all", dataset, study)
        counts = {state: len(index.matching(narrowed, state=state)) for state in STATES}
        state = address.follow("state", "runs-state", "all", STATES)
        st.segmented_control(
            "State", list(STATES), required=True, wrap=True, format_func=lambda name: f"{STATES[name]} {counts[name]}",
            **address.written("state", "runs-state", "all"),
        )  # fmt: skip
        _stop_all(study, narrowed)
    return index.matching(narrowed, state=state)


def listed(shown: list[Entry]) -> None:
    """The table, what can be done about the ticked ones above it; rows of what goes on are kept up to date."""
    if not shown:
        notes.note("No run is like that.", "Take a filter away, or look for other words.", "info")
        return

    @st.fragment(run_every=EVERY if any(entry.goes_on for entry in shown) else None)
    def panel() -> None:
        if any(entry.run.status != entry.status for entry in shown if entry.goes_on) and not dialog.is_open():
            st.rerun()  # what has begun or ended stands elsewhere, and other things can be done about it
        above = st.container(key="gx-several")
        text.caption(ORDER)
        ticked = _table(shown)
        with above:
            several_runs.actions(ticked)

    panel()


def _choice(label: str, key: str, titles: dict[str, str]) -> str | None:
    """One of them, None for all; nothing is asked where there are fewer than two."""
    if len(titles) < (2 if key == "on" else 1):
        return None
    names = [ALL, *titles]
    chosen = address.follow(key, f"runs-{key}", ALL, names)
    st.selectbox(
        label, names, width=260, format_func=lambda name: titles.get(name, "All"),
        **address.written(key, f"runs-{key}", ALL),
    )  # fmt: skip
    return chosen or None


def _stop_all(study: str | None, members: Sequence[Entry]) -> None:
    going = [entry.run for entry in members if entry.goes_on]
    if study and going:
        label = f"Stop all {len(going)} that go on" if len(going) > 1 else "Stop the one that goes on"
        if st.button(label, key="stop-all", help="They get no scores; those that have begun can be continued."):
            run_actions.attempt(lambda: queue.stop_all(going))


def _table(shown: Sequence[Entry]) -> list[Entry]:
    """Draws it; returns the ticked ones. Another order is another table, in which the same runs are ticked."""
    before = st.session_state.get(TICKED, ())
    rows = [number for number, entry in enumerate(shown) if entry.run.name in before]
    frame = _frame(shown)
    event = st.dataframe(
        frame, hide_index=True, on_select="rerun", selection_mode="multi-row", row_height=38,
        column_config=_columns(shown, frame.columns), placeholder=formatting.MISSING,
        key=f"runs-{hash(tuple(entry.run.name for entry in shown))}",
        selection_default={"selection": {"rows": rows}} if rows else None,
    )  # fmt: skip
    ticked = [shown[number] for number in event["selection"]["rows"] if number < len(shown)]
    st.session_state[TICKED] = tuple(entry.run.name for entry in ticked)
    return ticked


def _frame(shown: Sequence[Entry]) -> "pd.DataFrame":
    import pandas as pd

    written = [" ".join(entry.run.metadata.note.split()) for entry in shown]
    alike = len({entry.score.summary.task for entry in shown if entry.score}) == 1
    columns: dict[str, list[Any]] = {
        "Run": [entry.title for entry in shown],
        "State": [SHIPPED if entry.run.is_shipped else WORDS[entry.status] for entry in shown],
        "Validation": [_score(entry, alike, True) for entry in shown],
        "Test": [_score(entry, alike, False) for entry in shown],
        "95 %": [measures.interval(e.score.measure(), e.score.score()) if e.score else None for e in shown],
        "What it does or did": [_detail(entry) for entry in shown],
        "Data set": [entry.dataset for entry in shown],
    }
    if any(written):
        columns["Note"] = written
    begun = [time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.run.request.created)) for entry in shown]
    return pd.DataFrame(columns | {"Begun": begun, "Name": [entry.run.name for entry in shown]})


def _detail(entry: Entry) -> str:
    """What it does, or how it ended; of finished ones by what is kept of them, as there may be a thousand."""
    if entry.status != "finished":
        return run_list.row(entry.run).detail
    if entry.score is None:
        return ""
    summary = entry.score.summary
    words = f"{formatting.ago(time.time() - summary.finished)} · took {formatting.duration_short(summary.seconds)}"
    planned = entry.run.planned_epochs
    early = f" · ended by you at epoch {runs.goals.epochs(entry.run)} of {planned}" if planned else ""
    return f"{words}{early}"


def _score(entry: Entry, alike: bool, validation: bool) -> float | str | None:
    """A number where all runs have learned the same, so that a click on the head puts them in order; else words."""
    if entry.score is None:
        return None
    measure = entry.score.measure()
    score = entry.score.validation() if validation else entry.score.score()
    if score is None:
        return None
    if alike:
        return 100 * score.value if measure.is_share else score.value
    return measures.value(measure, score.value)


def _columns(shown: Sequence[Entry], names: Sequence[str]) -> dict[str, Any]:
    """Columns as wide as a window of 1,366 pixels has room for; further ones can be asked for in the table's own menu.
    Heads of scores tell their measure, where all have the same."""
    several = len({entry.dataset for entry in shown}) > 1
    hidden = HIDDEN if several else (*HIDDEN, "Data set")
    kinds = {entry.score.measure() for entry in shown if entry.score}
    alike = len(kinds) == 1
    widths = {name: widths[alike] for name, widths in WIDTHS.items() if name in names and name not in hidden}
    widths["Run"] = min(LONGEST, ROOM - sum(widths.values()))
    config: dict[str, Any] = dict.fromkeys(hidden)
    for name, width in widths.items():
        config[name] = st.column_config.Column(width=width)
    if alike:
        (measure,) = kinds
        written = "%.1f %%" if measure.is_share else "%.3f"
        for name in ("Validation", "Test"):
            label = f"{name} {measures.within(measure)}"
            config[name] = st.column_config.NumberColumn(label, format=written, width=widths[name])
    return config
