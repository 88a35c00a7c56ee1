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
    found = [cli.run_named(name) for name in dict.fromkeys(options.runs)]
    _prepare(found)
    report.write(found, out)
    return {"runs": [one.name for one in found], "file": options.out, "bytes": out.stat().st_size}


def text(value: dict) -> str:
    """Where it is, and how large."""
    from galaxy_core.charts import formatting

    return f"{value['file']}: {formatting.size(value['bytes'])}, to be opened in any browser."


def _prepare(found: list) -> None:
    """Makes the small pictures of data sets whose images can't be read one by one, with a line of progress."""
    from galaxy_core import GalaxyError, datasets
    from galaxy_core.evaluation import stored
    from galaxy_core.prepare import cache, thumbnails

    for reference in dict.fromkeys(one.request.dataset for one in found if one.is_finished):
        try:
            galaxies = datasets.open_dataset(reference)
            if galaxies.quick or not any(stored.shows(one, galaxies) for one in found):
                continue
            with terminal.Progress() as progress:
                cache.make(
                    galaxies, thumbnails.chain(galaxies),
                    lambda done, total: progress.show(f"{done:,} of {total:,} small pictures", done / total),
                )  # fmt: skip
        except GalaxyError as error:  # then the report has no pictures, and says so
            terminal.say(error)
