"""What a report is written from: all that is stored of a finished run, read once, and what is missing, in sentences."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core import AbsentError, GalaxyError, RunError, datasets, runs, splits
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import Predictions, stored, summaries
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.runs import Run, dataset
from galaxy_core.runs.run import MadeBy, Result, one_line
from galaxy_core.tasks import Task

NO_RESULT = "Its result.json is damaged, so nothing is known of its classes, its scores and its cost: train it again."
NO_PREDICTIONS = (
    "What it said about the test images isn't here any more or can't be read, so there are no scores and no mistakes "
    "to show: train it again to have them."
)
NO_DATA = "The data set isn't where it was, so no pictures are shown; all numbers are of the images as they were."
OTHER_DATA = (
    "The data set has changed since this run, so no pictures are shown; all numbers are of the images as they were."
)
NO_MODEL = "Its model (model.onnx) isn't here any more: it can't be asked about further pictures."


@dataclass(frozen=True, eq=False)
class Evidence:
    """One finished run and what is known of it; None, or empty, where something is missing."""

    run: Run
    title: str
    result: Result
    made_by: MadeBy
    task: Task | None  # what it has learned
    classes: tuple[str, ...]  # on one line each; () where its task has none
    predictions: Predictions | None  # about the test images, where these have classes
    counts: dict[str, np.ndarray]  # images of each class by part, int64 (k,), of those parts that can be read
    line: RunScore | None  # its scores; there wherever predictions are
    synthetic: bool  # whether its galaxies are drawn
    source: tuple[str, str]  # sentence and source of a named data set, "" twice of others
    galaxies: Galaxies | None  # the data set, where it is here and unchanged
    missing: tuple[str, ...] = ()  # sentences
    labels: tuple[ClassLabel, ...] = ()

    @property
    def data(self) -> str:
        """What its data set is called; never the path of a folder, which would tell a stranger about the machine."""
        reference = self.run.request.dataset
        return one_line(self.made_by.get("dataset_title") or Path(reference).name or reference)

    @property
    def answers(self) -> Predictions:
        """Its predictions, for the sections that speak of them. Raises RunError where there are none."""
        if self.predictions is None:
            raise RunError(f"What the run {self.run.name} said of the test images isn't there: train it again.")
        return self.predictions

    @property
    def galaxies_called(self) -> str:
        """What its test images show."""
        return "drawn galaxies" if self.synthetic else "galaxies"


def gather(run: Run) -> Evidence:
    """All that is known of a finished run. Raises RunError for one that hasn't finished."""
    if not run.is_finished:
        raise RunError(f"The run {run.name} hasn't finished, it is {run.status}: only finished runs can be reported.")
    result, missing, task = run.result, [], _task(run)
    classes = task.names if task and "labels" in task.OFFERS else ()
    predictions, line = _predictions(run) if task else (None, None)
    missing += [NO_RESULT] * (task is None) + [NO_PREDICTIONS] * (task is not None and line is None)
    galaxies, why = _galaxies(run)
    missing += [why] * bool(why) + [NO_MODEL] * (not (run.folder / "model.onnx").exists())
    made_by, (drawn, source) = result.get("made_by", {}), _plugin(run.request.dataset)
    return Evidence(
        run=run, title=runs.title(run), result=result, made_by=made_by, task=task,
        classes=tuple(map(one_line, classes)),
        predictions=predictions, counts=_counts(run, len(classes)), line=line, source=source, galaxies=galaxies,
        synthetic=drawn or made_by.get("synthetic", False), missing=tuple(missing), labels=_labels(classes),
    )  # fmt: skip


def _plugin(reference: str) -> tuple[bool, tuple[str, str]]:
    """Whether a named data set is drawn; its sentence and source."""
    module = datasets.named(reference)
    if module is None:
        return False, ("", "")
    return module.SYNTHETIC, (module.SENTENCE, module.SOURCE)


def _task(run: Run) -> Task | None:
    try:
        return stored.task(run)
    except AbsentError:
        return None


def _labels(classes: tuple[str, ...]) -> tuple[ClassLabel, ...]:
    return tuple(
        ClassLabel(one_line(label.name), one_line(label.short), label.glyph) for label in class_labels(classes)
    )


def _predictions(run: Run) -> tuple[Predictions | None, RunScore | None]:
    try:
        predictions, line = stored.predictions(run), RunScore(run, runs.title(run), summaries.summary(run))
    except AbsentError:
        return None, None
    return (predictions if isinstance(predictions, Predictions) else None), line


def _counts(run: Run, k: int) -> dict[str, np.ndarray]:
    counts_of_parts = {}
    for part in splits.PARTS if k else ():
        try:
            counts_of_parts[part] = stored.task(run).counts(stored.predictions(run, part).targets)
        except AbsentError:
            continue
    return counts_of_parts


def _galaxies(run: Run) -> tuple[Galaxies | None, str]:
    """The data set, or None where its pictures can't be shown; and the sentence why not, or what has been corrected."""
    try:
        galaxies = datasets.open_dataset(run.request.dataset)
    except GalaxyError:
        return None, NO_DATA
    if not stored.shows(run, galaxies):
        return None, OTHER_DATA
    return galaxies, dataset.corrections(run, galaxies)
