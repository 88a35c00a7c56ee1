"""`predictions RUN`: what a finished run said about every image of a part."""

from pathlib import Path

from galaxy_core import cli
from galaxy_core.cli import terminal

TITLE = "List a run's predictions"
SENTENCE = "Lists what a finished run said about each image: row, true and predicted class, a probability per class."
ORDER = 6
WIDTH = 10  # letters of a class name over its column of the table


def arguments(parser) -> None:
    """The run, the part, and where to."""
    parser.add_argument("run", metavar="RUN", help=cli.RUN_HELP)
    parser.add_argument(
        "--part", default="test", metavar="PART", help="train, validation or test; default: %(default)s"
    )
    parser.add_argument(
        "--csv", metavar="FILE",
        help="write a CSV file with the columns row, true, predicted and one per class, instead of a table on stdout",
    )  # fmt: skip


def run(options) -> list[dict] | dict:
    """`{row, true, predicted, probabilities: {class: p}}` of each image; with `--csv` `{run, part, n, csv}`."""
    from galaxy_core import UsageError, splits
    from galaxy_core.evaluation import stored

    if options.part not in splits.PARTS:
        raise UsageError(f"“{options.part}” is not a part: choose {', '.join(splits.PARTS)}.")
    one = cli.run_named(options.run)
    found = stored.predictions(one, options.part)
    if options.csv is None:
        return _documents(found)
    _write(Path(options.csv), found)
    return {"run": one.name, "part": options.part, "n": found.n, "csv": options.csv}


def text(value: list[dict] | dict) -> terminal.Parts:
    """A table; of a CSV file nothing."""

    if isinstance(value, dict):
        return ""
    classes = list(value[0]["probabilities"]) if value else []
    heads = [name if len(name) <= WIDTH else f"{name[: WIDTH - 1]}…" for name in classes]
    rows = [
        (one["row"], one["true"], one["predicted"], *(f"{p:.3f}" for p in one["probabilities"].values()))
        for one in value
    ]
    return terminal.table(("ROW", "TRUE", "PREDICTED", *heads), rows, right=(0, *range(3, 3 + len(heads))))


def _documents(found) -> list[dict]:
    columns = (found.rows.tolist(), found.labels.tolist(), found.predicted.tolist(), found.probabilities.tolist())
    return [
        {
            "row": row, "true": found.classes[true], "predicted": found.classes[called],
            "probabilities": dict(zip(found.classes, probabilities, strict=True)),
        }
        for row, true, called, probabilities in zip(*columns, strict=True)
    ]  # fmt: skip


def _write(path: Path, found) -> None:
    """The CSV file, whole or not at all; into what is no file (a pipe, /dev/stdout) it is simply written."""
    from galaxy_core import UsageError
    from galaxy_core.evaluation import exporting
    from galaxy_core.storage import atomic

    if path.is_dir():
        raise UsageError(f"{path} is a folder: give the name of a file.")
    if path.exists() and not path.is_file():
        with atomic.sentences(path.parent):
            exporting.save_predictions(found, path)
    else:
        atomic.write(path, lambda aside: exporting.save_predictions(found, aside))
