"""A folder of pictures, prepared: a chain of steps makes a PNG of the same stem of each of them, below another folder.

Streamed, on all cores: memory doesn't grow with the number of pictures. A second call goes on where the first was cut
off: what is there and not older than its picture isn't made again.
"""

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from galaxy_core import DataError, UsageError, prepare
from galaxy_core.prepare.cache import CONVENTION
from galaxy_core.prepare.folder import journal, workers
from galaxy_core.prepare.folder.listing import Picture, pictures_of
from galaxy_core.storage import atomic


@dataclass(frozen=True)
class Prepared:
    """What there is now: `images` prepared, before or by this call; `fallbacks` of them in which a step didn't find
    what it looks for; `skipped`: (file, why) of those that can't be prepared; `seconds` that this call took."""

    images: int
    fallbacks: int
    skipped: tuple[tuple[str, str], ...]
    seconds: float


def prepare_folder(
    source: Path, texts: tuple[str, ...], out: Path, progress: Callable[[int, int], None] | None = None
) -> Prepared:
    """Prepares all pictures below `source` into `out`, which is left out where it lies below `source`.

    `progress(done, total)` counts pictures, first those that were done already. Raises UsageError for a wrong step or
    folder, DataError where there are no pictures, StorageError where the disk is full or can't be written, GalaxyError
    where one of its processes was killed.
    """
    began, report = time.perf_counter(), progress or (lambda done, total: None)
    chain = prepare.chain(texts)
    with atomic.sentences(out):
        _check(source, out)
    with atomic.sentences(out), journal.opened(out, chain, CONVENTION) as kept:
        images, fallbacks, total = _there(source, out, kept.missed)
        skipped = []
        report(images, total)
        todo = (picture for picture in pictures_of(source, out) if _is_due(picture))
        with closing(workers.prepare_chunks(todo, chain, kept)) as chunks:
            for chunk in chunks:
                images, fallbacks = images + chunk.images, fallbacks + chunk.fallbacks
                skipped += chunk.refused
                report(images + len(skipped), total)
    return Prepared(images, fallbacks, tuple(skipped), time.perf_counter() - began)


def _check(source: Path, out: Path) -> None:
    """Raises before anything is written: UsageError or DataError for folders that can't be meant."""
    if not os.path.isdir(source):
        raise UsageError(f"{source} is not a folder: give the one that the pictures lie in.")
    if out.exists() and out.samefile(source):
        raise UsageError(f"{out} holds the pictures themselves: choose another folder for what is made of them.")
    if next(pictures_of(source, out), None) is None:
        raise DataError(f"{source} holds no JPEG, PNG or WebP picture: give the folder that they lie in.")
    if not journal.is_there(out):
        for picture in pictures_of(source, out):
            if os.path.lexists(picture.target):
                raise UsageError(f"{picture.target} is there already, made by something else: choose another folder.")


def _there(source: Path, out: Path, missed: set[str]) -> tuple[int, int, int]:
    """How many images are prepared already, in how many of them nothing was found, and how many pictures there are."""
    images = fallbacks = total = 0
    for picture in pictures_of(source, out):
        total += 1
        if not _is_due(picture):
            images += 1
            fallbacks += picture.name in missed
    return images, fallbacks, total


def _is_due(picture: Picture) -> bool:
    return picture.twin is not None or not picture.is_made()
