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
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.evaluation.grouping import Group
from galaxy_core.tasks import Predictions, Task


def write_predictions(task: Task, predictions: Predictions, file: TextIO) -> None:
    """A row for each image, with the columns of its task: of classes the row in the data set, true and predicted class,
    then the probability of each class."""
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(task.columns())
    lines.writerows(map(str, row) for row in task.table(predictions))  # float32 as short as it allows


def save_predictions(task: Task, predictions: Predictions, path: Path) -> None:
    """The same as a file; what of a name can't be written in UTF-8 stands there as its code."""
    with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        write_predictions(task, predictions, file)


def predictions(task: Task, stored_predictions: Predictions) -> bytes:
    """The same as the content of a file."""
    return _file(lambda file: write_predictions(task, stored_predictions, file))


def table(lines: Sequence[RunScore]) -> bytes:
    """A row for each run: what it is, each score on test and on validation images with the ends of its 95 % interval,
    and what it cost."""
    changed = comparison.changes(list(lines))
    return _rows(_run(line, changes) for line, changes in zip(lines, changed, strict=True))


def groups(grouped: Sequence[Group]) -> bytes:
    """A row for each group: of each score on test images the mean, the standard deviation, and that of the run which
    validation images choose."""
    return _rows(map(_group, grouped))


def _run(line: RunScore, changed: Sequence[str]) -> dict[str, object]:
    request, summary, metadata = line.run.request, line.summary, line.run.metadata
    row = {
        "run": line.run.name, "title": line.title, "note": metadata.note, "dataset": request.dataset,
        "model": request.model,
        "seed": request.seed, "split": request.split, "test_images": summary.n, "tested_on": summary.images,
    }  # fmt: skip
    for key, score in summary.test.values.items():
        row |= {key: score.value, f"{key}_low": score.low, f"{key}_high": score.high}
    for key, score in (summary.validation.values if summary.validation else {}).items():
        row |= {
            f"validation_{key}": score.value,
            f"validation_{key}_low": score.low,
            f"validation_{key}_high": score.high,
        }
    finished = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(summary.finished))
    return row | {
        "loss": summary.test.loss, "majority": line.baseline(), "training_seconds": summary.seconds,
        "parameters": summary.n_parameters, "kept_epoch": summary.kept_epoch, "began_with": summary.initial_weights,
        "changed": ", ".join(changed), "finished": finished,
    }  # fmt: skip


def _group(group: Group) -> dict[str, object]:
    row: dict[str, object] = {"title": group.title, "runs": len(group.lines), "seeds": len(group.seeds)}
    for measure, best in group.best.summary.test.values.items():
        row |= {f"{measure}_mean": group.mean(measure), f"{measure}_sd": group.sd(measure)}
        row |= {f"{measure}_best": best.value, f"{measure}_best_low": best.low, f"{measure}_best_high": best.high}
    return row | {"run_names": " ".join(line.run.name for line in group.lines)}


def _rows(entries: Iterable[dict[str, object]]) -> bytes:
    rows = list(entries)

    def fill(file: TextIO) -> None:
        heads = list(dict.fromkeys(name for row in rows for name in row)) or ["run"]
        lines = csv.DictWriter(file, heads, lineterminator="\n")
        lines.writeheader()
        lines.writerows(rows)

    return _file(fill)


def _file(fill: Callable[[TextIO], None]) -> bytes:
    file = io.StringIO()
    fill(file)
    return file.getvalue().encode("utf-8", "backslashreplace")
