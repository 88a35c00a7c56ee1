"""`study augmentation --dataset DATASET`: many runs that answer one question, and the table that answers it."""

from typing import TYPE_CHECKING, Any

from galaxy_core import cli
from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from galaxy_core.runs import Request, Run
    from galaxy_core.tasks import Measure

TITLE = "Ablation study"
SENTENCE = "Trains a model without augmentation, with each and with all, and says by how much each one helps."
ORDER = 2.5
VERDICTS = {True: "more than luck", False: "too small to call", None: ""}  # scripts read them in the document


def arguments(parser) -> None:
    """Which study; what to train on, what, how; or which earlier one to show."""
    from galaxy_core import models, runs
    from galaxy_core.runs import studies

    kinds = "; ".join(f"{kind}: {question}" for kind, question in studies.KINDS.items())
    parser.add_argument("kind", metavar="KIND", choices=tuple(studies.KINDS), help=kinds)
    parser.add_argument(
        "--show", nargs="?", const=cli.LATEST, metavar="STUDY",
        help=f"begin nothing: give the table of this study, or of the {cli.LATEST} one, as far as it is",
    )  # fmt: skip
    parser.add_argument("--dataset", metavar="DATASET", help="what to train on, as “train” takes it")
    parser.add_argument(
        "--model", default=models.usual(), metavar="M", help="one that “train” lists; default: %(default)s"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the model; may be repeated"
    )
    parser.add_argument(
        "--operations", action="extend", nargs="+", metavar="NAME",
        help="which augmentations, as “flips” or “noise:beta=0.1”; default: all there are",
    )  # fmt: skip
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="train each so often; default: %(default)s")
    parser.add_argument(
        "--seed", type=int, default=runs.Request.seed, metavar="S", help="the first; default: %(default)s"
    )
    parser.add_argument("--split", default=runs.Request.split, metavar="SPLIT", help="default: %(default)s")
    parser.add_argument(
        "--balance", metavar="P", help="class balancing: how often each class is shown; default: the model's own way"
    )
    parser.add_argument(
        "--step", action="extend", nargs="+", default=[], metavar="STEP",
        help="preprocessing of the images, as “crop:fraction=0.5”; default: the model's own way",
    )  # fmt: skip
    parser.add_argument(
        "--measure", metavar="SCORE",
        help=f"a score of the task of the data set, of classes {cli.measures()}; default: "
             "that by which the task chooses",
    )  # fmt: skip
    parser.add_argument("--wait", action="store_true", help="show its progress and return when all runs have ended")


def run(options) -> dict[str, Any]:
    """`{study, task, measure, state, runs, finished, failed, stopped, effects}`.

    `runs` are names, in the order in which they were asked for; `effects` are
    `{operation, title, finished, asked, validation, test, reason}`, "none" first; `validation` and `test` are null
    until there is something to compare, then `{value, value_interval, none, difference, low, high, n, seeds,
    significant, verdict}`;
    `verdict` says `significant` in the words of old: "more than luck", "too small to call", "" of "none".
    """
    from galaxy_core import RunError
    from galaxy_core.evaluation import study
    from galaxy_core.runs import studies

    name, members = _begin(options) if options.show is None else _find(options)
    if options.wait:
        _until_ended(name, members)
        members = studies.every(options.kind).get(name, [])
        if not members:
            raise RunError(f"The study {name} has been deleted.")
    status, task = [member.status for member in members], members[0].task
    measure = _measure(task, options.measure)
    return {
        "study": name,
        "task": task,
        "measure": measure,
        "state": study.state(members),
        "runs": [member.name for member in members],
        **{word: status.count(word) for word in ("finished", "failed", "stopped")},
        "effects": [_document(effect) for effect in study.effects(members, measure)],
    }


def text(value: dict[str, Any]) -> terminal.Parts:
    """How far it is, what there is without augmentation, and a line for each operation that has something to say."""
    from galaxy_core import tasks
    from galaxy_core.charts import formatting, measures

    none, *others = value["effects"]
    measure = tasks.kind(value["task"]).measure(value["measure"])
    rows = [
        (
            effect["title"],
            *(_cell(effect[part], measure) for part in ("validation", "test")),
            f"{effect['finished']} of {effect['asked']}",
        )
        for effect in others
    ]
    facts: list[terminal.Part] = [f"{value['study']}: {value['state']}"]
    if none["test"]:
        facts.append(_without(none, value))
        facts.append(terminal.table(("AUGMENTATION", "VALIDATION", "TEST", "FINISHED"), rows))
        lower = "" if measure.higher_is_better else f"Less {measures.within(measure)} is better. "
        facts.append(f"{lower}Choose by the validation column; the test column says how well the choice holds.")
        if none["test"]["seeds"] == 1:
            facts.append("Each was trained once: what another seed would change isn't in the intervals.")
    reasons: dict[str, list[str]] = {}
    for effect in value["effects"]:
        reasons.setdefault(effect["reason"], []).append(effect["title"])
    facts += [f"{formatting.listed(titles)}: {reason}" for reason, titles in reasons.items() if reason]
    if len(value["runs"]) > value["finished"] + value["failed"] + value["stopped"]:
        facts.append(_later(value["study"]))
    return terminal.paragraphs(facts)


