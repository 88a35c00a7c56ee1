"""`describe RUN`: gives a run a title and a note."""

from galaxy_core import cli

TITLE = "Describe a run"
SENTENCE = "Gives a run a title and a note of your own; an empty one removes it."
ORDER = 10


def arguments(parser) -> None:
    """The run and the texts."""
    parser.add_argument("run", metavar="RUN", help=cli.RUN_HELP)
    parser.add_argument("--title", metavar="TITLE", help="what it is called everywhere; “” for the usual title")
    parser.add_argument("--note", metavar="TEXT", help="what you want to remember of it")


def run(options) -> dict:
    """`{run, title, note}` as they are now."""
    from galaxy_core import UsageError, runs

    if options.title is None and options.note is None:
        raise UsageError("Nothing to write down is given: add --title TITLE or --note TEXT.")
    run = cli.run_named(options.run)
    runs.describe(run, options.title, options.note)
    return {"run": run.name, "title": runs.title(run), "note": run.metadata.note}


def text(value: dict) -> str:
    """What it is called now."""
    return "\n".join([f"{value['run']} is called {value['title']}.", *value["note"].splitlines()])
