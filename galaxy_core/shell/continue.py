"""`continue RUN`: goes on with a run that was stopped or failed."""

from galaxy_core import shell

TITLE = "Continue a run"
SENTENCE = "Goes on with a run that was stopped or has failed, from its last epoch."
ORDER = 8


def arguments(parser) -> None:
    """The run."""
    parser.add_argument("run", metavar="RUN", help=shell.RUN_HELP)
    parser.add_argument("--wait", action="store_true", help="show its progress and return when it has ended")


def run(options) -> dict:
    """`{run, status}`."""
    from galaxy_core import queue
    from galaxy_core.shell import waiting

    one = shell.run_named(options.run)
    queue.resume(one)
    return {"run": one.name, "status": waiting.until_ended(one) if options.wait else one.status}


def text(value: dict) -> str:
    """How it is now."""
    return f"{value['run']} is {value['status']}."


def failure(value: dict) -> str | None:
    """Why it didn't finish, where it was waited for."""
    from galaxy_core.shell import waiting

    return waiting.failure(value)
