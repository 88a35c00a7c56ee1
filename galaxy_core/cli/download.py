"""`download NAME`: fetches the published file of a data set, or what is missing of it."""

import time

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
    from galaxy_core.cli import terminal
    from galaxy_core.datasets.files import download

    offered = [name for name in datasets.names() if datasets.loads(name) and datasets.plugin(name).DOWNLOAD]
    if options.name not in offered:
        raise UsageError(f"“{options.name}” is not a data set that can be downloaded: choose {', '.join(offered)}.")
    title, pace = datasets.plugin(options.name).TITLE, Pace()
    try:
        with terminal.RunScore() as line:
            while (job := download.state(options.name)) and job.running:
                line.show(f"{title}: another process downloads it, {100 * job.share:.0f} %")
                time.sleep(POLL)
            path = download.download(options.name, lambda done, total: line.show(f"{title}: {pace.words(done, total)}"))
    except KeyboardInterrupt:
        kept = "what has come so far is kept, and the same command goes on from there"
        raise KeyboardInterrupt(f"The download of {title} was interrupted: {kept}.") from None
    return {"name": options.name, "file": str(path), "bytes": path.stat().st_size}


def text(value: dict) -> str:
    """Where it is now."""
    from galaxy_core.charts import formatting

    return f"{value['name']} is here: {value['file']} ({formatting.size(value['bytes'])})"


class Pace:
    """Turns bytes into words: how much has come and how long the rest takes at the speed so far."""

    def __init__(self) -> None:
        self.began, self.first = 0.0, 0

    def words(self, done: int, total: int) -> str:
        """ "34 %, 864 MB of 2.5 GB, about 3 minutes left"."""
        from galaxy_core.charts import formatting

        if not self.began:
            self.began, self.first = time.monotonic(), done
        share = f"{100 * done // max(1, total)} %, {formatting.size(done)} of {formatting.size(total)}"
        gained, seconds = done - self.first, time.monotonic() - self.began
        if gained <= 0 or seconds < 1:
            return share
        return f"{share}, {formatting.duration(seconds * max(0, total - done) / gained)} left"
