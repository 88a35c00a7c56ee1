"""Tables as CSV files for other programs: what a run said of each image, and the scores of many runs.

UTF-8, a line for each row, the names of the columns first; numbers are numbers, shares 0…1, and what isn't known is
empty.
"""

import csv
import io
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TextIO

from galaxy_core.evaluation import comparison
from galaxy_core.evaluation.comparison import MEASURES, RunScore
from galaxy_core.evaluation.grouping import Group
from galaxy_core.tasks.classification.predictions import Predictions


def write_predictions(said: Predictions, file: TextIO) -> None:
    """A row for each image: row in the data set, true and predicted class, then the probability of each class."""
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(("row", "true", "predicted", *said.classes))
    numbers = (said.rows.tolist(), said.labels.tolist(), said.predicted.tolist())
    for row, true, named, probabilities in zip(*numbers, said.probabilities, strict=True):
        names = (said.classes[true], said.classes[named])
        lines.writerow((row, *names, *map(str, probabilities)))  # as short as float32 allows


def save_predictions(said: Predictions, path: Path) -> None:
    """The same as a file; what of a class name can't be written in UTF-8 stands there as its code."""
    with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        write_predictions(said, file)


def predictions(said: Predictions) -> bytes:
    """The same as the content of a file."""
    return _file(lambda file: write_predictions(said, file))


def table(lines: Sequence[RunScore]) -> bytes:
    """A row for each run: what it is, each of MEASURES with the ends of its 95 % interval, and what it cost."""
    changed = comparison.changes(list(lines))
    return _rows(_run(line, changes) for line, changes in zip(lines, changed, strict=True))


def groups(found: Sequence[Group]) -> bytes:
    """A row for each group: of each of MEASURES the mean, the standard deviation and the best score of a run."""
    return _rows(map(_group, found))


def _run(line: RunScore, changed: Sequence[str]) -> dict[str, object]:
    asked, summary, about = line.run.request, line.summary, line.run.metadata
    row = {
        "run": line.run.name, "title": line.title, "note": about.note, "dataset": asked.dataset, "model": asked.model,
        "seed": asked.seed, "split": asked.split, "test_images": summary.accuracy.n, "tested_on": summary.images,
    }  # fmt: skip
    for measure in MEASURES:
        score = line.score(measure)
        row |= {measure: score.value, f"{measure}_low": score.low, f"{measure}_high": score.high}
    finished = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(summary.finished))
    return row | {
        "loss": summary.loss, "majority": summary.guessing.value, "training_seconds": summary.seconds,
        "parameters": summary.parameters, "kept_epoch": summary.kept_epoch, "began_with": summary.origin,
        "changed": ", ".join(changed), "finished": finished,
    }  # fmt: skip


def _group(group: Group) -> dict[str, object]:
    row: dict[str, object] = {"title": group.title, "runs": len(group.lines), "seeds": len(group.seeds)}
    for measure in MEASURES:
        best = max((line.score(measure) for line in group.lines), key=lambda score: score.value)
        row |= {f"{measure}_mean": group.mean(measure), f"{measure}_sd": group.sd(measure)}
        row |= {f"{measure}_best": best.value, f"{measure}_best_low": best.low, f"{measure}_best_high": best.high}
    return row | {"run_names": " ".join(line.run.name for line in group.lines)}


def _rows(found: Iterable[dict[str, object]]) -> bytes:
    rows = list(found)

    def fill(file: TextIO) -> None:
        lines = csv.DictWriter(file, list(rows[0]) if rows else ["run"], lineterminator="\n")
        lines.writeheader()
        lines.writerows(rows)

    return _file(fill)


def _file(fill: Callable[[TextIO], None]) -> bytes:
    file = io.StringIO()
    fill(file)
    return file.getvalue().encode("utf-8", "backslashreplace")
