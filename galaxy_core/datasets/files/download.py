"""Published files, downloaded with resumption: `python -m galaxy_core.datasets.files.download NAME`.

What has come so far lies in `FILE.part` in the data folder, what it is part of in `FILE.part.json`. A download goes on
where it stopped, also after the machine did, if the server still has the same file (by ETag or Last-Modified) and
can send ranges; otherwise it starts anew. `FILE` itself appears only when it is whole and its SHA-256 is right.

`GALAXY_DOWNLOADS` is a base address that takes the place of scheme and host, for mirrors and tests: with
`GALAXY_DOWNLOADS=http://mirror.local/zenodo`, Galaxy10 SDSS comes from
`http://mirror.local/zenodo/records/10844811/files/Galaxy10.h5`.

By requests, not urllib: it brings its own root certificates, which Python on macOS lacks.
"""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import galaxy_core
from galaxy_core import AbsentError, DataError, GalaxyError, StorageError, UsageError, datasets
from galaxy_core.datasets import Download
from galaxy_core.storage import atomic, background

if TYPE_CHECKING:
    import requests

Progress = Callable[[int, int], None]

PIECE = 1 << 20  # bytes written at once
TIMEOUTS = (15, 60)  # seconds: until connected, without a byte
PAUSES = (1, 5, 20)  # seconds before another try; counted anew whenever something has come
TIME = 1_710_979_200  # set as the time of a verified file, so that its fingerprint is the same on every machine
KEPT = "what has come so far is kept, and starting again goes on from there"


class CutOff(AbsentError):
    """The connection failed in a way that another try may mend."""


def start(name: str) -> None:
    """Starts the download of a data set in the background, unless it is running. Raises UsageError for one without."""
    background.start(target(name), __name__ if __name__ != "__main__" else __spec__.name, name)


def state(name: str) -> background.Job | None:
    """How far the download of a data set is, in bytes, or None if none was begun (or it has ended well)."""
    return background.job(target(name))


def target(name: str) -> Path:
    """Where the downloaded file of a data set will be. Raises UsageError for a data set that has none."""
    source = _source(name)
    return galaxy_core.data_folder() / source.url.rsplit("/", 1)[-1]


def download(name: str, progress: Progress | None = None) -> Path:
    """Downloads the file of a data set now, or what is missing of it; waits if another process is at it.

    `progress(done, total)` counts bytes. Raises AbsentError without a connection, StorageError without room, DataError
    where what came isn't the published file. What has come is kept but in the last case.
    """
    source, path = _source(name), target(name)
    with background.working(path) as report:

        def both(done: int, total: int) -> None:
            report(done, total)
            if progress:
                progress(done, total)

        if path.exists():
            _check_there(path, source)
        else:
            with atomic.sentences(path.parent):
                fetch(source, path, both)
    return path


def fetch(source: Download, path: Path, progress: Progress) -> None:
    """Downloads a file to `path` by way of `path.part`; the caller holds the lock of `path`. Errors as `download`."""
    url, part = _address(source.url), path.with_name(path.name + ".part")
    failures = 0
    while True:
        before = _size(part)
        try:
            _receive(url, part, source.size, progress)
            break
        except CutOff:
            failures = failures + 1 if _size(part) <= before else 0
            if failures >= len(PAUSES):
                raise
            time.sleep(PAUSES[failures])
    if _sha256(part) != source.sha256.lower():
        _discard(part)
        raise DataError(f"What {url} sends isn't the published file (its SHA-256 differs): it was deleted; try later.")
    _finish(part, path)


def _source(name: str) -> Download:
    source = datasets.plugin(name).DOWNLOAD
    if source is None:
        raise UsageError(f"“{name}” has nothing to download: it needs no file, or a path of yours.")
    return source


def _address(url: str) -> str:
    base = os.environ.get("GALAXY_DOWNLOADS")
    return base.rstrip("/") + urlsplit(url).path if base else url


def _check_there(path: Path, source: Download) -> None:
    if _sha256(path) != source.sha256.lower():
        raise StorageError(f"{path} is there already and isn't the published file: move it away, then download again.")


