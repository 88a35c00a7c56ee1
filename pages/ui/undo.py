"""What this reader has deleted just now, and the button that undoes it, for ten seconds, on whatever page."""

import streamlit as st

from galaxy_core import GalaxyError, queue, runs
from galaxy_core.charts import formatting
from galaxy_core.runs import Run, deleted
from pages.ui import dialog, notes, panes, run_names, text

KEY = "deleted-runs"


def delete(*members: Run) -> None:
    """Deletes runs; from now on the pages of this reader offer to undo it.
    Raises RunError where one is being trained."""
    titles = {run.name: run_names.name(run) for run in members}
    st.session_state[KEY] = {}  # what was deleted before stays so
    for run in members:
        deleted.put_aside(run)
        st.session_state[KEY][run.name] = titles[run.name]


def offer() -> None:
    """Draws the offer as long as it can be undone."""
    if not st.session_state.get(KEY):
        return

    @st.fragment(run_every="1s")
    def panel() -> None:
        titles = st.session_state.get(KEY, {})
        left = deleted.can_be_brought_back(titles)
        if not left:
            st.session_state.pop(KEY, None)
            if not dialog.is_open():
                st.rerun()  # and is drawn no more
            return
        what = f"“{titles[left[0]]}”" if len(left) == 1 else formatting.count(len(left), "run")
        with panes.row("undo"):
            text.sentence(f"Deleted: **{text.literal(what)}**. It can be undone for ten seconds.")
            if st.button("Undo", key="undo-delete"):
                _undo(left)

    panel()


def _undo(names: list[str]) -> None:
    try:
        for name in names:
            deleted.bring_back(name)
        queue.ensure()
    except GalaxyError as error:
        notes.error(error)
        return
    st.session_state.pop(KEY, None)
    ended = {run.name for run in map(runs.find, names) if run.status not in ("queued", "running")}
    st.session_state["ended"] = st.session_state.get("ended", set()) | ended  # or they would be told as ending now
    st.rerun()
