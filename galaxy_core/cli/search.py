"""`search --dataset DATASET --model M --grid NAME=V1,V2 …`: many runs that look for the best parameters."""

import time
from typing import TYPE_CHECKING, Any

from galaxy_core import cli
from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from galaxy_core.intervals import Score
    from galaxy_core.search import Search
    from galaxy_core.search.trials import Trial
    from galaxy_core.tasks import Task

TITLE = "Hyperparameter search"
SENTENCE = "Trains a model with many hyperparameters, and chooses the best by the validation images."
ORDER = 2.7
SHOWN = 20  # trials of the table for people, the best first


def arguments(parser) -> None:
    """What to train, which parameters to search and how; or which earlier search to show or to end."""
    from galaxy_core import glossary, runs

    parser.add_argument("--dataset", metavar="DATASET", help="what to train on, as “train” takes it")
    parser.add_argument("--model", metavar="M", help="one that “train” lists")
    parser.add_argument(
        "--grid", action="extend", nargs="+", default=[], metavar="NAME=V1,V2",
        help="values of a hyperparameter; without --tpe a grid search: every combination is tried; "
             "values with commas are separated by |",
    )  # fmt: skip
    parser.add_argument(
        "--tpe", type=int, metavar="N", help=f"Bayesian search of N trials: {glossary.phrase('Bayesian search (TPE)')}"
    )
    parser.add_argument(
        "--range", action="extend", nargs="+", default=[], metavar="NAME=LOW..HIGH",
        help="a range for --tpe; with “:log” behind it small numbers are tried as often as large ones",
    )  # fmt: skip
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a hyperparameter of all trials; may be repeated",
    )
    parser.add_argument("--seed", type=int, default=runs.Request.seed, metavar="S", help="default: %(default)s")
    parser.add_argument("--split", default=runs.Request.split, metavar="SPLIT", help="default: %(default)s")
    parser.add_argument(
        "--measure", metavar="SCORE",
        help=f"{glossary.phrase('objective')}: of classes {cli.measures()} or loss; default: "
             "that by which the task chooses",
    )  # fmt: skip
    parser.add_argument(
        "--prune",
        choices=("yes", "no"),
        help=f"{glossary.phrase('pruning')}; default: yes with --tpe, else no",
    )
    named = {"nargs": "?", "const": cli.LATEST, "metavar": "SEARCH"}
    parser.add_argument("--show", **named, help=f"begin nothing: give the table of this search, or of the {cli.LATEST}")
    parser.add_argument("--end", **named, help="ask for no more trials, and stop those that go on")
    parser.add_argument("--wait", action="store_true", help="show its progress and return when all trials have ended")


def run(options) -> dict[str, Any]:
    """`{search, dataset, model, method, measure, space, open, state, wanted, trials, best, winner, importance}`.

    `trials` are `{number, run, values, status, epochs, value, interval, loss, reason}` as they were asked for; `best`
    is one of them, or null; `winner` is null until nothing can change it, then `{run, measure, test, test_interval}`.
    """
    from galaxy_core.search import trials

    search = _search_of(options)
    if options.wait:
        _until_ended(search)
    table = trials.trials(search)
    documents = [_document(search, trial) for trial in table]
    best, winner = trials.best(search, table), trials.winner(search, table)
    return {
        "search": search.name,
        "dataset": search.request.dataset,
        "model": search.request.model,
        "method": search.plan.method,
        "measure": search.plan.measure,
        "space": [str(dimension) for dimension in search.plan.space],
        "open": not trials.is_decided(search, table),
        "state": trials.state(search, table),
        "wanted": search.plan.trials,
        "trials": documents,
        "best": best and documents[best.number - 1],
        "winner": winner and _winner(search, *winner),
        "importance": trials.importance(search, table),
    }


def text(value: dict[str, Any]) -> terminal.Parts:
    """How far it is, the trials, the best of them first, and what the best one reaches on the test images."""
    from galaxy_core.charts import formatting, measures

    facts: list[terminal.Part] = [f"{value['search']}: {value['state']}"]
    trials = value["trials"]
    if trials:
        names = list(trials[0]["values"])
        head = (*(name.upper() for name in names), f"VALIDATION {value['measure'].upper()}", "STATUS", "EPOCHS", "RUN")
        ordered = sorted(trials, key=lambda trial: _place(value, trial))
        rows = [
            (*trial["values"].values(), _cell(value, trial), trial["status"], trial["epochs"] or None, trial["run"])
            for trial in ordered[:SHOWN]
        ]
        facts.append(terminal.table(head, rows))
        facts += [f"{len(trials) - SHOWN} more: --json gives all of them."] * (len(trials) > SHOWN)
    shares = {name: share for name, share in value["importance"].items() if share is not None}
    if shares:
        facts.append(
            "Hyperparameter importance: "
            + ", ".join(f"{name} {formatting.share(share)}" for name, share in shares.items())
            + "."
        )
    if won := value["winner"]:
        known_as = _task(value).measure(won["measure"])
        measure, score = measures.within(known_as), measures.scored(known_as, _score(won["test"], won["test_interval"]))
        facts.append(f"Chosen by the validation images: {won['run']}. Its {measure} on the test images is {score}.")
    if value["open"]:
        facts.append(_later(value["search"]))
    return terminal.paragraphs(facts)