def failure(value: dict[str, Any]) -> str | None:
    """That runs failed or were stopped, and how to learn why."""
    failed, stopped = value["failed"], value["stopped"]
    counts = [f"{failed} failed"] * bool(failed) + [f"{stopped} {_were(stopped)} stopped"] * bool(stopped)
    if not counts:
        return None
    way_out = "“runs” lists them, “show RUN” says why, “continue RUN” goes on with one"
    return f"Of its {len(value['runs'])} runs {' and '.join(counts)}: {way_out}."


def _begin(options) -> tuple[str, "list[Run]"]:
    """Puts all runs of a new study into the queue; what can't be trained on is refused before that."""
    from galaxy_core import UsageError, datasets, queue, splits
    from galaxy_core.augmentations import balancing
    from galaxy_core.runs import studies

    if options.dataset is None:
        raise UsageError("The following argument is required: --dataset: give it, or --show.")
    _measure(datasets.task_of(options.dataset), options.measure)
    request = _request(options)
    operations = None if options.operations is None else tuple(options.operations)
    requests = studies.augmentation(request, operations, options.seeds)
    galaxies = datasets.open_dataset(options.dataset)
    learned_from = splits.split(galaxies, request.split).train
    balancing.shown(request.balance, galaxies.task.counts(galaxies.targets[learned_from]))
    for note in galaxies.notes:
        terminal.say(note)
    return requests[0].study, queue.submit_all(requests)


def _request(options) -> "Request":
    from galaxy_core import runs

    more = {"preparation": tuple(options.step), "balance": options.balance}
    dataset, values = cli.reference(options.dataset), cli.values(options.set)
    return runs.request(dataset, options.model, values, options.seed, options.split, **more)


def _find(options) -> tuple[str, "list[Run]"]:
    """An earlier study, the latest of its kind (on a data set) or the one of that name. Raises RunError."""
    from galaxy_core import RunError, runs_folder
    from galaxy_core.runs import studies

    dataset = options.dataset and cli.reference(options.dataset)
    studies_by_name = studies.every(options.kind, dataset)
    name = next(iter(studies_by_name), options.show) if options.show == cli.LATEST else options.show
    if name not in studies_by_name:
        there = (
            f": there are {', '.join(studies_by_name)}."
            if studies_by_name
            else " yet: “study” without --show begins one."
        )
        raise RunError(f"There is no study “{name}” in {runs_folder()}{there}")
    return name, studies_by_name[name]


def _until_ended(study: str, members: "list[Run]") -> None:
    """Shows how far a study is until none of its runs goes on. Ctrl-C ends the waiting, not the runs."""
    from galaxy_core.cli import waiting

    waiting.until_all_ended(members, _named, f". {_later(study)}")


def _named(run: "Run") -> str:
    """Which of the study's runs it is."""
    from galaxy_core.evaluation import study
    from galaxy_core.runs import studies

    return f"{study.title(studies.arm(run)).lower()}, seed {run.request.seed}: "


def _measure(task: str, chosen: str | None) -> str:
    """The key of a score of a task: that which was asked for, or by which it chooses. Raises UsageError."""
    from galaxy_core import UsageError, tasks

    kind = tasks.kind(task)
    keys = [measure.key for measure in kind.SCORES]
    if chosen is not None and chosen not in keys:
        raise UsageError(f"“{chosen}” is not a measure here: choose {', '.join(keys)}.")
    return chosen or kind.CHOOSES


def _document(effect) -> dict[str, Any]:
    from dataclasses import asdict

    document = asdict(effect)
    for part in ("validation", "test"):
        if document[part]:
            document[part]["verdict"] = VERDICTS[document[part]["significant"]]
    return {"operation": document.pop("arm"), "asked": document.pop("planned"), **document}


def _without(none: dict[str, Any], value: dict[str, Any]) -> str:
    """ "Accuracy without augmentation: 71.2 % (68.9–73.4) on 177 validation images, …; 2 seeds." """
    from galaxy_core import tasks
    from galaxy_core.charts import formatting, measures
    from galaxy_core.intervals import Score

    measure = tasks.kind(value["task"]).measure(value["measure"])
    parts = [
        f"{measures.scored(measure, Score(difference['value'], low, high, difference['n']))} on "
        f"{formatting.count(difference['n'], f'{part} image')}"
        for part, difference in ((part, none[part]) for part in ("validation", "test"))
        for low, high in (difference["value_interval"],)
    ]
    seeds = formatting.count(none["test"]["seeds"], "seed")
    return f"{measure.title} without augmentation: {', '.join(parts)}; {seeds}."


def _cell(difference: dict[str, Any] | None, measure: "Measure") -> str | None:
    """ "3.7 points (1.2 to 6.1), significant"."""
    from galaxy_core.charts import formatting, measures

    if not difference:
        return None
    gap = measures.gap(measure, difference["difference"], difference["low"], difference["high"])
    return f"{gap}, {formatting.significant(difference['significant'])}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _later(study: str) -> str:
    return f"“study {study.partition('-')[0]} --show {study}” tells how far it is."
