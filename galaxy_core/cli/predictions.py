"""`predictions RUN`: what a finished run said about every image of a part."""

from pathlib import Path

from galaxy_core import cli
from galaxy_core.cli import terminal

TITLE = "List a run's predictions"
SENTENCE = "Lists what a finished run said about each image: row, truth and answer; of classes a probability of each."
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
        help="write a CSV file instead of a table on stdout; of classes with the columns row, true, predicted and "
             "one per class; of votes row, voted_ and predicted_ANSWER, votes_ and concentration_QUESTION",
    )  # fmt: skip


def run(options) -> list[dict] | dict:
    """What the run's task tells of each image, of classes `{row, true, predicted, probabilities: {class: p}}`, of votes
    `{row, voted: {answer: f}, predicted: {answer: f}, votes: {question: N}, concentration: {question: A}}`; with
    `--csv` `{run, part, n, csv}`."""
    from galaxy_core import UsageError, splits
    from galaxy_core.evaluation import exporting, stored
    from galaxy_core.storage import atomic

    if options.part not in splits.PARTS:
        raise UsageError(f"“{options.part}” is not a part: choose {', '.join(splits.PARTS)}.")
    run = cli.run_named(options.run)
    predictions = stored.predictions(run, options.part)
    task = stored.task(run)
    if options.csv is None:
        return list(task.documents(predictions))
    atomic.write_out(Path(options.csv), lambda path: exporting.save_predictions(task, predictions, path))
    return {"run": run.name, "part": options.part, "n": predictions.n, "csv": options.csv}


def text(value: list[dict] | dict) -> terminal.Parts:
    """A table; of a CSV file nothing."""
    if isinstance(value, dict) or not value:
        return ""
    rows = [_flat(document) for document in value]
    heads = [name if len(name) <= WIDTH else f"{name[: WIDTH - 1]}…" for name in rows[0]]
    numbers = [at for at, cell in enumerate(rows[0].values()) if isinstance(cell, int | float)]
    cells = [["" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else cell for cell in row.values()]
             for row in rows]  # fmt: skip
    fields = len(value[0])
    return terminal.table([*(name.upper() for name in heads[: fields - 1]), *heads[fields - 1 :]], cells, right=numbers)


def _flat(document: dict) -> dict:
    """What it holds of one image, and below that of its classes or answers, in one row."""
    inner = [name for name, value in document.items() if isinstance(value, dict)]
    flat: dict = {}
    for name, value in document.items():
        prefix = f"{name}_" if len(inner) > 1 else ""
        flat |= {f"{prefix}{key}": part for key, part in value.items()} if name in inner else {name: value}
    return flat
