"""`download NAME`: fetches the published file of a data set, or what is missing of it."""

import time

from galaxy_core.cli import terminal

TITLE = "Download a data set"
SENTENCE = "Fetches a published data set, checks it, and goes on where an earlier download stopped."
ORDER = 1
POLL = 0.5  # seconds, while another process is at it


def arguments(parser) -> None:
    """The data set."""
    parser.add_argument("name", metavar="NAME", help="a data set as “datasets” lists it")


def run(options) -> dict:
    """`{name, file, bytes}` once the file is whole and its checksum right."""
    from galaxy_core import UsageError, datasets
    from galaxy_core.datasets.files import download

    offered = [name for name in datasets.names() if datasets.loads(name) and datasets.plugin(name).DOWNLOAD]
    if options.name not in offered:
        raise UsageError(f"“{options.name}” is not a data set that can be downloaded: choose {', '.join(offered)}.")
    title = datasets.plugin(options.name).TITLE
    try:
        with terminal.Progress() as progress:
            while (job := download.state(options.name)) and job.running:
                progress.show(f"{title}: another process downloads it, {100 * job.share:.0f} %", job.share)
                time.sleep(POLL)
            path = download.download(
                options.name,
                lambda done, total: progress.show(f"{title}: {words(done, total, progress.pace(done, total))}"),
            )
    except KeyboardInterrupt:
        kept = "what has come so far is kept, and the same command goes on from there"
        raise KeyboardInterrupt(f"The download of {title} was interrupted: {kept}.") from None
    size = path.stat().st_size if path.is_file() else download.published(options.name).total
    return {"name": options.name, "file": str(path), "bytes": size}


def text(value: dict) -> str:
    """Where it is now."""
    from galaxy_core.charts import formatting

    return f"{value['name']} is here: {value['file']} ({formatting.size(value['bytes'])})"


def words(done: int, total: int, pace: terminal.Pace) -> str:
    """ "34 %, 864 MB of 2.5 GB, about 3 minutes left"."""
    from galaxy_core.charts import formatting

    share = f"{100 * done // max(1, total)} %, {formatting.size(done)} of {formatting.size(total)}"
    return share if pace.seconds_left is None else f"{share}, {formatting.duration(pace.seconds_left)} left"
