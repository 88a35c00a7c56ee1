"""Lines of three runs without a folder, for charts that need only their scores."""

from pathlib import Path

from galaxy_core import tasks
from galaxy_core.evaluation import proportion
from galaxy_core.evaluation.classwise import ClassTable
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.evaluation.summaries import Summary
from galaxy_core.intervals import Score
from galaxy_core.runs import Request, Run

TITLES = ("CNN <b>", "PCA", "PCA")


def lines() -> list[RunScore]:
    """Right in 90, 60 and 50 of 100 images, for 600, 20 and 30 s."""
    made = []
    for number, (title, right, seconds) in enumerate(zip(TITLES, (90, 60, 50), (600.0, 20.0, 30.0), strict=True)):
        scores = tasks.Scores(100, {one.key: proportion(right, 100) for one in tasks.kind("classes").SCORES}, 1.0)
        numbers = {"seconds": seconds, "n_parameters": 1000 * (3 - number), "finished": 0.0, "kept_epoch": None}
        baseline = {"accuracy": 0.2, "balanced_accuracy": 1 / 3}
        summary = Summary("classes", scores, scores, baseline, **numbers, images="a", chosen_on="b", initial_weights="")
        made.append(RunScore(Run(Path(f"run-{number}"), Request("sample", "cnn", {})), title, summary))
    return made


def table() -> ClassTable:
    """F1 of three classes, of which the last has no images."""
    rows = ((0.95, 0.4), (0.5, 0.04), (0.5, 1.0))
    scores = tuple((*(Score(value, value / 2, 1.0, 9) for value in row), None) for row in rows)
    return ClassTable(("Round", "Edge-on", "Spiral"), tuple(lines()), scores, scores, (9, 4, 0))
