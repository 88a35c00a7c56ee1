"""`train --dataset DATASET --model M`: puts a run into the queue, and waits for it if asked to."""

from typing import TYPE_CHECKING, Any

from galaxy_core import cli
from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from galaxy_core.runs import Request, Run

TITLE = "Train a model"
SENTENCE = "Trains a model on a data set, in a process of its own that goes on when this one ends."
ORDER = 2
NONE = "none"  # alone: no augmentation, no preparation of one's own
SIZE = (64, 64)  # pixels of an image on which it is told how much of it changes leave blank


def arguments(parser) -> None:
    """What to train on, what, how; the help lists all that can be chosen, with its parameters."""
    from galaxy_core import datasets, runs, splits

    datasets_here = ", ".join(datasets.names())
    parser.add_argument(
        "--dataset", metavar="DATASET", help=f"{datasets_here}, an HDF5 file, or a folder with a folder per class"
    )  # fmt: skip
    parser.add_argument("--model", metavar="M", help="one of the models below")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a hyperparameter of the model; may be repeated",
    )
    parser.add_argument("--seed", type=int, metavar="S", help=f"default: {runs.Request.seed}")
    parser.add_argument(
        "--seeds", type=int, default=1, metavar="N",
        help="so many runs at once, each with the next seed: they say how much of a score is chance; --json then "
        "prints a list; default: %(default)s",
    )  # fmt: skip
    parser.add_argument(
        "--split", metavar="SPLIT",
        help=f"train/validation/test or train/test: {', '.join(splits.POLICIES)}; “as-given”: the data set's own; "
        f"“@7” after it is the split seed; default: {runs.Request.split}",
    )  # fmt: skip
    _treatment(parser)
    parser.add_argument(
        "--like", metavar="RUN", help="the same as this run, but for what else is given; needs no --dataset and --model"
    )
    parser.add_argument(
        "--after", nargs="?", const="", metavar="RUN",
        help="begin only when this run has ended, however; without a name: when the last of those that go on now has",
    )  # fmt: skip
    parser.add_argument("--wait", action="store_true", help="show its progress and return when it has ended")
    _where(parser)
    parser.epilog = _all_there_is()


def _treatment(parser) -> None:
    """How images are prepared, changed and balanced."""
    several = {"nargs": "+", "action": "extend", "metavar": "NAME[:…]"}
    parser.add_argument(
        "--step", **several,
        help=f"steps of the preprocessing, in their order; “{NONE}”, and by default: the model's own",
    )  # fmt: skip
    parser.add_argument(
        "--augment", **several,
        help=f"augmentations that change a network's training images; “{NONE}”: none at all; default: its own",
    )  # fmt: skip
    parser.add_argument(
        "--balance", metavar="POLICY[:…]",
        help="class balancing: how often a network is shown the training images of each class; default: "
             "its own; “balance” counts them",
    )  # fmt: skip


def _where(parser) -> None:
    """Which back end carries it out, and what that is asked for."""
    from galaxy_core import backends
    from galaxy_core.plugins import parameters

    known = {name: parameters.describe(backends.backend(name).Options) for name in backends.names()}
    options = "; ".join(f"{name}: {', '.join(each.name for each in of)}" for name, of in known.items() if of)
    parser.add_argument("--backend", metavar="NAME", help=f"where it is carried out: {', '.join(known)}")
    parser.add_argument(
        "--set-backend", action="append", default=[], metavar="NAME=VALUE",
        help=f"an option of the back end; may be repeated. {options}",
    )  # fmt: skip


def run(options) -> dict[str, str] | list[dict[str, str]]:
    """`{run, status}`, or a list of these with `--seeds` above 1. What can't be trained on is refused before anything
    is queued."""
    from galaxy_core import backends, datasets, queue, runs, splits
    from galaxy_core.augmentations import balancing

    request = _request(options)
    requests = runs.seeded(request, options.seeds)
    galaxies = datasets.open_dataset(request.dataset if options.dataset is None else options.dataset)
    learned_from = splits.split(galaxies, request.split).train
    balancing.shown(request.balance, galaxies.task.counts(galaxies.targets[learned_from]))
    for note in (*galaxies.notes, *_blank(request.augment if options.augment else ())):
        terminal.say(note)
    where = backends.asked_for(options.backend, cli.values(options.set_backend)) if options.backend else None
    started = queue.submit_all(requests, where)
    status = _until_ended(started) if options.wait else [run.status for run in started]
    documents = [{"run": run.name, "status": word} for run, word in zip(started, status, strict=True)]
    return documents if options.seeds > 1 else documents[0]


