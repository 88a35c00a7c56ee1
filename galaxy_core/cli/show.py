"""`show RUN`: all that is known of one run."""

from typing import TYPE_CHECKING

from galaxy_core import cli
from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from galaxy_core.runs import Run
    from galaxy_core.runs.run import Result

TITLE = "Show a run"
SENTENCE = "Shows one run: what was asked, how it learned, its scores, what it cost and what made it."
ORDER = 5
REQUEST = ("dataset", "model", "parameters", "seed", "split")
COST = ("seconds", "cpu_seconds", "peak_mb", "parameters")
MADE_BY = ("versions", "code", "commit", "machine", "threads", "dataset_fingerprint", "images", "labels", "columns")


def arguments(parser) -> None:
    """The run."""
    parser.add_argument("run", metavar="RUN", help=cli.RUN_HELP)


def run(options) -> dict:
    """`{run, title, note, status, error, request, goal, before, changes, task, classes, target_names, history,
    kept_epoch, scores, cost, made_by}`; of votes `answers` in place of `classes`.

    `goal` is how many epochs it was asked for later, or null; `changes` says what was asked otherwise than of the run
    before it on the same data. Before a run has finished: the epochs so far, no classes and scores yet, and null in
    `cost` and `made_by` for what isn't known; `error` is null unless it failed.
    """
    from galaxy_core import runs
    from galaxy_core.evaluation import stored

    run = cli.run_named(options.run)
    status, result = run.status, run.result
    cost = result.get("cost", {}) if status == "finished" else run.live
    before = None if run.is_shipped else runs.before(run, runs.every())
    return {
        "run": run.name,
        "title": runs.title(run),
        "note": run.metadata.note,
        "status": status,
        "error": run.error if status == "failed" else None,
        "request": {name: getattr(run.request, name) for name in REQUEST},
        "goal": run.target_epochs.epochs if run.target_epochs else None,
        "before": before.name if before else None,
        "changes": list(runs.changes(run, before)) if before else [],
        "task": run.task,
        **_named(run, result),
        "target_names": list(run.target_names),
        "history": [_epoch(values, run.task) for values in run.history],
        "kept_epoch": result.get("kept_epoch"),
        "scores": {part: scores.as_json() for part, scores in stored.parts(run).items()} if result else {},
        "cost": {name: cost.get(name) for name in COST},
        "made_by": {name: result.get("made_by", {}).get(name) for name in MADE_BY},
    }


def text(value: dict) -> terminal.Parts:
    """Paragraphs: the run, its scores, its last epochs, its cost."""
    from galaxy_core.charts import formatting

    request, cost = value["request"], value["cost"]
    changed = ", ".join(f"{name}={chosen}" for name, chosen in request["parameters"].items())
    facts = [
        f"{value['run']}: {value['status']}",
        f"{value['title']} on {_dataset(request['dataset'])}",
        f"split {request['split']}, seed {request['seed']}" + (f", {changed}" if changed else ""),
    ]
    facts += [f"against {value['before']}: {', '.join(value['changes'])}"] if value["changes"] else []
    facts += [f"note: {line}" for line in value["note"].splitlines()]
    if value["error"]:
        facts.append(value["error"])
    spent = [formatting.duration_short(cost["seconds"])] if cost["seconds"] is not None else []
    spent += [f"{cost['peak_mb']:,.0f} MB of memory"] if cost["peak_mb"] is not None else []
    spent += [formatting.count(cost["parameters"], "parameter")] if cost["parameters"] is not None else []
    if spent:
        facts.append(f"took {', '.join(spent)}")
    return terminal.paragraphs(["\n".join(facts), _scores(value), _questions(value), _history(value["history"])])


def _named(run: "Run", result: "Result") -> dict[str, list[str]]:
    """What its targets are called, by what its task calls these; without a word for them, no classes."""
    from galaxy_core import tasks

    word = tasks.kind(run.task).NAMED
    return {word: list(run.target_names)} if word else {"classes": list(result.get("classes", []))}


def _epoch(values: dict, task: str) -> dict:
    """An epoch's values: epoch, loss and what else the task measures, the same on validation images, rate, seconds."""
    from galaxy_core import tasks

    measured = [tasks.kind(task).LOSS.key, *(measure.key for measure in tasks.kind(task).EPOCH)]
    names = ("epoch", *measured, *(tasks.VALIDATION + name for name in measured), "learning_rate", "seconds")
    return {name: int(values[name]) if name == "epoch" else values.get(name) for name in names}


def _dataset(reference: str) -> str:
    """Its name, and that it is drawn where it is: scores on drawn galaxies must not be taken for others."""
    from galaxy_core import datasets

    module = datasets.named(reference)
    if module and module.SYNTHETIC:
        return f"{reference} (synthetic: drawn, not observed)"
    return reference


def _scores(value: dict) -> terminal.Part:
    from galaxy_core import tasks
    from galaxy_core.charts import formatting, measures
    from galaxy_core.intervals import Score

    if not value["scores"]:
        return ""
    task = tasks.kind(value["task"])

    def cells(part: str, scores: dict) -> tuple[object, ...]:
        intervals = ((measure, *scores[f"{measure.key}_interval"]) for measure in task.SCORES)
        named = (
            measures.scored(measure, Score(scores[measure.key], low, high, scores["n"]))
            for measure, low, high in intervals
        )
        return part, formatting.count(scores["n"]), *named, formatting.number(scores["loss"])

    head = ("PART", "IMAGES", *(f"{measure.title.upper()} (95 %)" for measure in task.SCORES), task.LOSS.title.upper())
    return terminal.table(head, [cells(*item) for item in value["scores"].items()], right=(1, len(head) - 1))


def _questions(value: dict) -> terminal.Part:
    """Of what was asked of volunteers a line for each question, on test images."""
    from galaxy_core.charts import formatting

    asked = value["scores"].get("test", {}).get("questions", {})
    if not asked:
        return ""
    rows = [
        (key, formatting.count(scored["n"]),
         *(formatting.number(scored[name]) for name in ("rmse", "floor", "column_mean_rmse")),
         formatting.percent(scored["accuracy"]))
        for key, scored in asked.items()
    ]  # fmt: skip
    head = ("QUESTION", "TEST IMAGES", "RMSE", "FLOOR OF VOTES", "COLUMN MEAN", "MAJORITY RIGHT")
    return terminal.table(head, rows, right=range(1, len(head)))


def _history(history: list[dict], shown: int = 10) -> terminal.Part:
    from galaxy_core import tasks
    from galaxy_core.charts import formatting

    if not history:
        return ""
    names = [name for name in history[0] if name not in ("epoch", "learning_rate", "seconds")]
    rows = [
        (
            epoch["epoch"],
            *(formatting.number(epoch[name]) for name in names),
            formatting.duration_short(epoch["seconds"]),
        )
        for epoch in history[-shown:]
    ]
    heads = (name.replace(tasks.VALIDATION, "validation ").replace("_", " ").upper() for name in names)
    return terminal.table(("EPOCH", *heads, "TIME"), rows, right=range(2 + len(names)))