def _receive(url: str, part: Path, usual: int, progress: Progress) -> None:
    """Appends to `part` what is missing of it, or begins it anew; returns when all has come."""
    about = _about(part, url)
    if about.get("total", -1) == _size(part):
        return
    with _answer(url, _range(about, _size(part))) as answer:
        begin, total = _extent(answer, about, part)
        _check_room(part, (total or usual) - begin)
        if begin == 0:
            _begin(part, url, answer, total)
        with open(part, "r+b") as file:
            file.seek(begin)
            for piece in _pieces(answer, url):
                file.write(piece)
                progress(file.tell(), total or max(usual, file.tell()))
            done = file.tell()
    if total is not None and done != total:
        raise CutOff(f"{url} stopped after {done:,} of {total:,} bytes: {KEPT}.")


def _begin(part: Path, url: str, answer: "requests.Response", total: int | None) -> None:
    """An empty `part`, and what it will be part of; the notes come last, so a part is never taken for another's."""
    _discard(part)
    part.touch()
    etag, modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
    atomic.write_json(_notes(part), {"url": url, "etag": etag, "modified": modified, "total": total})


def _range(about: dict, have: int) -> dict[str, str]:
    """The headers that ask for the rest of the same file, or for all of it."""
    headers = {"Accept-Encoding": "identity", "User-Agent": f"galaxy-lab/{galaxy_core.__version__}"}
    if about and have:
        headers["Range"] = f"bytes={have}-"
        mark = about["modified"] if about["etag"].startswith("W/") else about["etag"] or about["modified"]
        if mark:
            headers["If-Range"] = mark
    return headers


def _answer(url: str, headers: dict[str, str]) -> "requests.Response":
    import requests

    host = urlsplit(url).hostname
    try:
        answer = requests.get(url, headers=headers, stream=True, timeout=TIMEOUTS)
    except (requests.ConnectionError, requests.Timeout) as error:
        raise CutOff(f"{host} can't be reached: check the network; {KEPT}.") from error
    except requests.RequestException as error:
        raise AbsentError(f"{url} can't be asked for ({type(error).__name__}): check GALAXY_DOWNLOADS.") from error
    if answer.status_code in (200, 206, 416):
        return answer
    answer.close()
    kind = CutOff if answer.status_code >= 500 or answer.status_code in (408, 429) else AbsentError
    raise kind(f"{host} answers {answer.status_code} ({answer.reason}) for {url}: try later; {KEPT}.")


def _extent(answer: "requests.Response", about: dict, part: Path) -> tuple[int, int | None]:
    """Where what the server sends begins in the file, and the file's size, if the server says it."""
    if answer.status_code == 200:
        length = answer.headers.get("Content-Length", "")
        return 0, int(length) if length.isdigit() else None
    sent, _, whole = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
    have, total = _size(part), int(whole) if whole.isdigit() else None
    if answer.status_code == 206 and about and sent.split("-")[0] == str(have) and total == about["total"]:
        return have, total
    _discard(part)
    raise CutOff(f"{answer.url} has changed since the download began: start it again.")


def _pieces(answer: "requests.Response", url: str) -> Iterator[bytes]:
    import requests
    import urllib3

    try:
        yield from answer.raw.stream(PIECE, decode_content=False)
    except (urllib3.exceptions.HTTPError, requests.RequestException, ConnectionError, TimeoutError) as error:
        raise CutOff(f"The connection to {urlsplit(url).hostname} broke off: {KEPT}.") from error


def _check_room(part: Path, needed: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if needed > free:
        raise StorageError(
            f"{part.parent} has {free / 1e9:.2f} GB free and the rest of {part.stem} needs {needed / 1e9:.2f} GB: "
            "free some space and start again."
        )


def _about(part: Path, url: str) -> dict:
    """What `part` is part of, if it is of this address; else nothing, and it begins anew."""
    about = atomic.read_json(_notes(part)) or {}
    return about if about.get("url") == url and part.exists() else {}


def _finish(part: Path, path: Path) -> None:
    os.utime(part, (TIME, TIME))
    atomic.put(part, path)
    _notes(part).unlink(missing_ok=True)


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)
    _notes(part).unlink(missing_ok=True)


def _notes(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    try:
        download(sys.argv[1])
    except GalaxyError as error:
        sys.exit(str(error))
