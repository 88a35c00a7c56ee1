"""A folder of pictures, prepared: a chain of steps makes a PNG of the same stem of each of them, below another folder.

Streamed, on all cores: memory doesn't grow with the number of pictures. A second call goes on where the first was cut
off: what is there and not older than its picture isn't made again.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from galaxy_core import UsageError, prepare
from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import formats, left_out, pictures
from galaxy_core.datasets.files.formats import Levels
from galaxy_core.prepare.cache import CONVENTION
from galaxy_core.prepare.folder import journal, workers
from galaxy_core.prepare.folder.listing import Picture, pictures_of
from galaxy_core.storage import atomic

SEEN = 200  # pictures that are looked at to know how deep ones are shown
SHALLOW = (".jpg", ".jpeg", ".jfif", ".jpe", ".webp")  # endings of files that never hold more than 8 bits


@dataclass(frozen=True)
class Prepared:
    """What there is now: `images` prepared, before or by this call; `fallbacks` of them in which a step didn't find
    what it looks for; `skipped`: (file, why) of those that can't be prepared; `seconds` that this call took;
    `left_out`: how many files weren't read, by kind; `notes`: sentences on that, and on how pictures are shown."""

    images: int
    fallbacks: int
    skipped: tuple[tuple[str, str], ...]
    seconds: float
    left_out: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


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
        levels = _levels(source, out)
    with atomic.sentences(out), journal.opened(out, chain, CONVENTION) as kept:
        passed: Counter[str] = Counter()
        images, fallbacks, total = _there(source, out, kept.missed, passed)
        skipped: list[tuple[str, str]] = []
        report(images, total)
        todo = (picture for picture in pictures_of(source, out) if _is_due(picture))
        with closing(workers.prepare_chunks(todo, chain, kept, levels)) as chunks:
            for chunk in chunks:
                images, fallbacks = images + chunk.images, fallbacks + chunk.fallbacks
                skipped += chunk.refused
                report(images + len(skipped), total)
    counts = dict((passed + Counter({left_out.DAMAGED: len(skipped)})).most_common())
    taken = time.perf_counter() - began
    return Prepared(images, fallbacks, tuple(skipped), taken, counts, _notes(passed, levels))


def _check(source: Path, out: Path) -> None:
    """Raises before anything is written: UsageError or DataError for folders that can't be meant."""
    if not os.path.isdir(source):
        raise UsageError(f"{source} is not a folder: give the one that the pictures lie in.")
    if out.exists() and out.samefile(source):
        raise UsageError(f"{out} holds the pictures themselves: choose another folder for what is made of them.")
    if next(pictures_of(source, out), None) is None:
        passed: Counter[str] = Counter()
        list(pictures_of(source, out, lambda file: passed.update([file.kind])))
        what = ", ".join(left_out.counted(kind, count) for kind, count in passed.most_common(3))
        raise refusals.NO_PICTURES(path=source, what=f", but {what}" * bool(what), formats=formats.titles())
    if not journal.is_there(out):
        for picture in pictures_of(source, out):
            if os.path.lexists(picture.target):
                raise UsageError(f"{picture.target} is there already, made by something else: choose another folder.")


def _levels(source: Path, out: Path) -> Levels | None:
    """How numbers of more than 8 bits are shown, by what some hundred pictures hold together;
    None where none has them."""
    deep = (picture for picture in pictures_of(source, out) if not picture.name.lower().endswith(SHALLOW))
    looked = (pictures.look(Path(picture.path)).levels for picture in islice(deep, SEEN))
    held = [levels for levels in looked if levels]
    return pictures.shown(held) if held else None


def _notes(passed: Counter[str], levels: Levels | None) -> tuple[str, ...]:
    """What wasn't read, and how deep pictures are shown."""
    dead = passed[left_out.DEAD_CLASS]
    texts = (
        left_out.sentence(dict(passed.most_common())),
        f"{left_out.counted(left_out.DEAD_CLASS, dead)}: mount the disk, or remove the link." * bool(dead),
        pictures.stretch(levels) if levels and pictures.is_partial(levels) else "",
    )
    return tuple(filter(None, texts))


def _there(source: Path, out: Path, missed: set[str], passed: Counter[str]) -> tuple[int, int, int]:
    """How many images are prepared already, in how many of them nothing was found, and how many pictures there are.

    Counts in `passed` what isn't read, by kind.
    """
    images = fallbacks = total = 0
    for picture in pictures_of(source, out, lambda file: passed.update([file.kind])):
        total += 1
        if not _is_due(picture):
            images += 1
            fallbacks += picture.name in missed
    return images, fallbacks, total


def _is_due(picture: Picture) -> bool:
    return picture.twin is not None or not picture.is_made()
