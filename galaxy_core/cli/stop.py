"""`stop RUN`: ends a run's training, at once, or with what it has learned scored and kept."""

import time

from galaxy_core import cli

TITLE = "Stop a run"
SENTENCE = (
    "Stops a run that is queued or running, without scores, or with those of what it has learned; “continue” goes on "
    "with it from its last epoch."
)
ORDER = 8
PATIENCE = 10.0  # seconds; the dispatcher kills it within two


def arguments(parser) -> None:
    """The run, and whether it is to be scored."""
    parser.add_argument("run", metavar="RUN", help=cli.RUN_HELP)
    parser.add_argument(
        "--keep",
        action="store_true",
        help="end it with its last whole epoch, score that as any finished run, and wait for it",
    )


def run(options) -> dict:
    """`{run, status}` once it has ended: stopped, or finished if it was faster; with `--keep` finished."""
    from galaxy_core import RunError, queue
    from galaxy_core.cli import waiting

    run = cli.run_named(options.run)
    if options.keep:
        queue.finish(run)
        return {"run": run.name, "status": waiting.until_ended(run)}
    queue.stop(run)
    began = time.monotonic()
    while run.status == "running":
        if time.monotonic() - began > PATIENCE:
            raise RunError(f"The run {run.name} was told to stop and hasn't yet: look again in a while.")
        time.sleep(0.05)
    return {"run": run.name, "status": run.status}


def text(value: dict) -> str:
    """How it is now."""
    return f"{value['run']} is {value['status']}."


def failure(value: dict) -> str | None:
    """Why it could not be scored, where it was waited for."""
    from galaxy_core.cli import waiting

    return waiting.failure(value) if value["status"] == "failed" else None
