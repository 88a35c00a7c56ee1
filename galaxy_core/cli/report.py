"""`report RUN… --out FILE.html`: one run, or several side by side, as one HTML file that explains itself."""

from pathlib import Path

from galaxy_core import cli
from galaxy_core.cli import terminal

TITLE = "Write a report"
SENTENCE = "Writes one finished run, or several side by side, as a single HTML file for anybody to read, offline."
ORDER = 6.2


def arguments(parser) -> None:
    """The runs, and where to."""
    parser.add_argument("runs", metavar="RUN", nargs="+", help=f"{cli.RUN_HELP}; several are compared")
    parser.add_argument("--out", required=True, metavar="FILE.html", help="the file to write; an older one is replaced")


def run(options) -> dict:
    """`{runs, file, bytes}`: the names of the runs in the order of the report's request, and how large the file is."""
    from galaxy_core import UsageError, report

    out = Path(options.out)
    if out.is_dir() or options.out.endswith("/"):
        raise UsageError(f"{options.out} is a folder: give the name of a file.")
    members = [cli.run_named(name) for name in dict.fromkeys(options.runs)]
    _prepare(members)
    report.write(members, out)
    return {"runs": [member.name for member in members], "file": options.out, "bytes": out.stat().st_size}


def text(value: dict) -> str:
    """Where it is, and how large."""
    from galaxy_core.charts import formatting

    return f"{value['file']}: {formatting.size(value['bytes'])}, to be opened in any browser."


def _prepare(members: list) -> None:
    """Makes the small pictures of data sets whose images can't be read one by one, with a line of progress."""
    from galaxy_core import GalaxyError, datasets
    from galaxy_core.evaluation import stored
    from galaxy_core.prepare import cache, thumbnails

    for reference in dict.fromkeys(member.request.dataset for member in members if member.is_finished):
        try:
            galaxies = datasets.open_dataset(reference)
            if galaxies.quick or not any(stored.shows(member, galaxies) for member in members):
                continue
            with terminal.Progress() as progress:
                cache.make(
                    galaxies, thumbnails.chain(galaxies),
                    lambda done, total: progress.show(f"{done:,} of {total:,} small pictures", done / total),
                )  # fmt: skip
        except GalaxyError as error:  # then the report has no pictures, and says so
            terminal.say(error)
