"""What Inspect begins with: the run, one beside it, which images, and what they decided."""

import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from galaxy_core import GalaxyError, datasets, glossary, runs, tasks
from galaxy_core.charts import formatting, measures
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import Predictions, comparison, stored, summaries
from galaxy_core.runs import dataset, settings
from pages.ui import cache, notes, run_details, run_names, scoring, text
from pages.ui.picked_cell import Side

PARTS = {part: formatting.PARTS[part] for part in ("test", "validation", "train")}


@dataclass(frozen=True)
class Choices:
    """The runs to look at: what to call them, those of the chosen data set first; and what tells of the scored ones
    which may be compared: their task and their test images."""

    words: dict[str, str]
    images: dict[str, tuple[str, str]]

    def why_not(self, name: str, run: runs.Run) -> str:
        """Why a run can't be compared with this one image by image; "" where it can, or nobody knows yet."""
        theirs, ours = self.images.get(name), self.images.get(run.name)
        if theirs is None or ours is None or theirs == ours:
            return "" if theirs or ours is None else "without scores"
        return "of another task" if theirs[0] != ours[0] else "tested on other images"


def choices() -> Choices:
    """The runs to look at, the newest first. Ends the page where there is none."""
    with suppress(GalaxyError):  # the one that was asked for doesn't wait for its turn
        summaries.summary(runs.find(_asked() or ""))
    lines, waiting = comparison.table_within(scoring.FIRST)
    scoring.go_on(waiting, len(lines))
    every = [run for run in (*runs.every(), *runs.shipped.listed()) if run.is_finished]
    if not lines and not every:
        sentence = "Train a model first; then every image that it got right or wrong can be looked at here."
        if not waiting and notes.empty("No finished runs yet", sentence, "Train a first model", "no-runs"):
            st.switch_page("pages/3_Train.py")
        st.stop()
    scored = {line.run.name: line for line in lines}
    unscored = {run.name for run in waiting}
    called = run_names.named(every)
    for run in every:
        after = "not scored yet" if run.name in unscored else "its predictions are gone"
        line = scored.get(run.name)
        called[run.name] = _title(line, called[run.name]) if line else f"{called[run.name]} · {after}"
    ordered = sorted(every, key=lambda run: (run.name not in scored, run.name not in unscored))  # else the newest first
    images = {line.run.name: (line.summary.task, line.summary.images) for line in lines}
    return Choices({name: run_names.words(name, called) for name in run_names.options(ordered)}, images)


def pick(choices: Choices) -> runs.Run:
    """The run to look at: the one in the address, or the first. Ends the page where it can't be read."""
    asked = _asked()
    if asked is not None and asked not in choices.words:
        notes.error(f"The run “{asked}” isn’t here, or has no predictions.", "The newest one is shown instead.")
    chosen = asked if asked in choices.words else next(iter(choices.words))
    st.session_state["run-choice"] = st.query_params["run"] = chosen
    _keep(chosen)
    st.selectbox(
        "Run",
        list(choices.words),
        key="run-choice",
        format_func=choices.words.__getitem__,
        width=420,
        on_change=_picked,
    )
    try:
        return runs.find(chosen)
    except GalaxyError as error:
        notes.error(error)
        st.stop()


def other(choices: Choices, run: runs.Run) -> runs.Run | None:
    """The run that it is compared with, if one was chosen; only those are offered that can be."""
    asked = st.query_params.get("beside")
    why = {name: choices.why_not(name, run) for name in choices.words if run_names.is_run(name) and name != run.name}
    others = [name for name in why if not why[name] or name == asked]
    st.session_state["beside-choice"] = asked if asked in others else None
    st.selectbox(
        "Compare with", others, index=None, key="beside-choice", format_func=choices.words.__getitem__, width=420,
        placeholder="No second run" if others else "None can be compared with it", on_change=_picked_other,
    )  # fmt: skip
    reasons = Counter(reason for name, reason in why.items() if reason and name != asked)
    if reasons:
        counted = formatting.listed([f"{count} {reason}" for reason, count in reasons.items()])
        text.caption(f"Not offered: {counted}.")
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
            found = [Side(run, predictions, "A"), Side(other, beside, "B")]
    return found


def source(run: runs.Run, part: str, predictions: tasks.Predictions) -> None:
    """What the numbers are: which images, and what these decided."""
    if predictions.n == 0:
        notes.note(f"There are no {part} images in this run’s split.", "Choose other images above.", "info")
        st.stop()
    chosen = stored.task(run).measure(stored.task(run).CHOOSES)
    score = stored.scores_of(run, part).values[chosen.key]
    drawn = " drawn" if run.result.get("made_by", {}).get("synthetic") else ""
    of = "" if run_names.is_chosen(run) else f" of **{text.literal(datasets.title(run.request.dataset))}**"
    name = PARTS[part].lower()
    images = f"{formatting.count(predictions.n)}{drawn} {name} images{of}"
    text.caption(
        f"{chosen.title} {measures.scored(chosen, score)} on {images}. "
        f"{glossary.explained(name)}{_initial_weights(run)}"
    )


def _initial_weights(run: runs.Run) -> str:
    """What its training began with, where that is known."""
    initial_weights = run.result.get("origin")
    return f" It began with {text.literal(initial_weights)}." if initial_weights else ""


def _picked() -> None:
    if run_names.is_run(chosen := st.session_state["run-choice"]):
        st.query_params["run"] = chosen
        _keep(chosen)


def _picked_other() -> None:
    chosen = st.session_state["beside-choice"]
    if run_names.is_run(chosen):
        st.query_params["beside"] = chosen
    elif chosen is None:
        st.query_params.pop("beside", None)


def _keep(name: str) -> None:
    """Remembers it for the next visit, as long as all pages are about the same data set."""
    st.session_state["run-kept"] = (name, run_names.chosen())


def _asked() -> str | None:
    kept, about = st.session_state.get("run-kept", (None, ""))
    return st.query_params.get("run", kept if about == run_names.chosen() else None)


def _title(line: comparison.RunScore, called: str) -> str:
    age = formatting.ago(time.time() - line.summary.finished)
    return f"{called} · {measures.value(line.measure(), line.score().value)} · {age}"
