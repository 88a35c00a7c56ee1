"""`runs`: all runs, the newest first."""

from datetime import datetime

from galaxy_core.cli import terminal

TITLE = "List the runs"
SENTENCE = "Lists all runs, the newest first: status, time and scores on the test images."
ORDER = 3


def arguments(parser) -> None:
    """Whether to wait."""
    parser.add_argument(
        "--watch", action="store_true", help="show how far all runs are until none goes on any more, then list them"
    )


def run(options) -> list[dict]:
    """`{run, title, note, dataset, model, status, created, seconds, changes, scores}` of each.

    `created` is ISO 8601 in local time; `seconds` is null before it has begun; `changes` says what was asked otherwise
    than of the run before it on the same data; `scores` are those of the test part, without the confusion matrix, and
    null unless the run has finished and its predictions can be read.
    """
    from galaxy_core import queue, runs
    from galaxy_core.cli import watching

    if options.watch:
        watching.until_quiet()
    for sentence in (*queue.hindrances(), *runs.unreadable().values()):
        terminal.say(sentence)
    every = runs.every()
    earlier = runs.befores(every)
    return [_document(one, earlier[one.name]) for one in every]


def text(value: list[dict]) -> terminal.Parts:
    """A table."""
    from galaxy_core.charts import formatting

    if not value:
        return "There are no runs yet: “train” starts one."
    rows = [
        (
            one["run"], one["dataset"], one["model"], one["status"], one["created"][:16].replace("T", " "),
            formatting.duration_short(one["seconds"]), *_scores(one["scores"] or {}),
            one["title"],
        )
        for one in value
    ]  # fmt: skip
    head = (
        "RUN",
        "DATA SET",
        "MODEL",
        "STATUS",
        "CREATED",
        "TIME",
        "ACCURACY (95 %)",
        "BALANCED ACCURACY (95 %)",
        "TITLE",
    )
    return terminal.table(head, rows, right=(5,))


def _document(one, before) -> dict:
    from galaxy_core import AbsentError, runs
    from galaxy_core.evaluation import stored

    scores, status = None, one.status
    if status == "finished":
        try:
            scores = stored.summary(one).as_json()
        except AbsentError:
            terminal.say(f"The predictions of {one.name} are gone or damaged: train it again.")
    spent = one.result.get("cost", {}) if status == "finished" else one.live
    return {
        "run": one.name, "title": runs.title(one), "note": one.metadata.note,
        "dataset": one.request.dataset, "model": one.request.model, "status": status,
        "created": datetime.fromtimestamp(one.request.created).astimezone().isoformat(timespec="seconds"),
        "seconds": spent.get("seconds"), "changes": list(runs.changes(one, before)) if before else [], "scores": scores,
    }  # fmt: skip


def _scores(scores: dict) -> list[str]:
    from galaxy_core.charts import formatting

    return [
        formatting.score(scores.get(name), *scores.get(f"{name}_interval", ()))
        for name in ("accuracy", "balanced_accuracy")
    ]
