"""Pictures as people hand them over, many at once: files, folders and ZIP archives, each read when its turn comes."""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from galaxy_core import DataError, GalaxyError
from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import archives, formats
from galaxy_core.prediction import LARGEST, Classifier, classifier, fits_view, framing, read_image
from galaxy_core.runs import Run

MOST = 20_000  # pictures of one call
ZIP = b"PK\x03\x04"
HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/)")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Picture:
    """A picture that somebody gives: what it is called, and its bytes when they are wanted (raises DataError)."""

    name: str
    read: Callable[[], bytes] = field(repr=False)


def predict(
    run: Run, paths: Sequence[str | Path], progress: Progress | None = None, in_frame: bool = False
) -> list[dict[str, Any]]:
    """For every picture in these files, folders and archives `{file, **Task.answer, certainty, distance}`, or
    `{file, error}`: a bad one spoils no other. `progress(done, total)` counts pictures.

    in_frame: each is seen in the frame that is suggested for it (see `framing`), not as a whole.
    """
    ready = classifier(run)
    known = framing.learned(run) if in_frame else None
    given = [picture for path in paths for picture in of_path(path)]
    answers = []
    for done, picture in enumerate(given, start=1):
        answers.append(framed(ready, picture, known)[0] if in_frame else told(ready, picture))
        if progress:
            progress(done, len(given))
    return answers


def told(ready: Classifier, picture: Picture) -> dict[str, Any]:
    """What a model says of one picture, or why it can't."""
    try:
        return {"file": picture.name, **ready.told(read_image(picture.read(), picture.name))}
    except GalaxyError as error:
        return {"file": picture.name, "error": str(error)}


def framed(ready: Classifier, picture: Picture, known: framing.Learned | None) -> tuple[dict[str, Any], Any]:
    """The same in the frame that is suggested where `known` says how galaxies were learned; and what that holds, uint8
    (s, s, 3), or None."""
    try:
        content = picture.read()
        scale = fits_view.pixel_scale(content)
        image = read_image(content, picture.name)
        seen = framing.cut(image, framing.suggested(image, known, scale))
        return {"file": picture.name, **ready.told(seen)}, seen
    except GalaxyError as error:
        return {"file": picture.name, "error": str(error)}, None


def of_path(name: str | Path) -> list[Picture]:
    """The pictures of a file, of a folder with those below it, or of a ZIP archive; what can't be opened is one that
    says so when it is read. A file is called as it was given."""
    path, name = Path(name), str(name)
    if not path.is_dir():
        return of_file(path, name)
    try:
        return _in_folder(path)
    except GalaxyError as error:
        return [Picture(name, partial(_raise, error))]


def of_file(path: Path, name: str) -> list[Picture]:
    """The pictures of a file that a user calls `name`: one, or those in a ZIP archive."""
    try:
        if path.is_file() and _begins(path) == ZIP:
            return of_archive(path, name)
    except GalaxyError as error:
        return [Picture(name, partial(_raise, error))]
    except OSError as error:
        unread = DataError(f"{name} can't be read ({error.strerror}): check its permissions.")
        return [Picture(name, partial(_raise, unread))]
    return [Picture(name, partial(_bytes, path, name))]


def of_archive(source: Path, name: str) -> list[Picture]:
    """The pictures in a ZIP archive, which isn't unpacked for it; other files in it are passed over.

    Raises DataError for one that can't be read or holds no picture.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and is_picture(entry.filename)]
    except archives.BROKEN as error:
        raise refusals.PACKED(path=name, why="it is damaged, or no ZIP file") from error
    if len(entries) > MOST:
        raise refusals.TOO_LARGE(path=name, what=f"{len(entries):,} pictures", most=f"{MOST:,}")
    if not entries:
        raise refusals.NO_PICTURES(path=name, what="", formats=formats.titles())
    return [Picture(f"{name}/{entry.filename}", partial(_unpacked, source, entry, name)) for entry in entries]


def _in_folder(folder: Path) -> list[Picture]:
    """The pictures below a folder, in the order of their names. Raises DataError where there is none, or too many."""
    found: list[Path] = []
    for path in _below(folder):
        if len(found) == MOST:
            raise refusals.TOO_LARGE(path=folder, what="more pictures", most=f"{MOST:,}")
        found.append(path)
    if not found:
        raise refusals.NO_PICTURES(path=folder, what="", formats=formats.titles())
    return [Picture(str(path), partial(_bytes, path, str(path))) for path in sorted(found)]


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if is_picture(path.relative_to(folder).as_posix()) and path.is_file():
            yield path


def is_picture(name: str) -> bool:
    """Whether a path below a folder, or in an archive, is called as pictures are, and isn't hidden."""
    return name.lower().endswith(formats.endings()) and not HIDDEN.search(name)


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(ZIP))


def _unpacked(source: Path, entry: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of one entry, and never more than a picture may have."""
    called = f"{name}/{entry.filename}"
    if entry.flag_bits & 1:
        raise refusals.PACKED(path=called, why="it is locked by a password")
    try:
        with zipfile.ZipFile(source) as archive, archive.open(entry) as file:
            content = file.read(LARGEST + 1)
    except archives.BROKEN as error:
        raise refusals.PACKED(path=called, why="it is damaged") from error
    if len(content) > LARGEST:
        raise DataError(f"{called} is larger than {LARGEST // 1_000_000} MB: give a smaller picture.")
    return content


def _bytes(path: Path, name: str) -> bytes:
    if not path.is_file():
        raise DataError(f"{name} is not a file: give the path of a picture.")
    if path.stat().st_size > LARGEST:
        raise DataError(f"{name} is larger than {LARGEST // 1_000_000} MB: give a smaller picture.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{name} can't be read ({error.strerror}): check its permissions.") from error


def _raise(error: GalaxyError) -> bytes:
    raise error
