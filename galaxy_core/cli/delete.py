"""`delete RUN`: removes a run and all that it made."""

from galaxy_core import cli

TITLE = "Delete a run"
SENTENCE = "Removes a run with its model, scores and predictions, for good; one that is being trained is refused."
ORDER = 11


def arguments(parser) -> None:
    """The run."""
    parser.add_argument("run", metavar="RUN", help=cli.RUN_HELP)


def run(options) -> dict:
    """`{run, status: "deleted"}`."""
    from galaxy_core import runs

    run = cli.run_named(options.run)
    runs.delete(run)
    return {"run": run.name, "status": "deleted"}


def text(value: dict) -> str:
    """That it is gone."""
    return f"{value['run']} is {value['status']}."
