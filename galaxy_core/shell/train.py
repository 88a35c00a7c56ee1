"""`train --dataset DATASET --model M`: puts a run into the queue, and waits for it if asked to."""

import os

TITLE = "Train a model"
SENTENCE = "Trains a model on a data set, in a process of its own that goes on when this one ends."
ORDER = 2


def arguments(parser) -> None:
    """What to train on, what, how; the help lists the models and their parameters."""
    from galaxy_core import datasets, runs, splits

    known = ", ".join(datasets.names())
    parser.add_argument(
        "--dataset",
        required=True,
        metavar="DATASET",
        help=f"{known}, an HDF5 file, or a folder with a folder per class",
    )
    parser.add_argument("--model", required=True, metavar="M", help="one of the models below")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the model; may be repeated"
    )
    parser.add_argument("--seed", type=int, default=runs.Request.seed, metavar="S", help="default: %(default)s")
    parser.add_argument(
        "--split", default=runs.Request.split, metavar="SPLIT",
        help=f"train/validation/test or train/test: {', '.join(splits.POLICIES)}; “@7” after it draws other images; "
        "default: %(default)s",
    )  # fmt: skip
    parser.add_argument("--wait", action="store_true", help="show its progress and return when it has ended")
    parser.epilog = _models()


def run(options) -> dict:
    """`{run, status}`. What can't be trained on is refused before anything is queued."""
    from galaxy_core import datasets, queue, runs, splits
    from galaxy_core.shell import terminal, waiting

    asked = runs.request(_reference(options.dataset), options.model, _values(options.set), options.seed, options.split)
    galaxies = datasets.open_dataset(options.dataset)
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
