"""How far a model agrees with itself about one galaxy, as glyphs in a row and in words: over the eight views of it, the
members of an ensemble, runs of other seeds, and, where a reader wants it, passes with dropout."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, glossary, prediction, runs
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.glyphs import ClassLabel, glyph_html
from galaxy_core.evaluation import comparison, grouping
from galaxy_core.prediction import dropout, spread
from galaxy_core.prediction.spread import Spread
from pages.ui import notes, scoring
from pages.ui.text import rich

SEEDS = 8  # runs that are asked at most


def section(run: runs.Run, image: np.ndarray, outputs: np.ndarray) -> None:
    """Of an image as it is, uint8 (h, w, 3), of which the run says `outputs`, float32 (k,): what it says of each view,
    and what each member says. Nothing where its answers are no probabilities."""
    labels, label = class_labels(tuple(run.result["classes"])), int(outputs.argmax())
    try:
        ready = prediction.classifier(run)
        said = spread.answers(run, ready.fitted(image))
        views = spread.spread(run, ready.task, label, said.views)
        members = spread.spread(run, ready.task, label, said.members) if len(said.each) > 1 else None
        passes = _passes(run, ready, label, image)
        others = _seeds(run)
        seeds = spread.over_runs(others, ready.task, label, ready.fitted(image)) if len(others) > 1 else None
    except GalaxyError as error:
        notes.error(error)
        return
    if views is not None:
        st.html(dots_html(labels, views, "Turned and mirrored", "views"))
    if members is not None:
        st.html(dots_html(labels, members, "One by one", "members"))
    if seeds is not None:
        st.html(dots_html(labels, seeds, "With other seeds", "runs"))
    if passes is not None:
        st.html(dots_html(labels, passes, "With dropout", "passes"))


def _seeds(run: runs.Run) -> list[runs.Run]:
    """This run and those that differ from it in nothing but their seed, one of each."""
    lines, _ = comparison.table_within(scoring.FIRST)
    alike = [line for line in lines if line.run.request.model == run.request.model]
    group = next((group for group in grouping.by_seed(alike) if run in [line.run for line in group.lines]), None)
    by_seed = {line.run.request.seed: line.run for line in group.lines} if group else {}
    return list(by_seed.values())[:SEEDS]


def _passes(run: runs.Run, ready: prediction.Classifier, label: int, image: np.ndarray) -> Spread | None:
    """What the network says while its dropout stays on, where it has any and the reader wants it."""
    if not dropout.rates(run) or not st.toggle(
        f"Ask it {dropout.PASSES} times with dropout", key="dropout", help=glossary.meaning("MC dropout")
    ):
        return None
    said = dropout.passes(run, ready.fitted(image))
    return None if said is None else spread.spread(run, ready.task, label, said)


def dots_html(labels: Sequence[ClassLabel], of: Spread, before: str, what: str) -> str:
    """HTML of a glyph for each answer, and how many agree, with the certainty of their class over all: "Turned and
    mirrored, 7 of 8 views are named the same: calibrated certainty 71 % ± 4 points."."""
    glyphs = "".join(glyph_html(labels[named].glyph, labels[named].name) for named in of.named)
    verb = "are named" if what == "views" else "name it"
    agree = f"all {len(of.named)} {what}" if of.agree == len(of.named) else f"{of.agree} of {len(of.named)} {what}"
    points = formatting.count(round(100 * of.deviation), "point")
    sure = f"calibrated certainty {formatting.share(of.mean)} ± {points}"
    return (
        f'<div class="gx-dots"><span>{glyphs}</span>'
        f'<span class="gx-caption">{rich(f"{before}, {agree} {verb} the same: {sure}.")}</span></div>'
    )
