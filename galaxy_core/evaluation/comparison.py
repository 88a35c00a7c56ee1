"""Many runs side by side: a line for each finished run on a data set, and what may be said of two of them."""

from dataclasses import dataclass

from galaxy_core import GalaxyError, runs
from galaxy_core.evaluation import stored
from galaxy_core.evaluation.confusion import confused_pairs
from galaxy_core.evaluation.intervals import Score
from galaxy_core.evaluation.pairing import Paired, paired
from galaxy_core.evaluation.scoring import Scores, majority, per_class
from galaxy_core.runs import Run

MEASURES = {"accuracy": "Accuracy", "macro_f1": "Macro-F1", "balanced_accuracy": "Balanced accuracy"}


@dataclass(frozen=True, eq=False)
class Line:
    """One finished run: its scores on the test images, what guessing the largest class reaches there, its cost."""

    run: Run
    title: str
    scores: Scores
    guessing: Score
    seconds: float
    parameters: int
    finished: float  # Unix time

    def score(self, measure: str) -> Score:
        """One of MEASURES."""
        return getattr(self.scores, measure)


@dataclass(frozen=True)
class Hardest:
    """The class that a run recognises least often: of `n` images `right`; `taken` it took for class `instead`."""

    label: int
    n: int
    right: int
    instead: int | None
    taken: int


def table(dataset: str | None = None, measure: str = "accuracy") -> list[Line]:
    """A line for every finished run on a data set (on any, if None) whose predictions can be read, best first."""
    chosen = [run for run in runs.every() if dataset in (None, run.request.dataset) and run.is_finished]
    lines = [line for run in chosen if (line := _line(run)) is not None]
    return sorted(lines, key=lambda line: line.score(measure).value, reverse=True)


def difference(one: Line, other: Line) -> Paired | None:
    """The paired test of two runs, or None where they weren't tested on the same images."""
    try:
        return paired(stored.predictions(one.run), stored.predictions(other.run))
    except GalaxyError:
        return None


def hardest(run: Run) -> Hardest | None:
    """The class with test images that a run recognises least often, and what it most often takes them for."""
    predictions = stored.predictions(run)
    found = [(score.recall.value, label) for label, score in enumerate(per_class(predictions)) if score.recall]
    if not found:
        return None
    label = min(found)[1]
    row = predictions.confusion[label]
    pair = next((pair for pair in confused_pairs(predictions) if pair[0] == label), None)
    return Hardest(label, int(row.sum()), int(row[label]), pair and pair[1], pair[2] if pair else 0)


def _line(run: Run) -> Line | None:
    try:
        scores, test = stored.scores_of(run), stored.predictions(run)
        guessing = majority(stored.predictions(run, "train").labels, test.labels)
    except GalaxyError:
        return None
    cost = run.result.get("cost", {})
    finished = run.result.get("finished", run.request.created)
    return Line(run, runs.title(run), scores, guessing, cost.get("seconds", 0.0), cost.get("parameters", 0), finished)
