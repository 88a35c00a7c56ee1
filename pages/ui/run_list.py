"""Runs as lines and cards: what each is doing, how it ended, what can be done about it."""

import time

import streamlit as st

from galaxy_core import GalaxyError, queue, runs
from galaxy_core.charts import words
from galaxy_core.charts.curves import curves, curves_key
from galaxy_core.evaluation import stored
from pages.ui import notes, panes, run_card, text
from pages.ui.run_card import RunRow
from pages.ui.watcher import share_done

EXPLAINED = (
    "**Epoch**: it has seen every training image once. **Validation**: images it does not learn from, used to watch "
    "and to choose. **Loss**: how wrong it is, and how sure of it; lower is better. **Test**: images kept for the "
    "final score."
)


def row(run: runs.Run) -> RunRow:
    """One run in one of six states, in words."""
    title, status = runs.title(run), run.status
    if status == "running":
        return RunRow("running", title, _doing(run.live), _percent(run.live), progress=share_done(run.live) or 0.0)
    if status == "queued":
        if run.is_interrupted:
            return RunRow(
                "interrupted", title, f"Interrupted at epoch {len(run.history)}. Nothing is lost: it goes on."
            )
        return RunRow("waiting", title, "Waiting for its turn", "next")
    if status == "finished":
        return _finished(run, title)
    if status == "failed":
        return RunRow("failed", title, f"Failed: {run.error}")
    done = len(run.history)
    return RunRow("stopped", title, f"Stopped by you at epoch {done}" if done else "Stopped by you")


def live_card(run: runs.Run) -> None:
    """A running run: progress, time left, curves, log; Stop. Only this part of the page is drawn anew, each second."""

    def panel() -> None:
        if run.status != "running":
            st.rerun()
        st.html(run_card.run_html(row(run)))
        epochs = run.live.get("epochs") or len(run.history) or 1
        if run.live.get("epochs"):
            _curves(run.history, epochs)
        if st.button("Stop and keep what it learned", key=f"stop-{run.name}"):
            _try(queue.stop, run)
        with st.expander("What it says", key=f"log-{run.name}", on_change="rerun") as fold:
            if fold.open:
                st.code(run.log(1500) or "Nothing yet.", language=None)

    with panes.card("live"):
        st.fragment(panel, run_every="1s")()
        with st.expander("What do these words mean?"):
            text.sentence(EXPLAINED)


def lines(every: list[runs.Run]) -> None:
    """Runs below each other, each with what can be done about it."""
    for run in every:
        status = run.status
        with st.container(horizontal=True, vertical_alignment="center", key=f"gx-run-{run.name}"):
            st.html(run_card.run_html(row(run)))
            if status == "finished":
                st.page_link("pages/5_Inspect.py", label="Inspect", query_params={"run": run.name})
            action = {"stopped": "Continue", "failed": "Try again", "queued": "Stop"}.get(status)
            if action and st.button(action, key=f"act-{run.name}", type="tertiary"):
                _try(queue.stop if status == "queued" else queue.resume, run)
            if status != "queued" and st.button("Delete", key=f"delete-{run.name}", type="tertiary"):
                _ask_delete(run)


def _ask_delete(run: runs.Run) -> None:
    def inside() -> None:
        text.sentence(f"**{runs.title(run)}**, with its model and its predictions, can’t be brought back.")
        if st.button("Delete it", type="primary", key="delete-yes"):
            _try(runs.delete, run)

    st.dialog("Delete this run?")(inside)()


def _try(action, run: runs.Run) -> None:
    try:
        action(run)
    except GalaxyError as error:
        notes.error(error)
        return
    st.rerun()


def _finished(run: runs.Run, title: str) -> RunRow:
    result = run.result
    took = words.duration_short(result.get("cost", {}).get("seconds"))
    detail = f"Finished {words.ago(time.time() - result.get('finished', time.time()))} · took {took}"
    try:
        score = stored.scores_of(run).accuracy
    except GalaxyError:
        return RunRow("finished", title, f"{detail} · its predictions are gone")
    return RunRow("finished", title, detail, words.percent(score.value), words.interval(score.low, score.high))


def _doing(live: dict) -> str:
    if not live.get("epochs"):
        doing = live.get("doing", "starting")
        return doing[:1].upper() + doing[1:]
    left = f" · {words.duration(live['seconds_left'])} left" if live.get("seconds_left") else ""
    return (
        f"Epoch {live['epoch']} of {live['epochs']}{left} · {words.size(int(live.get('peak_mb', 0) * 1e6))} of memory"
    )


def _percent(live: dict) -> str:
    share = share_done(live)
    return "" if share is None else f"{100 * share:.0f} %"


def _curves(history: list[dict], epochs: int) -> None:
    left, right = st.columns(2)
    with left:
        text.heading("Named correctly, by epoch")
        validation, training = ([epoch[name] for epoch in history] for name in ("val_accuracy", "accuracy"))
        st.altair_chart(curves(validation, training, epochs, percent=True))
    with right:
        text.heading("Loss, by epoch (lower is better)")
        validation, training = ([epoch[name] for epoch in history] for name in ("val_loss", "loss"))
        st.altair_chart(curves(validation, training, epochs))
    st.html(curves_key())
