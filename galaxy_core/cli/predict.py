"""`predict RUN FILE…`: classifies pictures with a finished run's model."""

from pathlib import Path

from galaxy_core import cli
from galaxy_core.cli import terminal

TITLE = "Classify pictures"
SENTENCE = "Says which class each picture (JPEG, PNG, WebP) belongs to; one bad file spoils no other."
ORDER = 7
SHOWN = 3  # classes of each picture in the text


def arguments(parser) -> None:
    """The run and the files."""
    parser.add_argument("run", metavar="RUN", help=cli.RUN_HELP)
    parser.add_argument("files", metavar="FILE", nargs="+", help="a picture with the galaxy in its middle")


def run(options) -> list[dict]:
    """`{file, predicted, probabilities: {class: p}}` or `{file, error}` of each file, in their order."""
    from galaxy_core import prediction

    found = prediction.predict(cli.run_named(options.run), [Path(name) for name in options.files])
    return [{**one, "file": name} for one, name in zip(found, options.files, strict=True)]


def text(value: list[dict]) -> str:
    """A line for each file: the likeliest classes, or what is wrong; nothing where that is the failure itself."""
    if len(value) == 1 and "error" in value[0]:
        return ""
    return "\n".join(_line(one) for one in value)


def failure(value: list[dict]) -> str | None:
    """The sentence if no file at all could be classified."""
    if any("predicted" in one for one in value):
        return None
    return value[0]["error"] if len(value) == 1 else f"None of the {len(value)} files could be classified."


def _line(one: dict) -> str:
    from galaxy_core.charts import formatting

    if "error" in one:
        return terminal.plain(one["error"])
    if "probabilities" not in one:
        return f"{terminal.plain(one['file'])}: {terminal.plain(str(one['predicted']))}"
    best = sorted(one["probabilities"].items(), key=lambda item: -item[1])[:SHOWN]
    return f"{terminal.plain(one['file'])}: " + ", ".join(
        f"{terminal.plain(named)} {formatting.share(p)}" for named, p in best
    )