def text(value: dict[str, str] | list[dict[str, str]]) -> str:
    """Their names and how they are."""
    return "\n".join(f"{document['run']} is {document['status']}." for document in _listed(value))


def failure(value: dict[str, str] | list[dict[str, str]]) -> str | None:
    """Why it didn't finish, where it was waited for; of several, the first that didn't, and how many."""
    from galaxy_core.cli import waiting

    bad = [sentence for document in _listed(value) if (sentence := waiting.failure(document))]
    if len(bad) < 2:
        return next(iter(bad), None)
    return f"{len(bad)} of {len(value)} runs did not finish. {bad[0]}"


def _listed(value: Any) -> list[dict[str, str]]:
    return value if isinstance(value, list) else [value]


def _until_ended(started: "list[Run]") -> list[str]:
    """How each is once none goes on. Raises RunError where one is deleted meanwhile."""
    from galaxy_core import RunError
    from galaxy_core.cli import waiting

    if len(started) == 1:
        return [waiting.until_ended(started[0])]
    waiting.until_all_ended(started, lambda run: f"seed {run.request.seed}: ", ": “runs” tells how far they are.")
    if gone := [run.name for run in started if not run.folder.is_dir()]:
        raise RunError(f"The run {gone[0]} has been deleted.")
    return [run.status for run in started]


def _request(options) -> "Request":
    from galaxy_core import UsageError, runs

    plain = ("model", "seed", "split", "balance")
    settings = {name: getattr(options, name) for name in plain if getattr(options, name) is not None}
    for name, texts in (("augment", options.augment), ("preparation", options.step)):
        settings |= {} if texts is None else {name: () if texts == [NONE] else tuple(texts)}
    if options.dataset is not None:
        settings["dataset"] = cli.reference(options.dataset)
    if options.after is not None:
        settings["after"] = _last_going() if options.after == "" else cli.run_named(options.after).name
    if options.like is not None:
        return runs.like(cli.run_named(options.like), cli.values(options.set), **settings)
    if missing := [f"--{name}" for name in ("dataset", "model") if name not in settings]:
        raise UsageError(f"The following arguments are required: {', '.join(missing)}: give them, or --like RUN.")
    return runs.request(values=cli.values(options.set), **settings)


def _last_going() -> str:
    """The name of the last in the queue, or of the one that runs, or "" where nothing goes on."""
    from galaxy_core import runs

    return next((run.name for run in [*reversed(runs.waiting()), *runs.going()]), "")


def _blank(augment: tuple[str, ...]) -> list[str]:
    """A sentence on each change that leaves much of an image blank."""
    from galaxy_core import augmentations
    from galaxy_core.charts import formatting
    from galaxy_core.models import preview

    black = augmentations.pipeline(augment).border == "black"
    filled = "they stay black" if black else "they are filled from inside it"
    shares = {text: preview.blank((text,), SIZE) for text in augment}
    return [
        f"Under {text} {formatting.share(share)} of the pixels come from outside the image: {filled}."
        for text, share in shares.items()
        if share > augmentations.BLANK
    ]


def _all_there_is() -> str:
    """Models, steps, augmentations and policies with their parameters, for the help."""
    from galaxy_core import augmentations, models, prepare
    from galaxy_core.augmentations import balancing
    from galaxy_core.cli import catalogue

    return "\n\n".join([
        catalogue.listing(models, "models and their parameters (--set NAME=VALUE)"),
        catalogue.listing(prepare, "steps of the preparation (--step NAME:PARAMETER=VALUE,…)"),
        catalogue.listing(augmentations, "augmentations (--augment NAME:PARAMETER=VALUE,…)"),
        catalogue.listing(balancing, "balancing policies (--balance NAME:PARAMETER=VALUE,…)"),
    ])  # fmt: skip
