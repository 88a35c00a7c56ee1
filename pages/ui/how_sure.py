"""How far a model agrees with itself about one galaxy, as glyphs in a row and in words: over the eight views of it, the
members of an ensemble, runs of other seeds, and, where a reader wants it, passes with dropout."""

from collections.abc import Iterator, Sequence

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, glossary, prediction, runs
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.glyphs import ClassLabel, glyph_html
from galaxy_core.evaluation import comparison, grouping
from galaxy_core.prediction import dropout, spread
from galaxy_core.prediction.spread import Spread
from galaxy_core.tasks import Task
from pages.ui import notes, scoring
from pages.ui.text import rich

SEEDS = 8  # runs that are asked at most


def section(run: runs.Run, image: np.ndarray, outputs: np.ndarray, elsewhere: bool = False) -> None:
    """Of an image as it is, uint8 (h, w, 3), of which the run says `outputs`, float32 (k,): what it says of each view,
    and what members, other seeds and passes say. Nothing where its answers are no probabilities. A picture from
    elsewhere than its data set gets no calibrated certainty: that was fitted on images of the data set."""
    labels, label = class_labels(tuple(run.result["classes"])), int(outputs.argmax())
    try:
        ready = prediction.classifier(run)
        prepared = ready.fitted(image)
        for of, before, what in _several(run, ready.task, label, prepared):
            st.html(dots_html(labels, of, before, what, elsewhere))
        passes = _passes(run, ready.task, label, prepared)
        if passes is not None:
            st.html(dots_html(labels, passes, "With dropout", "passes", elsewhere))
    except GalaxyError as error:
        notes.error(error)


def _several(run: runs.Run, task: Task, label: int, prepared: np.ndarray) -> Iterator[tuple[Spread, str, str]]:
    """Views, members and seeds, as far as there are several, each with the words about them."""
    said = spread.answers(run, prepared)
    seeds = _seeds(run)
    found = (
        (spread.spread(run, task, label, said.views), "Turned and mirrored", "views"),
        (spread.spread(run, task, label, said.members), "One by one", "members"),
        (spread.over_runs(seeds, task, label, prepared) if seeds else None, "With other seeds", "runs"),
    )
    for of, before, what in found:
        if of is not None and len(of.named) > 1:
            yield of, before, what


def _seeds(run: runs.Run) -> list[runs.Run]:
    """This run and those that differ from it in nothing but their seed, one of each; none where it is alone."""
    lines, _ = comparison.table_within(scoring.FIRST)
    alike = [line for line in lines if line.run.request.model == run.request.model]
    group = next((group for group in grouping.by_seed(alike) if run in [line.run for line in group.lines]), None)
    by_seed = {line.run.request.seed: line.run for line in group.lines} if group else {}
    return list(by_seed.values())[:SEEDS] if len(by_seed) > 1 else []


def _passes(run: runs.Run, task: Task, label: int, prepared: np.ndarray) -> Spread | None:
    """What the network says while its dropout stays on, where it has any and the reader wants it."""
    if not dropout.rates(run) or not st.toggle(
        f"Ask it {dropout.PASSES} times with dropout", key="dropout", help=glossary.meaning("MC dropout")
    ):
        return None
    said = dropout.passes(run, prepared)
    return None if said is None else spread.spread(run, task, label, said)


def dots_html(labels: Sequence[ClassLabel], of: Spread, before: str, what: str, elsewhere: bool = False) -> str:
    """HTML of a glyph for each answer, and how many agree, with the certainty of their class over all: "Turned and
    mirrored, 7 of 8 views are named the same: calibrated certainty 71 % ± 4 points.". Of a picture from elsewhere only
    how many agree."""
    glyphs = "".join(glyph_html(labels[named].glyph, labels[named].name) for named in of.named)
    verb = "are named" if what == "views" else "name it"
    agree = f"all {len(of.named)} {what}" if of.agree == len(of.named) else f"{of.agree} of {len(of.named)} {what}"
    points = formatting.count(round(100 * of.deviation), "point")
    sure = "" if elsewhere else f": calibrated certainty {formatting.share(of.mean)} ± {points}"
    return (
        f'<div class="gx-dots"><span>{glyphs}</span>'
        f'<span class="gx-caption">{rich(f"{before}, {agree} {verb} the same{sure}.")}</span></div>'
    )
