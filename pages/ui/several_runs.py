"""What can be done about the ticked runs, one or several at once: each button says for how many it is."""

from collections.abc import Callable, Sequence

import streamlit as st

from galaxy_core import GalaxyError, queue, runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation.index import Entry
from galaxy_core.runs import Run
from pages.ui import dialog, draft, exports, notes, panes, run_actions, run_details, shipped, text


def actions(ticked: Sequence[Entry]) -> None:
    """The bar above the table."""
    if not ticked:
        text.caption("Tick runs to inspect, compare, name, continue, stop or delete them, one or several at once.")
        return
    every = [entry.run for entry in ticked]
    finished = [entry.run for entry in ticked if entry.status == "finished"]
    own, many = [run for run in every if not run.is_shipped], len(ticked) > 1
    with panes.row("ticked"):
        text.sentence(f"**{len(ticked)} ticked**")
        _looks(finished)
        if len(ticked) == 1:
            _of_one(every[0])
        if own and st.button(_label("Name and note", own, many and len(own) < len(every)), key="several-name"):
            run_actions.ask_name(own[0]) if len(own) == 1 else ask_names(own)
        _all("Continue", [entry.run for entry in ticked if _can_continue(entry)], queue.resume, many)
        _all(run_actions.KEEP, [entry.run for entry in ticked if _can_keep(entry)], queue.finish, many)
        going = [entry.run for entry in ticked if entry.goes_on]
        if going and st.button(_label(run_actions.CANCEL, going, many), key="several-stop"):
            run_actions.attempt(lambda: queue.stop_all(going))
        if len({run.request.dataset for run in finished}) == 1:
            exports.report_button(finished[: exports.MOST], "several-report")
        if own and st.button(_label("Delete", own, many and len(own) < len(every)), key="several-delete"):
            run_actions.ask_delete(*own)
        shipped.hide([run for run in every if run.is_shipped])


def ask_names(members: Sequence[Run]) -> None:
    """Asks for names and notes of several runs, in a table."""

    def inside() -> None:
        import pandas as pd

        written = [(runs.configuration(run, seeded=True), run.metadata.title, run.metadata.note) for run in members]
        table = pd.DataFrame(written, columns=["Settings", "Name", "Note"])
        edited = st.data_editor(
            table, hide_index=True, disabled=["Settings"], key="names-of-several",
            column_config={"Name": st.column_config.TextColumn(max_chars=80)},
        )  # fmt: skip
        text.caption("Without a name a run is called by its settings.")
        if st.button("Save", type="primary", key="names-yes"):
            pairs = list(zip(members, edited["Name"].tolist(), edited["Note"].tolist(), strict=True))
            each(pairs, lambda pair: runs.describe(pair[0], pair[1] or "", pair[2] or ""))

    dialog.dialog("Names and notes", width="large")(inside)()


def each(members: Sequence, action: Callable[..., object]) -> None:
    """Does something about each; draws the page anew, or says of which it can't be done, and why."""
    refused = []
    for one in members:
        try:
            action(one)
        except GalaxyError as error:
            refused.append(str(error))
    if not refused:
        st.rerun()
    for sentence in refused[:3]:
        notes.error(sentence, "The others are done." if len(refused) < len(members) else "")
    if more := refused[3:]:
        text.caption(f"The same goes for {formatting.count(len(more), 'more run')}.")


def _looks(finished: Sequence[Run]) -> None:
    if len({run.request.dataset for run in finished}) == 1 and len(finished) <= 2:
        label = "Inspect" if len(finished) == 1 else "Inspect and compare two"
        names = dict(zip(("run", "beside"), [run.name for run in finished], strict=False))
        st.page_link("pages/5_Inspect.py", label=label, query_params=names)


def _of_one(run: Run) -> None:
    if st.button("Details", key="several-details"):
        run_details.show(run)
    if st.button(run_actions.CHANGE, key="several-change"):
        draft.begin(run)
        st.switch_page("pages/3_Train.py", query_params={"dataset": run.request.dataset})


def _all(label: str, members: Sequence[Run], action: Callable, many: bool) -> None:
    if members and st.button(_label(label, members, many), key=f"several-{label.lower()}"):
        each(members, action)


def _label(label: str, members: Sequence[Run], many: bool) -> str:
    """With how many of the ticked ones it is for, where there are several."""
    return f"{label} ({len(members)})" if many else label


def _can_continue(entry: Entry) -> bool:
    early = entry.status == "finished" and (entry.run.planned_epochs or not entry.run.is_done)
    return bool(early) or entry.status in ("stopped", "failed")


def _can_keep(entry: Entry) -> bool:
    run = entry.run
    if not entry.goes_on or run.ends_early or "epochs" not in run.request.parameters:
        return False
    return entry.status == "running" or bool(run.learned)
