"""A published file, fetched by HTTP: resumed where it stopped, verified, and there whole or not at all.

What has come so far lies in `FILE.part`, what it is part of in `FILE.part.json`. A download goes on where it stopped,
also after the machine did, if the server still has the same file (by ETag or Last-Modified) and can send ranges;
otherwise it begins anew. `FILE` itself appears only when it is whole and its checksum is right.

`GALAXY_DOWNLOADS` is a base address that takes the place of scheme and host, for mirrors and tests: with
`GALAXY_DOWNLOADS=http://mirror.local/zenodo`, `https://zenodo.org/records/1/files/A.h5` comes from
`http://mirror.local/zenodo/records/1/files/A.h5`.

On requests, which brings root certificates of its own (Python on macOS lacks them). Its neighbours for data sets, such
as pooch, verify and cache, but begin a file of 2.5 GB anew wherever it breaks off.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import galaxy_core
from galaxy_core import AbsentError, DataError, StorageError
from galaxy_core.storage import atomic, json_cache, validation

if TYPE_CHECKING:
    import requests

Progress = Callable[[int, int], None]  # bytes that are here, bytes in all

PIECE = 1 << 20  # bytes written at once
TIMEOUTS = (15, 60)  # seconds: until connected, without a byte
PAUSES = (1, 5, 20)  # seconds before another try; counted anew whenever something has come
KEPT = "what has come so far is kept, and starting again goes on from there"


class ConnectionLost(AbsentError):
    """The connection failed in a way that another try may mend."""


@dataclass(frozen=True)
class Remote:
    """A published file: its address, its size in bytes, its checksum in hexadecimal and the name of the hash.

    An empty checksum stands for one that nobody published: then the size alone is compared, `about` which it is where
    that is a share above 0.
    """

    url: str
    size: int
    checksum: str
    algorithm: str = "sha256"
    about: float = 0.0

    @property
    def address(self) -> str:
        """Where it is fetched from: at the mirror, if one is named."""
        base = os.environ.get("GALAXY_DOWNLOADS")
        return base.rstrip("/") + urlsplit(self.url).path if base else self.url

    def is_copy(self, file: Path) -> bool:
        """Whether a file is the published one."""
        if not self.checksum:
            return abs(file.stat().st_size - self.size) <= self.about * self.size
        with open(file, "rb") as opened:
            return hashlib.file_digest(opened, self._hash).hexdigest() == self.checksum.lower()

    def _hash(self) -> "hashlib._Hash":
        return hashlib.new(self.algorithm, usedforsecurity=False)


def fetch(remote: Remote, path: Path, progress: Progress, pauses: Sequence[float] | None = None) -> None:
    """Fetches a published file, or what is missing of it, to `path`; the caller holds the lock of `path`.

    `progress(done, total)` counts bytes; what it raises cancels the download. `pauses`: seconds before each further try
    while nothing comes, by default PAUSES. Raises AbsentError without a connection, StorageError without room,
    DataError where what came isn't the published file. What has come is kept but in the last case.
    """
    part = _Part(path.with_name(path.name + ".part"))
    with atomic.sentences(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        _insist(remote, part, progress, PAUSES if pauses is None else pauses)
        if not remote.is_copy(part.file):
            part.discard()
            differs = f"its {remote.algorithm.upper().replace('SHA', 'SHA-')}" if remote.checksum else "its size"
            raise DataError(
                f"What {remote.address} sends isn't the published file ({differs} differs): it was deleted; try later."
            )
        atomic.put(part.file, path)
        part.discard()


@dataclass(frozen=True)
class _Notes:
    """What a part is part of: where it comes from, by what the server tells a changed file, and its size if known."""

    url: str = ""
    etag: str = ""
    modified: str = ""
    total: int | None = None

    @property
    def mark(self) -> str:
        """By what the server is asked whether it still has the same file (RFC 9110: a weak ETag won't do)."""
        return self.modified if self.etag.startswith("W/") else self.etag or self.modified


@dataclass(frozen=True)
class _Part:
    """What has come so far of a file, and the notes beside it."""

    file: Path

    @property
    def size(self) -> int:
        return self.file.stat().st_size if self.file.exists() else 0

    def notes(self, url: str) -> _Notes | None:
        """What it is part of, if that is of this address; else None, and it begins anew."""
        written = json_cache.document(self._notes) if self.file.exists() else {}
        noted = validation.sound(_Notes, written)
        return noted if noted.url == url else None

    def begin(self, notes: _Notes) -> None:
        """Empties it; the notes come last, so a part is never taken for another's."""
        self.discard()
        self.file.touch()
        atomic.write_json(self._notes, asdict(notes))

    def discard(self) -> None:
        self.file.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)

    @property
    def _notes(self) -> Path:
        return self.file.with_name(self.file.name + ".json")


