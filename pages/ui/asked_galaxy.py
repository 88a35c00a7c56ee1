"""The galaxy that a model is asked about: of the test set by chance, a picture of one's own, or from the sky."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, prediction
from galaxy_core.evaluation import stored
from galaxy_core.prediction import assurance
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import Run
from galaxy_core.sky.cutouts import Cutout
from pages.ui import address, inspect_run, notes, own_pictures, panes, sky_list, sky_picture, text

TEST, OWN, SKY = SOURCES = ("From the test set", "My own image", "From the sky")


@dataclass(frozen=True, eq=False)
class Asked:
    """The picture on the page and what the model says of it, as its task's outputs are.

    `place` is where it stands in the predictions of the test part, None of a picture from elsewhere; of that,
    `distance` says how unlike all that was learned it is, see `models.familiarity`.
    """

    image: np.ndarray
    outputs: np.ndarray
    seconds: float
    place: int | None = None
    distance: float | None = None


def pick(run: Run, beside: Callable[[Cutout], None] | None = None) -> Asked | None:
    """Draws what is asked about, the picture below it, and returns what the model says now; None before there is a
    picture.

    `beside` is called below a picture from the sky.
    """
    source = address.follow("from", "classify-source", TEST, SOURCES, kept=True)
    with panes.row("choices"):
        st.segmented_control(
            "From", SOURCES, required=True, label_visibility="collapsed",
            **address.written("from", "classify-source", TEST),
        )  # fmt: skip
        if source == TEST:
            st.button("Another galaxy", type="primary", key="another", on_click=_another)
    if source == TEST:
        return _of_the_test_set(run)
    return _own(run) if source == OWN else _from_the_sky(run, beside)


def _of_the_test_set(run: Run) -> Asked | None:
    """A random test image of the run's data set, large."""
    galaxies = inspect_run.galaxies(run)
    if galaxies is None:
        return None
    predictions = stored.predictions(run)
    turn = _turn()
    place = int(np.random.default_rng([turn, 5]).integers(predictions.n))
    try:
        image = galaxies.images(predictions.rows[place : place + 1])[0]
        began = time.perf_counter()
        outputs = prediction.classifier(run).images(image[None])[0]
    except GalaxyError as error:
        notes.error(error)
        return None
    seconds = time.perf_counter() - began
    st.image(image, width="stretch", alt="A galaxy of the test set")
    text.caption(f"The whole image; the model saw {thumbnails.saw(galaxies, run.result['steps'])}.")
    return Asked(image, outputs, seconds, place)


def _own(run: Run) -> Asked | None:
    """A picture of the reader's own: what is in the frame on it."""
    seen = own_pictures.pick(run)
    return None if seen is None else _from_elsewhere(run, seen)


def _from_the_sky(run: Run, beside: Callable[[Cutout], None] | None) -> Asked | None:
    """A galaxy by its name or place, as a survey shows it."""
    many = st.toggle("A list of galaxies", key="sky-many", persist_state="session")
    cutout = sky_list.pick(run) if many else sky_picture.pick()
    if cutout is None:
        return None
    asked = _from_elsewhere(run, cutout.image)
    if asked is not None and beside is not None:
        beside(cutout)
    return asked


def _from_elsewhere(run: Run, image: np.ndarray) -> Asked | None:
    try:
        ready, began = prediction.classifier(run), time.perf_counter()
        fitted = ready.fitted(image)
        outputs = ready.prepared(fitted[None])[0]
        seconds = time.perf_counter() - began
        return Asked(image, outputs, seconds, distance=assurance.distance(run, fitted))
    except GalaxyError as error:
        notes.error(error)
        return None


def _turn() -> int:
    """How many galaxies came before this one, as the address says it: each is a step of back and forward."""
    text = st.query_params.get("turn", "0" if address.came_back() else str(st.session_state.get("classify-turn", 0)))
    turn = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    st.session_state["classify-turn"] = turn
    address.change({"turn": str(turn) if turn else None})
    return turn


def _another() -> None:
    address.change({"turn": str(_turn() + 1)})
