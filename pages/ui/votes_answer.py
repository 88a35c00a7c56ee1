"""Classify, for models of votes: a galaxy, and how volunteers would answer about it."""

import time
from dataclasses import dataclass

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, prediction, runs
from galaxy_core.evaluation import stored
from galaxy_core.tasks.voting import opinions, words
from galaxy_core.tasks.voting.predictions import Predictions
from pages.ui import inspect_run, notes, panes, run_names, sky_picture, text, vote_tree
from pages.ui.classify import SOURCES

FORMATS = ["jpg", "jpeg", "png", "webp"]


@dataclass(frozen=True, eq=False)
class _Shown:
    """The picture on the page, what the model says of it, and what volunteers said, float32 (2, a),
    where that is known."""

    image: np.ndarray
    outputs: np.ndarray
    target: np.ndarray | None
    seconds: float


def section(run: runs.Run) -> None:
    """The whole page below its title."""
    source = st.session_state.get("classify-source") or SOURCES[0]
    left, right = panes.panes("classify")
    with left:
        shown = dict(zip(SOURCES, (_random, _own, _sky), strict=True))[source](run)
        with panes.row("choices"):
            if source == SOURCES[0]:
                st.button("Another galaxy", type="primary", key="another", on_click=_another)
            st.segmented_control(
                "From", SOURCES, default=SOURCES[0], required=True, key="classify-source", label_visibility="collapsed",
                persist_state="session",
            )  # fmt: skip
    if shown is None:
        return
    tree = stored.task(run).tree  # type: ignore[attr-defined]
    predicted = opinions.predicted(tree, shown.outputs)
    voted = None if shown.target is None else opinions.voted(tree, shown.target)
    with right:
        text.caption(f"{text.literal(run_names.name(run))} says")
        text.finding(words.path(tree, predicted.fractions))
        if voted is not None:
            who = "Simulated volunteers" if run.result.get("made_by", {}).get("synthetic") else "Volunteers"
            text.sentence(f"**{who}**: {words.path(tree, voted.fractions, voted.totals)}")
        else:
            notes.note("Nobody has voted on this "
                       "picture.", "The whole of it is taken for the same piece of sky as the images "
                       "that the model learned from.", "info")  # fmt: skip
        text.caption(f"Answered in {1000 * shown.seconds:.0f} milliseconds.")
    vote_tree.show(tree, voted, predicted, "one-tree")


def _random(run: runs.Run) -> _Shown | None:
    """A test image by chance, with its votes."""
    galaxies = inspect_run.galaxies(run)
    if galaxies is None:
        return None
    said = Predictions.of(stored.predictions(run))
    at = int(np.random.default_rng([st.session_state.get("classify-turn", 0), 5]).integers(said.n))
    try:
        image = galaxies.images(said.rows[at : at + 1])[0]
        began = time.perf_counter()
        outputs = prediction.classifier(run).images(image[None])[0]
    except GalaxyError as error:
        notes.error(error)
        return None
    st.image(image, width="stretch")
    return _Shown(image, outputs, said.targets[at], time.perf_counter() - began)


def _own(run: runs.Run) -> _Shown | None:
    """A picture of one's own."""
    uploaded = st.file_uploader("A picture of a galaxy, in the middle of the frame", FORMATS, key="upload")
    if uploaded is None:
        return None
    try:
        image = prediction.read_image(uploaded.getvalue(), uploaded.name)
    except GalaxyError as error:
        notes.error(error)
        return None
    st.image(image, width="stretch")
    return _outside(run, image)


def _sky(run: runs.Run) -> _Shown | None:
    """A galaxy by its name or place."""
    cutout = sky_picture.pick()
    return None if cutout is None else _outside(run, cutout.image)


def _outside(run: runs.Run, image: np.ndarray) -> _Shown | None:
    began = time.perf_counter()
    try:
        outputs = prediction.classifier(run).outside(image)
    except GalaxyError as error:
        notes.error(error)
        return None
    return _Shown(image, outputs, None, time.perf_counter() - began)


def _another() -> None:
    st.session_state["classify-turn"] = st.session_state.get("classify-turn", 0) + 1