def _insist(remote: Remote, part: _Part, progress: Progress, pauses: Sequence[float]) -> None:
    """Receives all of it, with further tries after a pause; gives up where several have brought nothing."""
    failures = 0
    while True:
        before = part.size
        try:
            return _receive(remote, part, progress)
        except ConnectionLost:
            failures = failures + 1 if part.size <= before else 0
            if failures >= len(pauses):
                raise
            time.sleep(pauses[failures])


def _receive(remote: Remote, part: _Part, progress: Progress) -> None:
    """Appends to the part what is missing of it, or begins it anew; returns when all has come."""
    url = remote.address
    notes = part.notes(url)
    if notes and notes.total == part.size:
        return
    with _response(url, _headers(notes, part.size)) as response:
        first, total = _extent(response, notes, part)
        _check_room(part.file, (total or remote.size) - first)
        if first == 0:
            headers = response.headers
            part.begin(_Notes(url, headers.get("ETag", ""), headers.get("Last-Modified", ""), total))
        with open(part.file, "r+b") as file:
            file.seek(first)
            for piece in _pieces(response):
                file.write(piece)
                progress(file.tell(), total or max(remote.size, file.tell()))
            done = file.tell()
    if total is not None and done != total:
        raise ConnectionLost(f"{url} stopped after {done:,} of {total:,} bytes: {KEPT}.")


def _headers(notes: _Notes | None, have: int) -> dict[str, str]:
    """The headers that ask for the rest of the same file, or for all of it."""
    headers = {"Accept-Encoding": "identity", "User-Agent": f"galaxy-lab/{galaxy_core.__version__}"}
    if notes and have:
        headers["Range"] = f"bytes={have}-"
        if notes.mark:
            headers["If-Range"] = notes.mark
    return headers


def _response(url: str, headers: dict[str, str]) -> "requests.Response":
    import requests

    host = urlsplit(url).hostname
    try:
        response = requests.get(url, headers=headers, stream=True, timeout=TIMEOUTS)
    except (requests.ConnectionError, requests.Timeout) as error:
        raise ConnectionLost(f"{host} can't be reached: check the network; {KEPT}.") from error
    except requests.RequestException as error:
        raise AbsentError(f"{url} can't be asked for ({type(error).__name__}): check GALAXY_DOWNLOADS.") from error
    status = response.status_code
    if status in (200, 206, 416):
        return response
    response.close()
    kind = ConnectionLost if status >= 500 or status in (408, 429) else AbsentError
    raise kind(f"{host} answers {status} ({response.reason}) for {url}: try later; {KEPT}.")


def _extent(response: "requests.Response", notes: _Notes | None, part: _Part) -> tuple[int, int | None]:
    """Where what the server sends begins in the file, and the file's size, if the server says it."""
    if response.status_code == 200:
        length = response.headers.get("Content-Length", "")
        return 0, int(length) if length.isdigit() else None
    sent, _, whole = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
    have, total = part.size, int(whole) if whole.isdigit() else None
    if response.status_code == 206 and notes and sent.split("-")[0] == str(have) and total == notes.total:
        return have, total
    part.discard()
    raise ConnectionLost(f"{response.url} has changed since the download began: start it again.")


def _pieces(response: "requests.Response") -> Iterator[bytes]:
    import requests
    import urllib3

    try:
        yield from response.raw.stream(PIECE, decode_content=False)
    except (urllib3.exceptions.HTTPError, requests.RequestException, ConnectionError, TimeoutError) as error:
        raise ConnectionLost(f"The connection to {urlsplit(response.url).hostname} broke off: {KEPT}.") from error


def _check_room(part: Path, needed: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if needed > free:
        raise StorageError(
            f"{part.parent} has {free / 1e9:.2f} GB free and the rest of {part.stem} needs {needed / 1e9:.2f} GB: "
            "free some space and start again."
        )
