"""Files of data sets, downloaded in the background: `python -m galaxy_core.datasets.files.download NAME`.

How a file is fetched, resumed and verified is `storage.download`; which one, where to, and whether somebody is at it
stands here.
"""

import sys
from pathlib import Path

import galaxy_core
from galaxy_core import GalaxyError, StorageError, UsageError, datasets
from galaxy_core.storage import background
from galaxy_core.storage.download import Progress, Remote, fetch


def start(name: str) -> None:
    """Starts the download of a data set in the background, unless it is running. Raises UsageError for one without."""
    background.start(target(name), __name__ if __name__ != "__main__" else __spec__.name, name)


def state(name: str) -> background.Job | None:
    """How far the download of a data set is, in bytes, or None if none was begun (or it has ended well)."""
    return background.job(target(name))


def target(name: str) -> Path:
    """Where the downloaded file of a data set will be. Raises UsageError for a data set that has none."""
    return galaxy_core.data_folder() / remote(name).url.rsplit("/", 1)[-1]


def remote(name: str) -> Remote:
    """The published file of a data set. Raises UsageError for a data set that has none."""
    published = datasets.plugin(name).DOWNLOAD
    if published is None:
        raise UsageError(f"“{name}” has nothing to download: it needs no file, or a path of yours.")
    return Remote(published.url, published.size, published.sha256)


def download(name: str, progress: Progress | None = None) -> Path:
    """Downloads the file of a data set now, or what is missing of it; waits if another process is at it.

    `progress(done, total)` counts bytes. Raises what `storage.download.fetch` raises, and StorageError where another
    file of that name lies there already.
    """
    path = target(name)
    with background.working(path, progress) as report:
        if not path.exists():
            fetch(remote(name), path, report)
        elif not remote(name).is_copy(path):
            raise StorageError(
                f"{path} is there already and isn't the published file: move it away, then download again."
            )
    return path


if __name__ == "__main__":
    try:
        download(sys.argv[1])
    except GalaxyError as error:
        sys.exit(str(error))
