"""The parts of Classify."""

import time
from dataclasses import dataclass

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, datasets, glossary, prediction, runs
from galaxy_core.charts import formatting, measures
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets.files import formats
from galaxy_core.evaluation import Predictions, comparison, right_when_this_sure, stored
from galaxy_core.models import familiarity
from galaxy_core.prediction import shown as pictures
from galaxy_core.prepare import thumbnails
from pages.ui import inspect_run, notes, panes, run_names, scoring, sky_picture, text
from pages.ui.probability_bars import probability_bars_html, verdict_html

PICTURE = "classify-picture"  # of this visit: the identity and the name of the picture that was uploaded last
SOURCES = ("From the test set", "My own image", "From the sky")


@dataclass(frozen=True, eq=False)
class Shown:
    """The picture on the page and what the model says of it; `label` is the true class, None where nobody knows;
    `distance` says how unlike all that was learned a picture from elsewhere is, see `models.familiarity`."""

    image: np.ndarray
    probabilities: np.ndarray
    label: int | None
    seconds: float
    distance: float | None = None


def pick_run() -> runs.Run:
    """The run that answers: the best one on validation images, or the one chosen. Ends the page where there is none."""
    scored, waiting = comparison.table_within(scoring.FIRST)
    scoring.go_on(waiting, len(scored))
    exported = (line for line in comparison.best_first(scored) if (line.run.folder / "model.onnx").exists())
    lines = {line.run.name: line for line in exported}
    if not lines:
        sentence = "Train a model first; then it names any galaxy you show it."
        if not waiting and notes.empty("No model to ask yet", sentence, "Train a first model", "no-runs"):
            st.switch_page("pages/3_Train.py")
        st.stop()
    options = run_names.options(line.run for line in lines.values())
    kept, about = st.session_state.get("classify-kept", ("", ""))
    chosen = kept if kept in lines and about == run_names.chosen() else options[0]
    st.session_state["classify-run"] = chosen
    titles = run_names.named(line.run for line in lines.values())
    called = {
        name: f"{titles[name]} · {measures.value(line.measure(), line.score().value)}" for name, line in lines.items()
    }
    st.selectbox(
        "Model", options, key="classify-run", width=420, on_change=_picked_run,
        format_func=lambda name: run_names.words(name, called),
    )  # fmt: skip
    return lines[chosen].run


def _picked_run() -> None:
    if run_names.is_run(picked := st.session_state["classify-run"]):
        st.session_state["classify-kept"] = (picked, run_names.chosen())


def section(run: runs.Run) -> None:
    """A galaxy, and what a model that tells classes apart thinks of it."""
    source = st.session_state.get("classify-source") or SOURCES[0]
    left, right = panes.panes("classify")
    with left:
        shown = dict(zip(SOURCES, (random_galaxy, own_image, from_the_sky), strict=True))[source](run)
        choices(source)
    with right:
        if shown is not None:
            answer(run, shown)
        words_explained()


def random_galaxy(run: runs.Run) -> Shown | None:
    """A random test image of the run's data set, large, classified now."""
    galaxies = inspect_run.galaxies(run)
    if galaxies is None:
        return None
    predictions = Predictions.of(stored.predictions(run))
    turn = st.session_state.setdefault("classify-turn", 0)
    at = int(np.random.default_rng([turn, 5]).integers(predictions.n))
    try:
        image = galaxies.images(predictions.rows[at : at + 1])[0]
        began = time.perf_counter()
        probabilities = prediction.classifier(run).images(image[None])[0]
    except GalaxyError as error:
        notes.error(error)
        return None
    st.image(image, width="stretch", alt="A galaxy of the test set")
    text.caption(f"The whole image; the model saw {thumbnails.saw(galaxies, run.result['steps'])}.")
    return Shown(image, probabilities, int(predictions.labels[at]), time.perf_counter() - began)


def own_image(run: runs.Run) -> Shown | None:
    """A picture of the reader's own, classified now: the last that was uploaded, also after a reload."""
    endings = [ending.removeprefix(".") for ending in formats.endings()]
    st.file_uploader("A picture of a galaxy, in the middle of the frame", endings, key="upload", on_change=_uploaded)
    picture = st.session_state.get(PICTURE)
    if picture is None:
        return None
    name, data = picture["name"], pictures.read(picture["identity"])
    if data is None:
        notes.note(f"{text.literal(name)} isn’t kept any more.", "Show it again.", "info")
        return None
    try:
        image = prediction.read_image(data, name)
        began = time.perf_counter()
        probabilities = prediction.classifier(run).outside(image)
    except GalaxyError as error:
        notes.error(error)
        return None
    seconds = time.perf_counter() - began
    st.image(image, width="stretch", alt=f"Your picture {name}")
    with panes.row("own-picture"):
        text.caption(text.literal(name))
        if st.session_state["upload"] is None:  # of before a reload, or another page
            st.button("Take it away", key="no-picture", type="tertiary", on_click=_uploaded)
    return Shown(image, probabilities, None, seconds, prediction.classifier(run).distance(image))


