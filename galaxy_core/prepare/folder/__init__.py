"""A folder of pictures, prepared: a chain of steps makes a PNG of the same stem of each of them, below another folder.

Streamed, on all cores: memory doesn't grow with the number of pictures. A second call goes on where the first was cut
off: what is there and not older than its picture isn't made again.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import numpy as np

from galaxy_core import DataError, UsageError, plugins, prepare
from galaxy_core.datasets.files import atomic
from galaxy_core.prepare.cache import CONVENTION
from galaxy_core.prepare.folder import decoding, journal
from galaxy_core.prepare.folder.listing import Picture, pictures_of

CHUNK = 16  # pictures that a thread is given at once
SMALL = 1 << 16  # bytes of pixels up to which a PNG isn't packed: that would save a quarter and take five times as long
ROOM = 16 << 20  # bytes: more than the images of a thread take

Refused = list[tuple[str, str]]  # (file, why)


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
    folder, DataError where there are no pictures, StorageError where the disk is full or can't be written.
    """
    began, report = time.perf_counter(), progress or (lambda done, total: None)
    steps, chain = tuple(map(prepare.step, texts)), prepare.chain(texts)
    with atomic.sentences(out):
        _check(source, out)
    with atomic.sentences(out), journal.opened(out, chain, CONVENTION) as kept, _alone(), _Makers(steps, kept) as at_it:
        images, fallbacks, total = _made(source, out, kept.missed)
        done, skipped = images, []
        report(done, total)
        for made, missed, refused in at_it.work(picture for picture in pictures_of(source, out) if _is_due(picture)):
            images, fallbacks, skipped = images + made, fallbacks + missed, skipped + refused
            done += made + len(refused)
            report(done, total)
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


def _made(source: Path, out: Path, missed: set[str]) -> tuple[int, int, int]:
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


@contextmanager
def _alone() -> Iterator[None]:
    """Every image on one core: OpenCV's own threads would only get in the way of those that have an image each."""
    import cv2

    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    np.empty(ROOM, np.uint8)  # freed at once: from then on glibc keeps so much instead of fetching it for each image
    try:
        yield
    finally:
        cv2.setNumThreads(before)


class _Makers:
    """Threads that prepare pictures (OpenCV leaves Python alone), each with a file that it writes before it has a name.

    These lie in `out` itself, are written over by the next picture and don't outlive a call: names can't get too long.
    """

    def __init__(self, steps: tuple[plugins.Chosen, ...], kept: journal.Journal):
        self.steps, self.kept = steps, kept
        self.stopped, self.local, self.numbers = threading.Event(), threading.local(), count()
        self.threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self.pool = ThreadPoolExecutor(self.threads, initializer=self._begin)

    def __enter__(self) -> "_Makers":
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.pool.shutdown(cancel_futures=True)
        for left in self.kept.folder.glob(".new-*.png"):
            left.unlink(missing_ok=True)

    def work(self, todo: Iterator[Picture]) -> Iterator[tuple[int, int, Refused]]:
        """Chunk by chunk: images made, in how many of them nothing was found, and what was refused."""
        doing = deque()
        while chunk := list(islice(todo, CHUNK)):
            doing.append(self.pool.submit(self._some, chunk))
            while len(doing) > 2 * self.threads:
                yield doing.popleft().result()
        while doing:
            yield doing.popleft().result()

    def _begin(self) -> None:
        self.local.aside = str(self.kept.folder / f".new-{next(self.numbers)}.png")

    def _some(self, chunk: list[Picture]) -> tuple[int, int, Refused]:
        missed, refused = 0, []
        for picture in chunk:
            if self.stopped.is_set():
                break
            try:
                missed += not self._one(picture)
            except DataError as error:
                refused.append((picture.path, str(error)))
        return len(chunk) - len(refused), missed, refused

    def _one(self, picture: Picture) -> bool:
        """Prepares a picture; whether everything was found in it. Raises DataError where it can't be prepared."""
        if picture.twin is not None:
            first = os.path.basename(picture.twin)
            raise DataError(f"{picture.path} would become the same PNG as {first}: rename one of them.")
        images, found = prepare.found(decoding.read(picture.path)[None], self.steps)
        self.kept.note(picture.name, bool(found[0]))  # before the image has its name, or a kill would lose it
        _write(images[0], self.local.aside, picture.target)
        return bool(found[0])


def _write(image: np.ndarray, aside: str, target: str) -> None:
    """Writes a PNG whole or not at all, but for a power cut: waiting for the disk would take longer than the image.

    What such a cut leaves is an empty file, which is made again.
    """
    with open(aside, "wb") as file:
        file.write(_png(image))
    with suppress(FileNotFoundError):
        os.replace(aside, target)
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    os.replace(aside, target)


def _png(image: np.ndarray) -> np.ndarray:
    """An image uint8 (h, w, 3 or 1) as the bytes of a PNG."""
    import cv2

    small = [cv2.IMWRITE_PNG_COMPRESSION, 0, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE]
    pixels = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if image.shape[2] == 3 else image
    return cv2.imencode(".png", pixels, small if image.nbytes <= SMALL else [])[1]
