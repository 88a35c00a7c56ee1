"""`train --dataset DATASET --model M`: puts a run into the queue, and waits for it if asked to."""

import os
from typing import TYPE_CHECKING

from galaxy_core import shell

if TYPE_CHECKING:
    from galaxy_core.runs import Request

TITLE = "Train a model"
SENTENCE = "Trains a model on a data set, in a process of its own that goes on when this one ends."
ORDER = 2


def arguments(parser) -> None:
    """What to train on, what, how; the help lists the models and their parameters."""
    from galaxy_core import datasets, runs, splits

    known = ", ".join(datasets.names())
    parser.add_argument(
        "--dataset", metavar="DATASET", help=f"{known}, an HDF5 file, or a folder with a folder per class"
    )  # fmt: skip
    parser.add_argument("--model", metavar="M", help="one of the models below")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the model; may be repeated"
    )
    parser.add_argument("--seed", type=int, metavar="S", help=f"default: {runs.Request.seed}")
    parser.add_argument(
        "--split", metavar="SPLIT",
        help=f"train/validation/test or train/test: {', '.join(splits.POLICIES)}; “@7” after it draws other images; "
        f"default: {runs.Request.split}",
    )  # fmt: skip
    parser.add_argument(
        "--like", metavar="RUN", help="the same as this run, but for what else is given; needs no --dataset and --model"
    )
    parser.add_argument(
        "--after", nargs="?", const="", metavar="RUN",
        help="begin only when this run has ended, however; without a name: when the last of those that go on now has",
    )  # fmt: skip
    parser.add_argument("--wait", action="store_true", help="show its progress and return when it has ended")
    parser.epilog = _models()


def run(options) -> dict:
    """`{run, status}`. What can't be trained on is refused before anything is queued."""
    from galaxy_core import datasets, queue, splits
    from galaxy_core.shell import terminal, waiting

    asked = _request(options)
    galaxies = datasets.open_dataset(asked.dataset if options.dataset is None else options.dataset)
    splits.split(galaxies, asked.split)
    for note in galaxies.notes:
        terminal.say(note)
    started = queue.submit(asked)
    if options.wait:
        return {"run": started.name, "status": waiting.until_ended(started)}
    return {"run": started.name, "status": started.status}


def text(value: dict) -> str:
    """Its name and how it is."""
    return f"{value['run']} is {value['status']}."


def failure(value: dict) -> str | None:
    """Why it didn't finish, where it was waited for."""
    from galaxy_core.shell import waiting

    return waiting.failure(value)


def _request(options) -> "Request":
    from galaxy_core import UsageError, runs

    given = {name: getattr(options, name) for name in ("model", "seed", "split") if getattr(options, name) is not None}
    if options.dataset is not None:
        given["dataset"] = _reference(options.dataset)
    if options.after is not None:
        given["after"] = _last_going() if options.after == "" else shell.run_named(options.after).name
    if options.like is not None:
        return runs.like(shell.run_named(options.like), _values(options.set), **given)
    if missing := [f"--{name}" for name in ("dataset", "model") if name not in given]:
        raise UsageError(f"The following arguments are required: {', '.join(missing)}: give them, or --like RUN.")
    return runs.request(values=_values(options.set), **given)


def _last_going() -> str:
    """The name of the last in the queue, or of the one that runs, or "" where nothing goes on."""
    from galaxy_core import runs

    return next((one.name for one in [*reversed(runs.waiting()), *runs.going()]), "")


def _reference(dataset: str) -> str:
    """As it is known everywhere: the run may be trained from any folder."""
    from galaxy_core import datasets

    known = datasets.known_as(dataset)
    return known if os.path.exists(known) else dataset  # what doesn't exist is refused where it is opened


def _values(pairs: list[str]) -> dict[str, str]:
    from galaxy_core import UsageError

    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"“{pair}” doesn't set a parameter: write --set NAME=VALUE.")
        if name in values:
            raise UsageError(f"{name} is set twice, to “{values[name]}” and “{value}”: set it once.")
        values[name] = value
    return values


def _models() -> str:
    """Every model with its parameters, for the help."""
    from galaxy_core import models, plugins
    from galaxy_core.plugins import parameters

    lines = ["models and their parameters (--set NAME=VALUE):"]
    for head in plugins.heads(models):
        lines.append(f"  {head.name}: {head.reason or head.sentence}")
        if head.reason is None:
            for one in parameters.describe(models.model(head.name).Parameters):
                lines.append(f"    {one.name}={one.default}: {one.description}")
    return "\n".join(lines)
