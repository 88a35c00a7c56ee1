"""`continue RUN`: goes on with a run that was stopped or failed, or for more epochs with one that has finished."""

from galaxy_core import cli

TITLE = "Continue a run"
SENTENCE = (
    "Goes on with a run from its last epoch: one that was stopped or has failed, or a finished one for more epochs."
)
ORDER = 9


def arguments(parser) -> None:
    """The run, and for how long."""
    parser.add_argument("run", metavar="RUN", help=cli.RUN_HELP)
    parser.add_argument("--epochs", type=int, metavar="N", help="learn so many more epochs than now, and end there")
    parser.add_argument("--wait", action="store_true", help="show its progress and return when it has ended")


def run(options) -> dict:
    """`{run, status}`."""
    from galaxy_core import queue
    from galaxy_core.cli import waiting

    run = cli.run_named(options.run)
    queue.resume(run, options.epochs)
    return {"run": run.name, "status": waiting.until_ended(run) if options.wait else run.status}


def text(value: dict) -> str:
    """How it is now."""
    return f"{value['run']} is {value['status']}."


def failure(value: dict) -> str | None:
    """Why it didn't finish, where it was waited for."""
    from galaxy_core.cli import waiting

    return waiting.failure(value)
