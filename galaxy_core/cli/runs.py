"""`runs`: all runs, the newest first."""

from datetime import datetime
from typing import TYPE_CHECKING

from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from galaxy_core.tasks import Measure

TITLE = "List the runs"
SENTENCE = (
    "Lists all runs, the newest first, then what is shipped: status, time, scores on the validation and on the test "
    "images."
)
ORDER = 3


def arguments(parser) -> None:
    """Whether to wait."""
    parser.add_argument(
        "--watch", action="store_true", help="show how far all runs are until none goes on any more, then list them"
    )


def run(options) -> list[dict]:
    """`{run, title, note, dataset, task, model, status, created, seconds, changes, scores, validation,
    shipped, backend, job, reason, node}` of each: the last four as `backends.about` has them.

    `created` is ISO 8601 in local time; `seconds` is null before it has begun; `changes` says what was asked otherwise
    than of the run before it on the same data; `scores` are those of the test part, without the confusion matrix, and
    null unless the run has finished and its predictions can be read. `validation` are those by which runs are chosen;
    null where they aren't known. `shipped` is true of a run that came with this program, and isn't hidden.
    """
    from galaxy_core import queue, runs
    from galaxy_core.cli import watching

    if options.watch:
        watching.until_quiet()
    for sentence in (*queue.hindrances(), *runs.unreadable().values()):
        terminal.say(sentence)
    every = runs.every()
    earlier = runs.befores(every)
    return [_document(run, earlier.get(run.name)) for run in (*every, *runs.shipped.listed())]


def text(value: list[dict]) -> terminal.Parts:
    """A table."""
    from galaxy_core.charts import formatting

    if not value:
        return "There are no runs yet: “train” starts one."
    listed = _listed(value)
    rows = [
        (
            document["run"], document["dataset"], document["model"], document["status"],
            document["created"][:16].replace("T", " "),
            formatting.duration_short(document["seconds"]), _validation(document),
            *(_test(document, *column) for column in listed),
            document["title"],
        )
        for document in value
    ]  # fmt: skip
    scores = [f"TEST {measure.title.upper()} (95 %)" for _, measure in listed]
    head = ("RUN", "DATA SET", "MODEL", "STATUS", "CREATED", "TIME", "VALIDATION", *scores, "TITLE")
    return terminal.table(head, rows, right=(5,))


def _document(run, before) -> dict:
    from galaxy_core import AbsentError, backends, runs
    from galaxy_core.evaluation import summaries

    scores, validation, status = None, None, run.status
    if status == "finished":
        try:
            summary = summaries.summary(run)
            scores, validation = summary.as_json(), summary.validation and summary.validation.as_json()
        except AbsentError:
            terminal.say(f"The predictions of {run.name} are gone or damaged: train it again.")
    spent = run.result.get("cost", {}) if status == "finished" else run.live
    return {
        "run": run.name, "title": runs.title(run), "note": run.metadata.note,
        "dataset": run.request.dataset, "task": run.task, "model": run.request.model, "status": status,
        "created": datetime.fromtimestamp(run.request.created).astimezone().isoformat(timespec="seconds"),
        "seconds": spent.get("seconds"), "changes": list(runs.changes(run, before)) if before else [], "scores": scores,
        "validation": validation, "shipped": run.is_shipped, **backends.about(run, status),
    }  # fmt: skip


def _listed(value: list[dict]) -> list[tuple[str, "Measure"]]:
    """The scores that have a column, of each task that one of the runs has learned."""
    from galaxy_core import tasks

    names = dict.fromkeys(document["task"] for document in value if document["task"] in tasks.names())
    return [(name, measure) for name in names for measure in tasks.kind(name).SCORES if measure.listed]


def _validation(document: dict) -> str:
    """By what it is chosen."""
    from galaxy_core import tasks
    from galaxy_core.charts import formatting, measures

    if not document["validation"]:
        return formatting.MISSING
    measure = tasks.kind(document["task"]).measure(tasks.kind(document["task"]).CHOOSES)
    return measures.value(measure, document["validation"][measure.key])


def _test(document: dict, task: str, measure: "Measure") -> str:
    from galaxy_core.charts import formatting, measures
    from galaxy_core.intervals import Score

    scores = document["scores"]
    if not scores or document["task"] != task:
        return formatting.MISSING
    low, high = scores[f"{measure.key}_interval"]
    return measures.scored(measure, Score(scores[measure.key], low, high, scores["n"]))
