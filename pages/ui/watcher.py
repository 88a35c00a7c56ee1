"""Training, seen from every page: what is running at the side, a word when a run ends, and runs begun elsewhere."""

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

from galaxy_core import GalaxyError, queue, runs
from galaxy_core.charts import formatting
from galaxy_core.runs.run import Live
from galaxy_core.runs.states import State, ended, states
from pages.ui import dialog, notes, run_names, text
from pages.ui.run_card import watch_html

EVERY = "2s"
MOST = 4  # toasts at once
VERBS = {"finished": "is ready", "failed": "has failed", "stopped": "has stopped"}


def watch(lists_going: bool = False) -> None:
    """Draws it into the sidebar, and says which runs have ended since this reader's last look, whoever began them.

    It looks again every two seconds, and draws the page anew where another window, the command line or a training has
    changed what the page shows: runs that have ended, and those that go on if it lists them, too.
    """
    dialog.closed()
    for sentence in queue.hindrances():  # nothing can be trained here; what has been can be looked at
        notes.error(sentence)
    with suppress(GalaxyError):  # it was said just now
        queue.ensure()
    drawn = states()
    _tell(ended(drawn))
    with st.sidebar:
        st.fragment(_panel, run_every=EVERY)(drawn if lists_going else ended(drawn), lists_going)


def _panel(drawn: Mapping[str, State], lists_going: bool) -> None:
    every = states()
    if drawn != (every if lists_going else ended(every)) and not dialog.is_open():
        st.rerun()
    going = {name: state.status for name, state in every.items() if name not in ended(every)}
    if going:
        _draw(going)


def _draw(going: Mapping[str, str]) -> None:
    """How many run and wait, and how far the one is that was begun last."""
    running = [name for name, status in going.items() if status == "running"]
    counts = {"running": len(running), "waiting": len(going) - len(running)}
    first = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    live, title = Live(), ""
    if running:
        with suppress(GalaxyError):  # it was deleted meanwhile
            run = runs.find(max(running))
            live, title = run.live, run_names.name(run)
    left = live.get("seconds_left")
    doing = f"{formatting.duration(left)} left" if left else live.get("doing", "")
    st.html(watch_html(first, runs.share_done(live), *filter(None, [title, doing])))


def _tell(over: Mapping[str, State]) -> None:
    """A toast for each run that has ended since the last look of this session."""
    told = st.session_state.get("ended", over)
    news = [run for name in sorted(over) if name not in told and (run := _found(name))]
    for run in news[:MOST]:
        st.toast(f"{text.literal(run_names.name(run))} {_verb(run)}.")
    if more := news[MOST:]:
        st.toast(f"{formatting.count(len(more), 'more run')} ended.")
    st.session_state["ended"] = set(over)


def _found(name: str) -> runs.Run | None:
    with suppress(GalaxyError):
        return runs.find(name)
    return None


def _verb(run: runs.Run) -> str:
    """How it ended; a finished run that was to go on and was stopped has its earlier results again."""
    status = run.status
    return VERBS["stopped"] if status == "finished" and not run.is_done else VERBS.get(status, "has ended")
