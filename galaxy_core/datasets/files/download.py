"""Files of data sets, downloaded in the background: `python -m galaxy_core.datasets.files.download NAME`.

How a file is fetched, resumed and verified is `storage.download`; which ones, where to, and whether somebody is at it
stands here. An archive is unpacked where it came, and then deleted.
"""

import shutil
import sys
import zipfile
from pathlib import Path

import galaxy_core
from galaxy_core import GalaxyError, StorageError, UsageError, datasets
from galaxy_core.datasets import Download, refusals
from galaxy_core.storage import atomic, background
from galaxy_core.storage.download import Progress, Remote, fetch

ROUNDED = 0.9  # share by which a file without a checksum may miss its size, which is rounded; a page that says sorry
# misses it by more


def start(name: str) -> None:
    """Starts the download of a data set in the background, unless it is running. Raises UsageError for one without."""
    background.start(target(name), __name__ if __name__ != "__main__" else __spec__.name, name)


def state(name: str) -> background.Job | None:
    """How far the download of a data set is, in bytes, or None if none was begun (or it has ended well)."""
    return background.job(target(name))


def cancel(name: str) -> None:
    """Has the download of a data set end soon; what is here of it is kept, and a later one goes on from there."""
    background.cancel(target(name))


def is_ending(name: str) -> bool:
    """Whether the download of a data set has been called off and hasn't ended yet."""
    return background.is_ending(target(name))


def target(name: str) -> Path:
    """Where the downloaded file of a data set will be. Raises UsageError for a data set that has none."""
    return galaxy_core.data_folder() / published(name).place / published(name).file


def published(name: str) -> Download:
    """The published files of a data set. Raises UsageError for a data set that has none."""
    files: Download | None = datasets.plugin(name).DOWNLOAD
    if files is None:
        raise UsageError(f"“{name}” has nothing to download: it needs no file, or a path of yours.")
    return files


def download(name: str, progress: Progress | None = None) -> Path:
    """Downloads the files of a data set now, or what is missing of them; waits if another process is at it.

    Gives the largest, or the folder that it was unpacked into. `progress(done, total)` counts bytes. Raises what
    `storage.download.fetch` raises, StorageError where another file of that name lies there already, DataError for an
    archive that can't be unpacked.
    """
    path, files = target(name), published(name)
    with background.working(path, progress) as report:
        done = 0
        for file in files.files:

            def both(have: int, whole: int, before: int = done) -> None:
                report(before + have, files.total if files.others else whole)

            own = _come(file, path.with_name(file.file), both)
            done += file.size
    return own


def _come(file: Download, path: Path, progress: Progress) -> Path:
    """One file, fetched unless it is there, and unpacked where it is an archive: where it is now."""
    folder = path.with_suffix("")
    if path.suffix == ".zip" and folder.is_dir():
        return folder
    remote = Remote(file.url, file.size, file.sha256, about=0.0 if file.sha256 else ROUNDED)
    if not path.exists():
        fetch(remote, path, progress)
    elif not remote.is_copy(path):
        raise StorageError(f"{path} is there already and isn't the published file: move it away, then download again.")
    return _unpacked(path, folder) if path.suffix == ".zip" else path


def _unpacked(path: Path, folder: Path) -> Path:
    """The folder with all that is in an archive, but for what macOS adds; the archive is deleted."""

    def fill(aside: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                inner = Path(entry.filename)
                if entry.is_dir() or inner.name.startswith(".") or "__MACOSX" in inner.parts or inner.is_absolute():
                    continue
                if ".." in inner.parts:
                    raise refusals.ARCHIVE_OUTSIDE(path=path)
                (aside / inner).parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as packed, open(aside / inner, "wb") as out:
                    shutil.copyfileobj(packed, out)

    try:
        atomic.write(folder, fill)
    except zipfile.BadZipFile as error:
        raise refusals.ARCHIVE(path=path) from error
    path.unlink()
    return folder


if __name__ == "__main__":
    try:
        download(sys.argv[1])
    except GalaxyError as error:
        sys.exit(str(error))