def failure(value: dict[str, Any]) -> str | None:
    """That it has ended and no trial finished."""
    if value["open"] or value["best"] is not None:
        return None
    why = next((trial["reason"] for trial in value["trials"] if trial["reason"]), None)
    return f"None of its {len(value['trials'])} trials has finished" + (f": {why}" if why else ".")


def _search_of(options) -> "Search":
    """The search that was asked for: begun now, or an earlier one, ended if that was asked."""
    from galaxy_core import queue
    from galaxy_core.search import begin, close
    from galaxy_core.search.progress import advance

    name = options.end if options.end is not None else options.show
    if name is None:
        begun = begin(*_planned(options))
        if begun.plan.method == "grid":
            advance(begun)  # all at once: nobody has to wait for a process
        queue.ensure()
        return begun
    earlier = _earlier(name, options.dataset and cli.reference(options.dataset))
    if options.end is not None:
        close(earlier, "somebody ended it.")
        for trial in earlier.trials:
            if trial.status in ("queued", "running"):
                queue.stop(trial)
    return earlier


def _earlier(name: str, dataset: str | None) -> "Search":
    """The search of that name, or the latest (on a data set)."""
    from galaxy_core import RunError, runs_folder
    from galaxy_core.search import every, find

    if name != cli.LATEST:
        return find(name)
    searches = every(dataset)
    if not searches:
        raise RunError(f"There is no search in {runs_folder()} yet: “search” without --show begins one.")
    return searches[0]


def _planned(options) -> tuple:
    """What all trials have alike, and the plan. What can't be trained on is refused before anything is queued."""
    from galaxy_core import UsageError, datasets, runs, splits
    from galaxy_core.search import dimension, plan

    if missing := [f"--{name}" for name in ("dataset", "model") if getattr(options, name) is None]:
        raise UsageError(f"The following arguments are required: {', '.join(missing)}: give them, or --show.")
    values, dataset = cli.values(options.set), cli.reference(options.dataset)
    request = runs.request(dataset, options.model, values, options.seed, options.split)
    space = [dimension(options.model, text) for text in (*options.grid, *options.range)]
    if twice := next((searched.name for searched in space if searched.name in values), None):
        raise UsageError(f"{twice} is set and searched: do one of them.")
    task = datasets.task_of(dataset)
    planned = plan(space, options.tpe, options.measure, options.prune and options.prune == "yes", task)
    runs.slots()
    galaxies = datasets.open_dataset(options.dataset)
    splits.split(galaxies, request.split)
    for note in galaxies.notes:
        terminal.say(note)
    return request, planned


def _until_ended(search: "Search") -> None:
    """Shows how far a search is until it is decided. Ctrl-C ends the waiting, not the search."""
    from galaxy_core import RunError, queue
    from galaxy_core.cli import waiting
    from galaxy_core.search import trials

    try:
        with terminal.Progress() as progress:
            while not trials.is_decided(search, table := trials.trials(search)):
                if not search.folder.is_dir():
                    raise RunError(f"The search {search.name} has been deleted.")
                running = next((trial for trial in table if trial.status == "running"), None)
                doing = f" Trial {running.number}: {waiting.doing(running.run, 'running')}" if running else ""
                progress.show(trials.state(search, table) + doing)
                queue.ensure()  # for a dispatcher that was killed
                time.sleep(waiting.POLL)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"The search goes on. {_later(search.name)}") from None


def _document(search: "Search", trial: "Trial") -> dict[str, Any]:
    from galaxy_core.search import trials

    about = {"number": trial.number, "run": trial.run.name, "values": trial.values, "status": trial.status}
    scores = {
        "epochs": trial.epochs,
        "value": trials.value(search, trial),
        "interval": [trial.score.low, trial.score.high] if trial.score else None,
        "loss": trial.loss,
    }
    return about | scores | {"reason": trial.reason}


def _winner(search: "Search", trial: "Trial", score: "Score") -> dict[str, Any]:
    from galaxy_core.search import trials

    measure = trials.reported_measure(search).key
    return {"run": trial.run.name, "measure": measure, "test": score.value, "test_interval": [score.low, score.high]}


def _task(document: dict[str, Any]) -> "type[Task]":
    from galaxy_core import datasets, tasks

    return tasks.kind(datasets.task_of(document["dataset"]))


def _place(document: dict[str, Any], trial: dict[str, Any]) -> tuple[bool, float]:
    """The best trials first, those without a value last."""
    if trial["value"] is None:
        return True, 0.0
    return False, -_task(document).measure(document["measure"]).merit(trial["value"])


def _cell(document: dict[str, Any], trial: dict[str, Any]) -> str | None:
    from galaxy_core.charts import measures

    measure = _task(document).measure(document["measure"])
    if trial["interval"]:
        return measures.scored(measure, _score(trial["value"], trial["interval"]))
    return None if trial["value"] is None else measures.value(measure, trial["value"])


def _score(value: float, interval: list[float]) -> "Score":
    from galaxy_core.intervals import Score

    low, high = interval
    return Score(value, low, high, n=0)


def _later(search: str) -> str:
    return f"“search --show {search}” tells how far it is."
