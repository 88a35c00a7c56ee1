"""Pictures prepared and written as PNG files: a few of them here, many in a process for each core.

Processes, because each of the short OpenCV calls of a chain waits for Python's lock before and after: two threads were
measured to be a fifth slower than two processes. They follow their parent into death, however it dies.
"""

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, islice
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from galaxy_core import DataError, GalaxyError, prepare
from galaxy_core.datasets.files.formats import Levels
from galaxy_core.prepare.folder import decoding, journal
from galaxy_core.prepare.folder.listing import Picture

FEW = 64  # pictures that are done sooner than processes are started for them
CHUNK = 16  # pictures that a process is given at once
SMALL = 1 << 16  # bytes of pixels up to which a PNG isn't packed: that would save a quarter and take five times as long
ROOM = 16 << 20  # bytes: more than the images of one picture take


class ChunkResult(NamedTuple):
    """Of some pictures: how many are made, in how many of them nothing was found; (file, why) of the others."""

    images: int
    fallbacks: int
    refused: list[tuple[str, str]]


class Maker:
    """Prepares one picture after the other; each is written into one file before it gets its name.

    That file lies in the folder of results itself, is written over by the next picture, and doesn't outlive a call.
    """

    def __init__(
        self,
        texts: tuple[str, ...],
        kept: journal.Journal,
        levels: Levels | None = None,
        stopped: Callable[[], bool] | None = None,
    ):
        self.steps, self.levels = tuple(map(prepare.step, texts)), levels
        self.kept, self.stopped = kept, stopped or (lambda: False)
        self.quick = stopped is not None  # in a process of its own, where nobody reads what libjpeg says of a file
        self.aside = str(kept.folder / f".new-{os.getpid()}.png")
        np.empty(ROOM, np.uint8)  # freed at once: now glibc keeps so much, instead of fetching it for each image

    def prepare_all(self, pictures: list[Picture]) -> ChunkResult:
        """Prepares them, until it is stopped; one that can't be spoils no other."""
        complete, refused = [], []
        for picture in pictures:
            if self.stopped():
                break
            try:
                complete.append(self.prepare(picture))
            except DataError as error:
                refused.append((picture.path, str(error)))
        return ChunkResult(len(complete), complete.count(False), refused)

    def prepare(self, picture: Picture) -> bool:
        """Prepares a picture; whether everything was found in it. Raises DataError where it can't be prepared."""
        if picture.twin is not None:
            raise DataError(f"{picture.path} would become the same PNG as {picture.twin}: rename one of them.")
        images, complete = prepare.detect(decoding.read(picture.path, self.quick, self.levels)[None], self.steps)
        self.kept.note(picture.name, bool(complete[0]))  # before the image has its name, or a kill would lose it
        write(images[0], self.aside, picture.target)
        return bool(complete[0])


def prepare_chunks(
    todo: Iterator[Picture], texts: tuple[str, ...], kept: journal.Journal, levels: Levels | None = None
) -> Generator[ChunkResult]:
    """Prepares pictures on all cores, chunk by chunk; closing it ends the work after the pictures at hand.

    Numbers of more than 8 bits are shown by `levels`, or by what each picture holds.
    """
    first = list(islice(todo, FEW))
    rest = chain(first, todo)
    chunks = iter(lambda: list(islice(rest, CHUNK)), [])
    try:
        with _alone():
            if len(first) < FEW:
                yield from map(Maker(texts, kept, levels).prepare_all, chunks)
            else:
                yield from _apart(chunks, _cores(), texts, kept, levels)
    finally:
        for left in kept.folder.glob(".new-*.png"):
            left.unlink(missing_ok=True)


def write(image: np.ndarray, aside: str, target: str) -> None:
    """Writes a PNG whole or not at all, but for a power cut: waiting for the disk would take longer than the image.

    What such a cut leaves is an empty file, which is made again.
    """
    with open(aside, "wb") as file:
        file.write(_png(image).data)
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


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _alone() -> Iterator[None]:
    """Every image on one core: OpenCV's own threads would only get in the way of those that have an image each."""
    import cv2

    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def _apart(
    chunks: Iterator[list[Picture]], cores: int, texts: tuple[str, ...], kept: journal.Journal, levels: Levels | None
) -> Iterator[ChunkResult]:
    """The same in processes, which get their next chunks before they ask."""
    context = multiprocessing.get_context(_way())
    stopped = context.Event()
    doing: deque[Future[ChunkResult]] = deque()
    pool = ProcessPoolExecutor(cores, context, _begin, (texts, kept.folder, kept.missed, levels, stopped))
    try:
        for chunk in chunks:
            doing.append(_submitted(pool, chunk))
            while len(doing) > 2 * cores:
                yield doing.popleft().result()
        while doing:
            yield doing.popleft().result()
    except BrokenExecutor as error:
        reason = "one of its processes was killed, perhaps for lack of memory"
        raise GalaxyError(f"The preparation broke off ({reason}): the same call goes on from there.") from error
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)


def _way() -> str:
    """Forked processes begin at once, but may only be had while no other thread can hold a lock that they need."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _submitted(pool: ProcessPoolExecutor, chunk: list[Picture]) -> Future:
    with warnings.catch_warnings(), _nameless():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # of 3.12: OpenBLAS' threads at a fork wait, and hold nothing
        return pool.submit(_prepare_all, chunk)


@contextmanager
def _nameless() -> Iterator[None]:
    """A spawned process begins by running its parent's main file again, whatever that does: it gets none to run."""
    main = sys.modules["__main__"].__dict__
    kept: dict[str, Any] = {name: main[name] for name in ("__file__", "__spec__") if name in main}
    main.pop("__file__", None)
    main["__spec__"] = None
    try:
        yield
    finally:
        main.update(kept)


_own: Maker | None = None  # of a process


def _begin(texts: tuple[str, ...], out: Path, missed: set[str], levels: Levels | None, stopped: Event) -> None:
    """What a process does first."""
    global _own
    import cv2

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is its parent's, who then sets `stopped`
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # errors go to its parent otherwise; this is libjpeg's chatter
    threading.Thread(target=_follow, daemon=True).start()
    if cv2.getNumThreads() != 1:  # a forked one has it from its parent, and must not look for threads it hasn't got
        cv2.setNumThreads(1)
    _own = Maker(texts, journal.joined(out, missed), levels, stopped.is_set)


def _follow() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)


def _prepare_all(pictures: list[Picture]) -> ChunkResult:
    if _own is None:
        raise RuntimeError("a process prepares pictures only after it has begun")
    return _own.prepare_all(pictures)
