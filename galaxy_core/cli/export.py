"""`export RUN`: a finished run as other tools read it: a folder of MLflow, a model card, its predictions as CSV."""

import shlex
from pathlib import Path

from galaxy_core import cli

TITLE = "Export a run"
SENTENCE = "Writes a finished run as other tools read it: into a folder of MLflow, as a model card, as a CSV file."
ORDER = 6.4
WAYS = ("mlflow", "card", "predictions")


def arguments(parser) -> None:
    """The run, and what to write where."""
    parser.add_argument("run", metavar="RUN", help=cli.RUN_HELP)
    parser.add_argument(
        "--mlflow", metavar="DIR", help="a tracking folder of MLflow (mlflow.db); needs “pip install mlflow-skinny”"
    )
    parser.add_argument("--card", metavar="FILE.md", help="a model card, Markdown: data, scores, use, limits")
    parser.add_argument("--predictions", metavar="FILE.csv", help="row, true, predicted and one column per class")
    parser.add_argument(
        "--part", metavar="PART", help="of the predictions: train, validation or test; default: test"
    )  # fmt: skip


def run(options) -> dict:
    """`{run, mlflow, card, predictions}`: null for what wasn't asked for; `mlflow` is `{folder, run, experiment, new}`,
    `card` `{file}`, `predictions` `{file, part, n}`."""
    from galaxy_core import UsageError, splits

    targets = {way: getattr(options, way) for way in WAYS}
    if not any(targets.values()):
        raise UsageError("Nothing is asked for: give --mlflow DIR, --card FILE.md or --predictions FILE.csv.")
    if options.part is not None and options.part not in splits.PARTS:
        raise UsageError(f"“{options.part}” is not a part: choose {', '.join(splits.PARTS)}.")
    if options.part is not None and not options.predictions:
        raise UsageError("--part chooses among the predictions: give --predictions FILE.csv too.")
    for name in filter(None, (options.card, options.predictions)):
        if Path(name).is_dir() or name.endswith("/"):
            raise UsageError(f"{name} is a folder: give the name of a file.")
    run = cli.run_named(options.run)
    return {
        "run": run.name,
        "mlflow": _mlflow(run, options.mlflow) if options.mlflow else None,
        "card": _card(run, options.card) if options.card else None,
        "predictions": _predictions(run, options.predictions, options.part or "test") if options.predictions else None,
    }


def text(value: dict) -> str:
    """What was written, a line each."""
    lines = []
    if tracked := value["mlflow"]:
        done = "Added to" if tracked["new"] else "Brought up to date in"
        address = shlex.quote(f"sqlite:///{Path(tracked['folder']).absolute() / 'mlflow.db'}")
        lines.append(f"{done} {tracked['folder']}: “mlflow ui --backend-store-uri {address}” shows it.")
    if card_file := value["card"]:
        lines.append(f"{card_file['file']}: its model card.")
    if table := value["predictions"]:
        lines.append(f"{table['file']}: its predictions of {table['n']:,} {table['part']} images.")
    return "\n".join(lines)


def _mlflow(run, folder: str) -> dict:
    from galaxy_core.report import tracking

    exported = tracking.to_mlflow(run, Path(folder))
    return {"folder": folder, "run": exported.run, "experiment": exported.experiment, "new": exported.new}


def _card(run, name: str) -> dict:
    from galaxy_core.report import card
    from galaxy_core.storage import atomic

    written = card.markdown(run).encode("utf-8", "replace")
    atomic.write(Path(name), lambda aside: aside.write_bytes(written))
    return {"file": name}


def _predictions(run, name: str, part: str) -> dict:
    from galaxy_core.evaluation import exporting, stored
    from galaxy_core.storage import atomic

    predictions = stored.predictions(run, part)
    atomic.write(Path(name), lambda aside: exporting.save_predictions(stored.task(run), predictions, aside))
    return {"file": name, "part": part, "n": predictions.n}
