"""The parts of Classify."""

from contextlib import suppress
from functools import partial

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, datasets, glossary, runs
from galaxy_core.charts import formatting, measures
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.evaluation import Predictions, comparison, right_when_this_sure, stored
from galaxy_core.models import familiarity
from pages.ui import (
    address,
    alike,
    asked_galaxy,
    cache,
    class_cards,
    galaxy_dialog,
    how_sure,
    inspect_run,
    notes,
    panes,
    run_names,
    scoring,
    sky_picture,
    text,
)  # fmt: skip
from pages.ui.asked_galaxy import Asked
from pages.ui.probability_bars import probability_bars_html, verdict_html

ALIKE = "alike"  # names its neighbours in the address


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
    known = kept in lines and about == run_names.chosen() and not address.came_back()
    chosen = st.query_params.get("model", "")
    if chosen not in lines:
        chosen = kept if known else options[0]
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
        address.change({"model": picked})


def section(run: runs.Run) -> None:
    """A galaxy, and what a model that tells classes apart thinks of it."""
    left, right = panes.panes("classify")
    with left:
        asked = asked_galaxy.pick(run, partial(sky_picture.elsewhere, run))
    with right:
        if asked is not None:
            answer(run, asked, _label(run, asked))
        words_explained()
    if asked is not None:
        learned_from_alike(run, asked, _label(run, asked))


def about(run: runs.Run, label: int) -> None:
    """The card of the class that the model names, where the data set is here that it learned from."""
    with suppress(GalaxyError):
        galaxies = cache.galaxies(run.request.dataset)
        if galaxies.classes == tuple(run.result["classes"]):
            class_cards.popover(galaxies, label, "answer", run)


def learned_from_alike(run: runs.Run, asked: Asked, label: int | None) -> None:
    """The training images most like it; a press shows one large."""
    galaxies = inspect_run.galaxies(run)
    if galaxies is None:
        return
    row = None if asked.place is None else int(stored.predictions(run).rows[asked.place])
    sought = alike.Sought(asked.image, row, label)
    rows = alike.section(galaxies, run, sought, partial(galaxy_dialog.show, among=ALIKE))
    galaxy_dialog.large_view(galaxy_dialog.Origin(galaxies, rows, run, ALIKE))


def answer(run: runs.Run, asked: Asked, label: int | None) -> None:
    """What the model says, how sure it is, how often that is right, and the truth where it is known."""
    labels = class_labels(tuple(run.result["classes"]))
    order = np.argsort(-asked.outputs)
    first, second = (formatting.as_galaxy(labels[number].name) for number in order[:2])
    sure = float(asked.outputs[order[0]])
    text.caption(f"{text.literal(run_names.name(run))} says")
    st.html(verdict_html(labels[order[0]], formatting.verdict(sure, first, second), _how_often(run, sure, label)))
    if (asked.distance or 0) >= familiarity.UNLIKE:
        notes.note(
            "Not like anything it has learned.",
            "Fewer than 1 in 100 of the galaxies that it was checked on are so far from those it learned from, so its "
            "answer means little here.",
        )
    wrong = label is not None and label != order[0]
    st.html(probability_bars_html(labels, asked.outputs, wrong=wrong))
    how_sure.section(run, asked.image, asked.outputs, elsewhere=asked.place is None)
    about(run, int(order[0]))
    if label is not None:
        _truth(run, formatting.as_galaxy(labels[label].name), wrong)
    else:
        notes.note(
            "Nobody knows the right answer here.",
            "It always names one of its classes, also where there is no galaxy. What it sees is taken for the "
            "same piece of sky as the images it learned from; a galaxy that fills the frame, or is lost in it, is "
            "named less well.", "info",
        )  # fmt: skip
    text.caption(f"Answered in {formatting.moment(asked.seconds)}.")


def _label(run: runs.Run, asked: Asked) -> int | None:
    """The true class, where it is known."""
    return None if asked.place is None else int(Predictions.of(stored.predictions(run)).labels[asked.place])


def words_explained() -> None:
    """The words of this page, in a fold."""
    with st.expander("What do these words mean?"):
        bounds = formatting.listed([f"“{word}” at {100 * bound:.0f} %" for bound, word in formatting.CERTAIN])
        text.sentence(
            "**Per cent**: how sure the model is of a class; all classes add up to 100 %. In words it begins with "
            f"{bounds}. **Right so many times in 10**: counted on validation images of its own data set, of which it "
            f"was as sure. {glossary.explained('validation', 'test')}"
        )


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
