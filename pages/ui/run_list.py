"""Runs as lines: what each is doing, how it ended, what was other than in the run before, what can be done about it."""

import time
from dataclasses import replace

import streamlit as st

from galaxy_core import runs
from galaxy_core.charts import formatting, measures
from galaxy_core.evaluation import summaries
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.runs import Run
from galaxy_core.runs.run import Live
from galaxy_core.runs.states import GOING
from pages.ui import run_actions, run_card, run_names
from pages.ui.run_card import RunRow


def row(run: Run) -> RunRow:
    """One run in one of six states, in words."""
    title, status = run_names.name(run), run.status
    if status == "running":
        live = run.live
        share = runs.share_done(live)
        percent = "" if share is None else f"{100 * share:.0f} %"
        return RunRow("running", title, _doing(live), percent, progress=share or 0.0)
    if status == "queued":
        interrupted = run.is_interrupted
        return RunRow("interrupted" if interrupted else "waiting", title, _waits(run, interrupted))
    if status == "finished":
        return _finished(run, title)
    if status == "failed":
        return RunRow("failed", title, f"Failed: {run.error}")
    done = len(run.history)
    at = f" at epoch {done} of {_epochs(run)}" if done else ""
    return RunRow("stopped", title, f"Stopped by you{at}")


def queued(waiting: list[Run], every: list[Run]) -> None:
    """Runs that wait, in the order in which they will begin."""
    for place, run in enumerate(waiting, start=1):
        at = "next" if place == 1 else formatting.ordinal(place)
        _line(run, every, replace(row(run), value=at), (place, len(waiting)))


def recent(ended: list[Run], every: list[Run]) -> None:
    """Runs that have ended."""
    for run in ended:
        _line(run, every, row(run))


def _line(run: Run, every: list[Run], shown: RunRow, at: tuple[int, int] = (0, 0)) -> None:
    """A run with what can be done about it; `at`: its place in the queue, of how many."""
    earlier = runs.before(run, every)
    changed = ", ".join(runs.short_changes(run, earlier)) if earlier else ""
    changed = f"Against the one before: {changed}" if changed else ""
    shown = replace(shown, note=run.metadata.note, changed=changed)
    with st.container(horizontal=True, vertical_alignment="top", key=f"gx-run-{run.name}"):
        st.html(run_card.run_html(shown))
        pressed = run_actions.buttons(run, shown, *at)
    run_actions.do(pressed, run, at[0])


def _waits(run: Run, interrupted: bool) -> str:
    if interrupted:
        return f"Interrupted at epoch {len(run.history)}. Nothing is lost: it goes on."
    if run.request.after:
        with_title = next((other for other in runs.every() if other.name == run.request.after), None)
        if with_title and with_title.status in GOING:
            return f"Waits until “{run_names.name(with_title)}” has ended"
    if run.ends_early:
        return "Waiting for its turn to be scored with the epochs it has"
    if run.target_epochs:
        return f"Waiting for its turn to go on up to epoch {run.target_epochs.epochs}"
    return "Waiting for its turn"


def _finished(run: Run, title: str) -> RunRow:
    result = run.result
    took = formatting.duration_short(result.get("cost", {}).get("seconds"))
    said = [f"Finished {formatting.ago(time.time() - result.get('finished', time.time()))}", f"took {took}"]
    initial_weights = result.get("origin", "")
    said += [f"began with {initial_weights}"] if initial_weights and not initial_weights.startswith("random") else []
    kept, learned = result.get("kept_epoch"), len(result.get("history", []))
    if kept and kept < learned:
        said.append(f"best epoch {kept:g} of {learned}")
    if run.planned_epochs:
        said.append(f"ended by you at epoch {learned} of {run.planned_epochs}")
    if not run.is_done:
        said.append(f"stopped by you on the way to epoch {_epochs(run)}: these are its results before")
    summary = summaries.kept(run)
    if summary is None:
        said.append("not scored yet" if summaries.is_unscored(run) else "its predictions are gone")
        return RunRow("finished", title, " · ".join(said))
    line = RunScore(run, title, summary)
    measure, score = line.measure(), line.score()
    return RunRow(
        "finished", title, " · ".join(said), measures.value(measure, score.value), measures.interval(measure, score)
    )


def _doing(live: Live) -> str:
    doing = live.get("doing", "starting")
    if not live.get("epochs") or doing != "learning":
        return doing[:1].upper() + doing[1:]
    left = f" · {formatting.duration(live['seconds_left'])} left" if live.get("seconds_left") else ""
    return f"Epoch {live['epoch']:.0f} of {live['epochs']:.0f}{left}"


def _epochs(run: Run) -> int:
    """How many epochs it was asked for in all."""
    return runs.goals.epochs(run) or len(run.history)
