"""`runs`: all runs, the newest first."""

from datetime import datetime

TITLE = "List the runs"
SENTENCE = "Lists all runs, the newest first: status, time and scores on the test images."
ORDER = 3


def arguments(parser) -> None:
    """None of its own."""


def run(options) -> list[dict]:
    """`{run, dataset, model, status, created, seconds, scores}` of each.

    `created` is ISO 8601 in local time; `seconds` is null before it has begun; `scores` are those of the test part,
    without the confusion matrix, and null unless the run has finished and its predictions can be read.
    """
    from galaxy_core import runs
    from galaxy_core.shell import terminal

    for sentence in runs.unreadable().values():
        terminal.say(sentence)
    return [_document(one) for one in runs.every()]


def text(value: list[dict]) -> str:
    """A table."""
    from galaxy_core.charts import words
    from galaxy_core.shell import terminal

    if not value:
        return "There are no runs yet: “train” starts one."
    rows = [
        (
            one["run"], one["dataset"], one["model"], one["status"], one["created"][:16].replace("T", " "),
            words.duration_short(one["seconds"]), *_scores(one["scores"] or {}),
        )
        for one in value
    ]  # fmt: skip
    head = ("RUN", "DATA SET", "MODEL", "STATUS", "CREATED", "TIME", "ACCURACY (95 %)", "BALANCED (95 %)")
    return terminal.table(head, rows, right=(5,))


def _document(one) -> dict:
    from galaxy_core.evaluation import stored
    from galaxy_core.shell import terminal

    scores, status = None, one.status
    if status == "finished":
        if tests := stored.parts(one, ("test",)).get("test"):
            scores = {name: value for name, value in tests.as_json().items() if name != "confusion"}
        else:
            terminal.say(f"The predictions of {one.name} are gone or damaged: train it again.")
    spent = one.result.get("cost", {}) if status == "finished" else one.live
    return {
        "run": one.name, "dataset": one.request.dataset, "model": one.request.model, "status": status,
        "created": datetime.fromtimestamp(one.request.created).astimezone().isoformat(timespec="seconds"),
        "seconds": spent.get("seconds"), "scores": scores,
    }  # fmt: skip


def _scores(scores: dict) -> list[str]:
    from galaxy_core.charts import words

    return [
        words.score(scores.get(name), *scores.get(f"{name}_interval", ())) for name in ("accuracy", "balanced_accuracy")
    ]
