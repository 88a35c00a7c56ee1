"""`stop RUN`: ends a run's training; what it has learned so far is kept."""

import time

from galaxy_core import cli

TITLE = "Stop a run"
SENTENCE = "Stops a run that is queued or running; “continue” goes on with it from its last epoch."
ORDER = 8
PATIENCE = 10.0  # seconds; the dispatcher kills it within two


def arguments(parser) -> None:
    """The run."""
    parser.add_argument("run", metavar="RUN", help=cli.RUN_HELP)


def run(options) -> dict:
    """`{run, status}` once it has ended: stopped, or finished if it was faster."""
    from galaxy_core import RunError, queue

    one = cli.run_named(options.run)
    queue.stop(one)
    asked = time.monotonic()
    while one.status == "running":
        if time.monotonic() - asked > PATIENCE:
            raise RunError(f"The run {one.name} was told to stop and hasn't yet: look again in a while.")
        time.sleep(0.05)
    return {"run": one.name, "status": one.status}


def text(value: dict) -> str:
    """How it is now."""
    return f"{value['run']} is {value['status']}."
