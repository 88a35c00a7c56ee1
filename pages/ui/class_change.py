"""Does a change of the image change what a model says? The probability of the true class under each augmentation."""

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, augmentations, prediction, runs
from galaxy_core.charts import formatting, measures, strengths
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import comparison, sensitivity, stored
from galaxy_core.models import preview
from pages.ui import charts, notes, panes, scoring, text

ASKED = 100  # validation images that a model is asked about
SLOW = 30  # where reading an image takes long


def change_of_class(galaxies: Galaxies, operation: str) -> None:
    """A trained run, the curve of one change, and which of all hurt it."""
    run = _pick(galaxies)
    if run is None:
        return
    try:
        sample, known = _sample(run, galaxies), prediction.classifier(run)
    except GalaxyError as error:
        notes.error(error)
        return
    names = sensitivity.operations()
    name = operation if operation in names else names[0]
    left, right = panes.panes("strengths")
    with left:
        _curve(run, known, sample, name)
    with right:
        _table(run, known, sample, names)


def _pick(galaxies: Galaxies) -> runs.Run | None:
    lines, waiting = comparison.table_within(scoring.FIRST, galaxies.name)
    scoring.go_on(waiting, len(lines))
    exported = (line for line in comparison.best_first(lines) if (line.run.folder / "model.onnx").exists())
    known = {line.run.name: line for line in exported if stored.shows(line.run, galaxies)}
    if not known:
        text.sentence("Train a model first: then its answers under each augmentation are drawn here.")
        return None
    name = st.selectbox(
        "Model to ask", list(known), key="strengths-run", width=420, persist_state="session",
        format_func=lambda name: (f"{known[name].title} · "
                                  f"{measures.value(known[name].measure(), known[name].score().value)}"),
    )  # fmt: skip
    return known[name].run


def _curve(run: runs.Run, known: prediction.Classifier, sample: sensitivity.Sample, name: str) -> None:
    key = (str(run.folder), run.result.get("finished"), name)
    with notes.loading("Asking the model…", 260):
        found = _asked_curve(key, known, sample)
    text.heading(f"{found.title}: probability of the true class")
    charts.draw(strengths.chart(found), f"{found.title}: probability of the true class", "strengths")
    at = f"Across: {found.label.lower()}; dashed: the usual strength." if found.label else "Without, and with it."
    text.caption(f"Mean over {formatting.count(len(sample.labels), 'validation image')} with its 95 % interval. {at}")


def _table(run: runs.Run, known: prediction.Classifier, sample: sensitivity.Sample, names: tuple[str, ...]) -> None:
    import pandas as pd

    text.heading("All augmentations, at their usual strength")
    with notes.loading("Asking the model about every augmentation…", 400):
        found = [_asked_change((str(run.folder), run.result.get("finished"), name), known, sample) for name in names]
    found.sort(key=lambda change: change.difference)
    frame = pd.DataFrame([
        {"Augmentation": change.title, "Verdict": change.verdict,
         "Against none": formatting.gap(change.difference, change.low, change.high),
         "Probability of the true class": formatting.percent(change.after)}
        for change in found
    ])  # fmt: skip
    st.dataframe(frame, hide_index=True, key="strengths-table", height="content")
    text.caption(
        f"Without augmentation it gives the true class {formatting.percent(found[0].before)}. Harmless: it loses less "
        "than 2 points. Each image is compared with itself."
    )


def _sample(run: runs.Run, galaxies: Galaxies) -> sensitivity.Sample:
    """Validation images of a run, prepared as it knows them."""
    return _prepared(str(run.folder), run.result.get("finished"), run, galaxies)


@st.cache_resource(show_spinner=False, max_entries=8)
def _prepared(folder: str, finished: float | None, _run: runs.Run, _of: Galaxies) -> sensitivity.Sample:
    rows = stored.predictions(_run, "validation").rows
    some = np.random.default_rng(0).permutation(len(rows))[: ASKED if _of.quick else SLOW]
    few = preview.few(_of, rows[some], tuple(_run.result["steps"]))
    std = augmentations.standard_deviation(few.images, np.arange(len(few.rows)))
    return sensitivity.Sample(few.images, few.rows, few.task.labels(few.targets), std)


@st.cache_resource(show_spinner=False, max_entries=256)
def _asked_curve(key: tuple, _known: prediction.Classifier, _sample: sensitivity.Sample) -> sensitivity.Curve:
    return sensitivity.curve(_known.prepared, _sample, key[-1])


@st.cache_resource(show_spinner=False, max_entries=512)
def _asked_change(key: tuple, _known: prediction.Classifier, _sample: sensitivity.Sample) -> sensitivity.Change:
    return sensitivity.change(_known.prepared, _sample, key[-1])
