"""What Inspect begins with: the run, one beside it, which images, and what they decided."""

import time
from contextlib import suppress

import streamlit as st

from galaxy_core import GalaxyError, glossary, runs, tasks
from galaxy_core.charts import formatting, measures
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import Predictions, comparison, stored, summaries
from galaxy_core.runs import dataset, settings
from pages.ui import cache, notes, run_details, scoring, text
from pages.ui.picked_cell import Side

PARTS = {part: formatting.PARTS[part] for part in ("test", "validation", "train")}


def choices() -> dict[str, str]:
    """Names of the runs to look at, the newest first, and what to call them. Ends the page where there is none."""
    with suppress(GalaxyError):  # the one that was asked for doesn't wait for its turn
        summaries.summary(runs.find(_asked() or ""))
    lines, waiting = comparison.table_within(scoring.FIRST)
    scoring.go_on(waiting, len(lines))
    if not lines and not any(run.is_finished for run in runs.every()):
        sentence = "Train a model first; then every image that it got right or wrong can be looked at here."
        if not waiting and notes.empty("No finished runs yet", sentence, "Train a first model", "no-runs"):
            st.switch_page("pages/3_Train.py")
        st.stop()
    found = {line.run.name: _title(line) for line in lines}
    found |= {run.name: f"{runs.title(run)} · not scored yet" for run in waiting}
    gone = (run for run in runs.every() if run.name not in found and run.is_finished)
    return found | {run.name: f"{runs.title(run)} · its predictions are gone" for run in gone}


def pick(choices: dict[str, str]) -> runs.Run:
    """The run to look at: the one in the address, or the first. Ends the page where it can't be read."""
    asked = _asked()
    if asked is not None and asked not in choices:
        notes.error(f"The run “{asked}” isn’t here, or has no predictions.", "The newest one is shown instead.")
    chosen = asked if asked in choices else next(iter(choices))
    st.session_state["run-choice"] = st.session_state["run-kept"] = st.query_params["run"] = chosen
    st.selectbox("Run", list(choices), key="run-choice", format_func=choices.__getitem__, width=420, on_change=_picked)
    try:
        return runs.find(chosen)
    except GalaxyError as error:
        notes.error(error)
        st.stop()


def other(choices: dict[str, str], run: runs.Run) -> runs.Run | None:
    """The run that it is compared with, if one was chosen."""
    others = [name for name in choices if name != run.name]
    asked = st.query_params.get("beside")
    st.session_state["beside-choice"] = asked if asked in others else None
    st.selectbox(
        "Compare with", others, index=None, key="beside-choice", format_func=choices.__getitem__, width=420,
        placeholder="No second run", on_change=_picked_other,
    )  # fmt: skip
    return runs.find(asked) if asked in others else None


def part() -> str:
    """Which images: "test" (unless another is chosen), "validation" or "train"."""
    return st.segmented_control(
        "Evaluate on", list(PARTS), default="test", required=True, format_func=PARTS.__getitem__, key="part",
        help=glossary.explained("test", "validation", "training"),
        bind="query-params",
    )  # fmt: skip


def predictions(run: runs.Run, part: str) -> tasks.Predictions:
    """What it said about the images of a part. Where that is gone, shows what is left of the run and ends the page."""
    try:
        return stored.predictions(run, part)
    except GalaxyError as error:
        notes.error(error, "What is left of the run is shown instead.")
    history = run.history
    if history:
        st.subheader("Learning curves", anchor=False)
        run_details.learned(run, history, len(history))
    st.subheader("Details", anchor=False)
    text.facts([*settings.settings(run), *run_details.facts(run)])
    st.stop()


def galaxies(run: runs.Run) -> Galaxies | None:
    """The data set of the run, or None and a sentence where it isn't here any more or has changed."""
    try:
        found = cache.galaxies(run.request.dataset)
    except GalaxyError as error:
        notes.error(error, "Its numbers are shown without images.")
        return None
    if not stored.shows(run, found):
        rest = "Numbers are of the images as they were; no images are shown."
        notes.note("The data set has changed since this run.", rest, "error")
        return None
    if corrections := dataset.corrections(run, found):
        first, _, rest = corrections.partition(". ")
        notes.note(f"{first}.", rest)
    return found


def sides(run: runs.Run, other: runs.Run | None, part: str, predictions: Predictions) -> list[Side]:
    """The run, and the one beside it where that knows the same classes and has said something of this part."""
    found = [Side(run, predictions)]
    with suppress(GalaxyError):  # what is missing has been said where the two are compared
        if (
            other is not None
            and (beside := Predictions.of(stored.predictions(other, part))).classes == predictions.classes
        ):
            found.append(Side(other, beside))
    return found


def source(run: runs.Run, part: str, predictions: tasks.Predictions) -> None:
    """What the numbers are: which images, and what these decided."""
    if predictions.n == 0:
        notes.note(f"There are no {part} images in this run’s split.", "Choose other images above.", "info")
        st.stop()
    chosen = stored.task(run).measure(stored.task(run).CHOOSES)
    score = stored.scores_of(run, part).values[chosen.key]
    drawn = " drawn" if run.result.get("made_by", {}).get("synthetic") else ""
    name = PARTS[part].lower()
    text.caption(
        f"{chosen.title} {measures.scored(chosen, score)} on {formatting.count(predictions.n)}{drawn} {name} images. "
        f"{glossary.explained(name)}{_initial_weights(run)}"
    )


def _initial_weights(run: runs.Run) -> str:
    """What its training began with, where that is known."""
    initial_weights = run.result.get("origin")
    return f" It began with {text.literal(initial_weights)}." if initial_weights else ""


def _picked() -> None:
    if _is_name(chosen := st.session_state["run-choice"]):
        st.session_state["run-kept"] = st.query_params["run"] = chosen


def _picked_other() -> None:
    chosen = st.session_state["beside-choice"]
    if _is_name(chosen):
        st.query_params["beside"] = chosen
    elif chosen is None:
        st.query_params.pop("beside", None)


def _is_name(chosen: str | None) -> bool:
    """When what a run is called changes (it has been scored), the browser still reports what it was called before."""
    return chosen is not None and bool(runs.NAME.fullmatch(chosen))


def _asked() -> str | None:
    return st.query_params.get("run", st.session_state.get("run-kept"))


def _title(line: comparison.RunScore) -> str:
    age = formatting.ago(time.time() - line.summary.finished)
    return f"{line.title} · {measures.value(line.measure(), line.score().value)} · {age}"
