"""The parts of Inspect."""

import time
from collections.abc import Sequence
from contextlib import suppress

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, runs
from galaxy_core.charts import words
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import Predictions, comparison, mistakes, stored
from galaxy_core.evaluation import per_class as class_scores
from galaxy_core.prepare import thumbnails
from pages.ui import cache, chips, galaxy_dialog, notes, panes, scoring, text
from pages.ui import gallery as galleries
from pages.ui import matrix as matrices

PAGE = 16  # images at once
Cell = tuple[int | None, int | None] | None


def choices() -> dict[str, str]:
    """Names of the runs to look at, the newest first, and what to call them. Ends the page where there is none."""
    with suppress(GalaxyError):  # the one that was asked for doesn't wait for its turn
        stored.summary(runs.find(_asked() or ""))
    lines, waiting = comparison.table_within(scoring.FIRST)
    scoring.go_on(waiting, len(lines))
    if not lines:
        sentence = "Train a model first; then every image that it got right or wrong can be looked at here."
        if not waiting and notes.empty("No finished runs yet", sentence, "Train a first model", "no-runs"):
            st.switch_page("pages/3_Train.py")
        st.stop()
    return {line.run.name: _title(line) for line in lines} | {
        run.name: f"{runs.title(run)} · not scored yet" for run in waiting
    }


def pick(choices: dict[str, str]) -> runs.Run:
    """The run to look at: the one in the address, or the first. Ends the page where it can't be read."""
    asked = _asked()
    if asked is not None and asked not in choices:
        notes.error(f"The run “{asked}” isn’t here, or has no predictions.", "The newest one is shown instead.")
    chosen = asked if asked in choices else next(iter(choices))
    st.session_state["run-choice"] = st.session_state["run-kept"] = st.query_params["run"] = chosen
    st.selectbox("Run", list(choices), key="run-choice", format_func=choices.__getitem__, width=420, on_change=_picked)
    try:
        run = runs.find(chosen)
        stored.predictions(run)
    except GalaxyError as error:
        notes.error(error)
        st.stop()
    return run


def numbers() -> str:
    """What stands in the cells: "share" or "count"."""
    names = {"share": "Share of the row", "count": "Images"}
    return st.segmented_control(
        "Numbers in the cells", list(names), default="share", required=True, format_func=names.__getitem__, key="cells",
        persist_state="session",
    )  # fmt: skip


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
    return found


def source(run: runs.Run, predictions: Predictions) -> None:
    """What the numbers are: which images, and that they decided nothing."""
    score = stored.scores_of(run).accuracy
    drawn = " drawn" if run.result.get("made_by", {}).get("synthetic") else ""
    text.caption(
        f"{words.count(predictions.n)}{drawn} test images, which were never used to learn or to choose. It names "
        f"{words.score(score.value, score.low, score.high)} of them correctly.{_origin(run)}"
    )


def _origin(run: runs.Run) -> str:
    """What its training began with, where that is known."""
    origin = run.result.get("origin")
    return f" It began with {text.literal(origin)}." if origin else ""


def chosen(predictions: Predictions, labels: Sequence[ClassLabel], cell: Cell, key: str) -> np.ndarray:
    """Positions of the images to show, and the filter in force as chips: all mistakes, or those of the pressed cell."""
    if cell is None:
        found = mistakes(predictions)
        wrong, of = words.count(len(found), "mistake"), words.count(predictions.n, "test image")
        text.sentence(f"**All {wrong}** in {of}, the surest first.")
        return found
    true, said = cell
    parts = [(word, labels[number]) for word, number in (("in truth", true), ("called", said)) if number is not None]
    found = mistakes(predictions, true=true, predicted=said)
    of = int((predictions.labels == true).sum()) if true is not None else int((predictions.predicted == said).sum())
    what = "" if None not in cell else ", mistakes only"
    sentence = (
        f"{len(found)} of {words.count(of)} ({words.share(len(found) / max(1, of))}){what}, with the model’s certainty"
    )
    chips.filter_chips(parts, "cell", sentence, on_clear=matrices.clear, args=(key,))
    return found


def gallery(
    predictions: Predictions, galaxies: Galaxies | None, labels: Sequence[ClassLabel], chosen: np.ndarray, cell: Cell
) -> None:
    """The chosen images as they are in the data set, 16 at a time; a press shows one large with all it said."""
    if not len(chosen):
        text.sentence("None: it made no mistake here.")
        return
    pages = -(-len(chosen) // PAGE)
    key = f"page-{cell}-{len(chosen)}"
    page = min(st.session_state.get(key, 1), pages)
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    pictures = thumbnails.pick(galaxies, predictions.rows[shown]) if galaxies else None
    if pictures is None and galaxies:
        thumbnails.start(galaxies)
        text.caption("The pictures are being prepared; come back in a moment.")
    if pictures is not None:
        captions = [_caption(predictions, labels, position, cell) for position in shown]
        pressed = galleries.gallery(list(pictures), captions, key="inspect", columns=4)
        if pressed is not None and pressed < len(shown):
            position = shown[pressed]
            galaxy_dialog.show(galaxies, int(predictions.rows[position]), predictions.probabilities[position])
    with panes.row("pages"):
        first = (page - 1) * PAGE + 1
        text.caption(f"{first}–{first + len(shown) - 1} of {words.count(len(chosen))}, the surest first")
        if pages > 1:
            st.pagination(pages, key=key)


def per_class(predictions: Predictions) -> None:
    """Precision, recall and F1 of every class, with intervals."""
    import pandas as pd

    def cell(score) -> str:
        return words.score(score.value, score.low, score.high) if score else words.MISSING

    frame = pd.DataFrame([
        {"Class": score.name, "Test images": score.n, "Called so": score.predicted_n,
         "Recall (found)": cell(score.recall), "Precision (right when called so)": cell(score.precision),
         "F1": cell(score.f1)}
        for score in class_scores(predictions)
    ])  # fmt: skip
    st.dataframe(frame, hide_index=True, key="per-class", height="content")
    text.caption(
        "Recall: which share of a class it finds. Precision: how often it is right when it names that class. "
        "F1 joins both."
    )


def _picked() -> None:
    st.session_state["run-kept"] = st.query_params["run"] = st.session_state["run-choice"]


def _caption(predictions: Predictions, labels: Sequence[ClassLabel], position: int, cell: Cell) -> tuple[str, ...]:
    sure = f"{words.share(float(predictions.confidence[position]))} sure".replace(" ", "\u00a0")
    if cell is not None and None not in cell:
        return (sure,)
    truth, said = labels[predictions.labels[position]].short, labels[predictions.predicted[position]].short
    return f"{said}, {sure}", f"is {truth}"


def _asked() -> str | None:
    return st.query_params.get("run", st.session_state.get("run-kept"))


def _title(line: comparison.Line) -> str:
    age = words.ago(time.time() - line.summary.finished)
    return f"{line.title} · {words.percent(line.summary.accuracy.value)} · {age}"
