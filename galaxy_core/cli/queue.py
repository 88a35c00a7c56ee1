"""`queue`: what is running and what waits, in the order in which it will begin."""

from galaxy_core import cli
from galaxy_core.cli import terminal

TITLE = "Show the queue"
SENTENCE = "Shows the runs that are running and waiting, in their order, and moves one to another place."
ORDER = 4


def arguments(parser) -> None:
    """What to move where."""
    parser.add_argument("--move", metavar="RUN", help=f"a run that waits: {cli.RUN_HELP}; needs --to")
    parser.add_argument("--to", type=int, metavar="N", help="its new place: 1 is the next to begin")


def run(options) -> list[dict]:
    """`{run, title, status, place, after, doing, epoch, epochs, seconds_left, …}` of each; null where unknown.

    `place` is 1 for the next to begin, null for those that run. A dispatcher that is missing is started.
    """
    from galaxy_core import UsageError, queue, runs
    from galaxy_core.cli import watching

    if (options.move is None) != (options.to is None):
        raise UsageError("--move RUN and --to N belong together: give both.")
    if options.move is not None:
        queue.move(cli.run_named(options.move), options.to)
    queue.ensure()
    for sentence in queue.hindrances():
        terminal.say(sentence)
    running = [run for run in reversed(runs.going()) if run.status == "running"]
    rows = [watching.row(run) for run in running]
    return rows + [watching.row(run, place) for place, run in enumerate(runs.waiting(), 1)]


def text(value: list[dict]) -> terminal.Parts:
    """A table."""
    from galaxy_core.charts import formatting

    if not value:
        return "Nothing is running or waiting."
    rows = [
        (
            row["place"], row["run"], row["title"], row["doing"],
            formatting.duration_short(row["seconds_left"]) if row["seconds_left"] is not None else None,
        )
        for row in value
    ]  # fmt: skip
    return terminal.table(("PLACE", "RUN", "TITLE", "PROGRESS", "TIME LEFT"), rows, right=(0, 4))
