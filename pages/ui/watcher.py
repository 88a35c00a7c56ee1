"""Training, seen from every page: what is running at the side, and a word when a run ends."""

from collections.abc import Iterable
from contextlib import suppress

import streamlit as st

from galaxy_core import GalaxyError, queue, runs
from galaxy_core.charts import formatting
from pages.ui import notes, text
from pages.ui.run_card import watch_html

EVERY = "2s"
MOST = 4  # toasts at once
GOING = ("queued", "running")
VERBS = {"finished": "is ready", "failed": "has failed", "stopped": "has stopped"}


def watch() -> None:
    """Draws it into the sidebar, and says which runs have ended since this reader's last look, whoever began them.

    It looks again every two seconds while something is going on, and then no more: a page that lies open idle hears
    of a run begun elsewhere when its reader next does something.
    """
    for sentence in queue.hindrances():  # nothing can be trained here; what has been can be looked at
        notes.error(sentence)
    with suppress(GalaxyError):  # it was said just now
        queue.ensure()
    if _look(runs.every()):
        with st.sidebar:
            st.fragment(_panel, run_every=EVERY)()


def _panel() -> None:
    ended = st.session_state["ended"]  # what had ended doesn't begin again without somebody pressing a button
    every = runs.every()
    going = [(run, status) for run in every if run.name not in ended and (status := run.status) in GOING]
    if not going:
        st.rerun()  # the whole page changes; that look says which have ended, and draws no panel that looks again
    _look(every, {run.name for run, _ in going})
    running = [run for run, status in going if status == "running"]
    live = running[0].live if running else {}
    left = live.get("seconds_left")
    counts = {"running": len(running), "waiting": len(going) - len(running)}
    first = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    doing = f"{formatting.duration(left)} left" if left else live.get("doing", "")
    st.html(watch_html(first, runs.share_done(live), *filter(None, [runs.title(running[0]) if running else "", doing])))


def _look(every: list[runs.Run], going: Iterable[str] | None = None) -> bool:
    """A toast for each run that has ended since the last look of this session; whether others are going on."""
    going = {run.name for run in every if run.status in GOING} if going is None else going
    ended = {run.name: run for run in every if run.name not in going}
    told = st.session_state.get("ended", ended)
    news = [run for name, run in ended.items() if name not in told]
    for run in news[:MOST]:  # Streamlit 1.67 closes an open dialog when a toast appears; nothing of ours does
        st.toast(f"{text.literal(runs.title(run))} {_verb(run)}.")
    if more := news[MOST:]:
        st.toast(f"{formatting.count(len(more), 'more run')} ended.")
    st.session_state["ended"] = set(ended)
    return bool(going)


def _verb(run: runs.Run) -> str:
    """How it ended; a finished run that was to go on and was stopped has its earlier results again."""
    status = run.status
    return VERBS["stopped"] if status == "finished" and not run.is_done else VERBS.get(status, "has ended")