def _uploaded() -> None:
    """Keeps what was uploaded, by what is in it; taken away, it is shown no more."""
    uploaded = st.session_state["upload"]
    st.session_state.pop(PICTURE, None)
    if uploaded is not None:
        try:
            st.session_state[PICTURE] = {"identity": pictures.keep(uploaded.getvalue()), "name": uploaded.name}
        except GalaxyError as error:
            notes.error(error)


def from_the_sky(run: runs.Run) -> Shown | None:
    """A galaxy by its name or place, as a survey shows it, classified now."""
    cutout = sky_picture.pick()
    if cutout is None:
        return None
    try:
        began = time.perf_counter()
        probabilities = prediction.classifier(run).outside(cutout.image)
        seconds = time.perf_counter() - began
        sky_picture.elsewhere(run, cutout)
    except GalaxyError as error:
        notes.error(error)
        return None
    return Shown(cutout.image, probabilities, None, seconds, prediction.classifier(run).distance(cutout.image))


def choices(source: str) -> None:
    """Another galaxy, and where it comes from."""
    with panes.row("choices"):
        if source == SOURCES[0]:
            st.button("Another galaxy", type="primary", key="another", on_click=_another)
        st.segmented_control(
            "From", SOURCES, default=SOURCES[0], required=True, key="classify-source", label_visibility="collapsed",
            persist_state="session",
        )  # fmt: skip


def answer(run: runs.Run, shown: Shown) -> None:
    """What the model says, how sure it is, how often that is right, and the truth where it is known."""
    labels = class_labels(tuple(run.result["classes"]))
    order = np.argsort(-shown.probabilities)
    first, second = (_spoken(labels[number].name) for number in order[:2])
    sure = float(shown.probabilities[order[0]])
    text.caption(f"{text.literal(run_names.name(run))} says")
    st.html(verdict_html(labels[order[0]], formatting.verdict(sure, first, second), _how_often(run, sure, shown.label)))
    if (shown.distance or 0) >= familiarity.UNLIKE:
        notes.note(
            "Not like anything it has learned.",
            "Fewer than 1 in 100 of the galaxies that it was checked on are so far from those it learned from, so its "
            "answer means little here.",
        )
    wrong = shown.label is not None and shown.label != order[0]
    st.html(probability_bars_html(labels, shown.probabilities, wrong=wrong))
    if shown.label is not None:
        _truth(run, _spoken(labels[shown.label].name), wrong)
    else:
        notes.note(
            "Nobody knows the right answer here.",
            "It always names one of its classes, also where there is no galaxy. The whole picture is taken for the "
            "same piece of sky as the images it learned from; a galaxy that fills the frame, or is lost in it, is "
            "named less well.", "info",
        )  # fmt: skip
    text.caption(f"Answered in {1000 * shown.seconds:.0f} milliseconds.")


def words_explained() -> None:
    """The words of this page, in a fold."""
    with st.expander("What do these words mean?"):
        text.sentence(
            f"{glossary.explained('test', 'confidence', 'calibration')} The probabilities of all classes add up to "
            "100 %. **“Right about 9 times in 10”** is counted on validation images of its own data set."
        )


def _another() -> None:
    st.session_state["classify-turn"] = st.session_state.get("classify-turn", 0) + 1


def _how_often(run: runs.Run, sure: float, label: int | None) -> str:
    """How often it is right when it is this sure: counted on galaxies of its own data set, so said of those only."""
    made_by = run.result.get("made_by", {})
    title = text.literal(datasets.title(run.request.dataset))
    known = "drawn galaxies" if made_by.get("synthetic") else f"galaxies of {title}"
    if label is None:
        return f"How often that is right, nobody has counted: it has been tested on {known} only."
    found = right_when_this_sure(Predictions.of(stored.predictions(run, "validation")), sure)
    return f"When it is this sure, it is right {formatting.times_in_ten(found[0])} on {known}." if found else ""


def _truth(run: runs.Run, name: str, wrong: bool) -> None:
    drawn = run.result.get("made_by", {}).get("synthetic")
    who = "It was drawn as" if drawn else "People called it"
    if wrong:
        notes.note("Wrong.", f"{who} {formatting.with_article(name)}.", "wrong")
    else:
        notes.note(
            "Right.",
            f"{who} {formatting.with_article(name)}, too." if not drawn else f"{who} {formatting.with_article(name)}.",
            "right",
        )


def _spoken(name: str) -> str:
    """A class name inside a sentence: “Unbarred Loose Spiral” → “unbarred loose spiral galaxy”."""
    lower = name.lower()
    return lower if lower.endswith(("galaxy", "spiral")) else f"{lower} galaxy"
