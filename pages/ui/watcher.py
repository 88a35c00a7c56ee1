"""Training, seen from every page: what is running at the side, and a word when a run ends."""

import streamlit as st

from galaxy_core import queue, runs
from galaxy_core.charts import words
from pages.ui.run_card import watch_html

EVERY = "2s"


def watch() -> None:
    """Draws it into the sidebar. It looks again every two seconds while something is going on, and then no more."""
    queue.ensure()
    going = [run.name for run in runs.going()]
    known = set(st.session_state.setdefault("watched", [])) | set(going)
    st.session_state["watched"] = sorted(known)
    with st.sidebar:
        st.fragment(_panel, run_every=EVERY if known else None)()


def share_done(live: dict) -> float | None:
    """How much of its epochs a run has behind it, 0…1, or None before it has begun to learn."""
    if not live.get("epochs"):
        return None
    return (live["epoch"] - 1 + live["batch"] / live["batches"]) / live["epochs"]


def _panel() -> None:
    every = runs.every()
    going = [(run, run.status) for run in every if run.status in ("queued", "running")]
    _tell([run for run in every if run.name in st.session_state.get("watched", [])], {run.name for run, _ in going})
    running = [run for run, status in going if status == "running"]
    waiting = len(going) - len(running)
    if not going:
        return
    first = ", ".join(
        filter(None, [f"{len(running)} running" if running else "", f"{waiting} waiting" if waiting else ""])
    )
    live = running[0].live if running else {}
    left = live.get("seconds_left")
    under = [
        runs.title(running[0]) if running else "",
        f"{words.duration(left)} left" if left else live.get("doing", ""),
    ]
    st.html(watch_html(first, share_done(live), *filter(None, under)))


def _tell(watched: list[runs.Run], going: set[str]) -> None:
    """A word for each watched run that has ended; those that go on are watched further."""
    for run in watched:
        if run.name not in going:
            verb = {"finished": "is ready", "failed": "has failed", "stopped": "has stopped"}.get(
                run.status, "has ended"
            )
            st.toast(f"{runs.title(run)} {verb}.")
    st.session_state["watched"] = [run.name for run in watched if run.name in going]
