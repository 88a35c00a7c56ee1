"""A folder of pictures: one sub-folder per class, called as the class; or such folders in train, validation and test.

Classes are in the order of their names, pictures in the order of theirs. Each file is read once, its pixels only where
nothing less tells that they can be; what it is, is kept in the data folder until its stamp changes (see
`files/folder_index.py`). The images are what the bytes of all files are, in this order: a picture that is overwritten
in place makes another data set. What isn't read is in `left_out`.
"""

import os
from collections import Counter
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from galaxy_core import GalaxyError, datasets, tasks
from galaxy_core.datasets import Galaxies, identity, refusals
from galaxy_core.datasets.files import class_folders, class_names, folder_index, formats, left_out, pictures
from galaxy_core.datasets.files.class_folders import Listing
from galaxy_core.datasets.files.formats import Levels
from galaxy_core.datasets.files.left_out import LeftOut
from galaxy_core.datasets.files.picture_reader import AT_ONCE, PictureReader
from galaxy_core.datasets.files.pictures import Looked
from galaxy_core.storage import stamps

ORDER = 91
TITLE = "Folder of images"
SENTENCE = "Your own pictures: one folder for each class, called as the class."
SOURCE = "whoever made the folder"
TASK = "classes"
SYNTHETIC = False
CLASSES = None
SHORT = ()
GLYPHS = ()
DOWNLOAD = None
NAMED = 5  # so many broken files are named in a note, the others counted
BLOCK = 64  # pictures that are read at once, where they are small
SLOW = 8_000_000  # bytes of pixels of a picture that takes a moment


def accepts(path: Path) -> bool:
    """Whether a path is a folder."""
    return path.is_dir()


def find(folder: Path) -> Path | None:
    """None: such a folder has a path, no place of its own."""
    return None


def open(path: Path) -> Galaxies:
    """Lists the folder and checks what is new in it. Raises DataError where it isn't one folder per class."""
    listing = class_folders.listing(path)
    looked, unkept = folder_index.look(path, listing.stamps)
    rows = np.array([row for row, look in enumerate(looked.values()) if look.size], np.int64)
    names, looks = list(looked), list(looked.values())
    listing, kept = _with_two_classes(path, listing, rows, looked), [looks[row] for row in rows]
    sizes = Counter(look.size for look in kept if look.size)
    shape = pictures.middle(sizes)
    classes, twins = class_names.readable(listing.kinds)
    digests, levels = [look.digest for look in kept], _levels(kept)
    reading = PictureReader(
        path, shape, [names[row] for row in rows], digests, [listing.stamps[names[row]] for row in rows], levels
    )
    gone = [LeftOut(name, left_out.DAMAGED, look.fault) for name, look in looked.items() if not look.size]
    parts = np.array(listing.parts, np.int8)[rows] if listing.parts else None
    pixels = 3 * shape[0] * shape[1]
    content = [repr((shape, levels) if levels else shape).encode(), *digests]
    return Galaxies(
        name=str(path), title=path.name, task=tasks.task(TASK, classes), short=classes,
        glyphs=tuple(f"shape-{label % datasets.SHAPES}" for label in range(len(classes))),
        targets=np.array(listing.labels, np.int64)[rows], image_shape=(*shape, 3), content=identity.digest(content),
        read=reading.rows, block=max(1, min(BLOCK, AT_ONCE // pixels)), quick=pixels < SLOW, parts=parts,
        files=reading.names,
        left_out=(*listing.left_out, *gone), **_places(kept),
        notes=(
            *_notes(listing, gone, shape, sizes), *twins, *_of_levels(reading.names, kept, levels),
            *_copies(digests, parts),
            *([f"What was found couldn't be kept, so opening stays slow: {unkept}"] * bool(unkept)),
        ),
    )  # fmt: skip


def unseen(path: Path) -> int:
    """How many files may have to be looked at when it is opened, by their names alone: 240,000 in .3 s."""
    files = 0
    with suppress(OSError):
        for name in os.listdir(path):
            if (path / name).is_dir():
                files += sum(file.lower().endswith(formats.endings()) for file in os.listdir(path / name))
    return max(0, files - folder_index.count(path))


def look(path: Path, progress: Callable[[int, int], None]) -> None:
    """Looks at all files that are new, and keeps what they are. Raises as `open`."""
    folder_index.look(path, class_folders.listing(path).stamps, progress)


def stamp(path: Path) -> Hashable:
    """Another value when any of its files has another name, size or time; one of its own while one is too young."""
    try:
        listing = class_folders.listing(path)
    except GalaxyError as error:
        return str(error)
    young = any(not stamps.is_settled(file_stamp) for file_stamp in listing.stamps.values())
    return object() if young else identity.digest([ascii((listing.stamps, listing.left_out)).encode()])


def _with_two_classes(path: Path, listing: Listing, rows: np.ndarray, looked: dict[str, Looked]) -> Listing:
    """Raises DataError where a class has no picture that can be read, or there is only one class."""
    counts = np.bincount(np.array(listing.labels, np.int64)[rows], minlength=len(listing.kinds))
    for label in np.flatnonzero(counts == 0).tolist():
        kind = listing.kinds[label]
        name = next((name for name, own in zip(looked, listing.labels, strict=True) if own == label), "")
        if not name:
            raise refusals.NOTHING_IN_CLASS(path=path, name=kind)
        raise refusals.NO_USABLE_PICTURE(path=path, name=kind, file=name, why=looked[name].fault)
    if len(listing.kinds) == 1:
        raise refusals.ONE_CLASS(path=path, name=listing.kinds[0], formats=formats.titles())
    return listing


def _levels(kept: list[Looked]) -> Levels | None:
    """How numbers of more than 8 bits are shown in all of its pictures, by what they hold together."""
    held = [look.levels for look in kept if look.levels]
    return pictures.shown(held) if held else None


def _places(kept: list[Looked]) -> dict[str, Any]:
    """The columns that some of its pictures know: float64 (n,)."""
    columns = {name: np.array([getattr(look, name) for look in kept]) for name in ("ra", "dec", "pixel_scale")}
    known_columns = {name: values for name, values in columns.items() if np.isfinite(values).any()}
    return known_columns if {"ra", "dec"} <= {*known_columns} or not {"ra", "dec"} & {*known_columns} else {}


def _notes(listing: Listing, gone: list[LeftOut], shape: tuple[int, int], sizes: Counter[tuple[int, int]]) -> list[str]:
    notes = [left_out.named(gone, NAMED)] if gone else []
    if text := left_out.sentence(left_out.counts(listing.left_out)):
        notes.append(text)
    if dead := [file.path for file in listing.left_out if file.kind == left_out.DEAD_CLASS]:
        notes.append(
            f"No pictures of {', '.join(dead[:NAMED])}: a class folder that is a link, and leads nowhere. "
            "Mount its disk, or remove the link."
        )
    if other := sizes.total() - sizes[shape]:
        size, verb = f"{shape[1]} × {shape[0]}", "is" if other == 1 else "are"
        notes.append(f"{other:,} of {sizes.total():,} pictures {verb} of another size and scaled to {size}.")
    return notes


def _of_levels(names: list[str], kept: list[Looked], levels: Levels | None) -> list[str]:
    """How deep pictures are shown, and which of them stay nearly black."""
    if levels is None:
        return []
    deep = [(name, look.levels) for name, look in zip(names, kept, strict=True) if look.levels]
    notes = []
    if pictures.is_partial(levels):
        notes.append(pictures.stretch(levels))
    if black := [(name, held) for name, held in deep if pictures.is_black(held, levels)]:
        name, held = black[0]
        more = f", as {len(black) - 1:,} more are" if len(black) > 1 else ""
        notes.append(f"{name} is nearly black{more}: its values end at {held.high:,.6g} of {levels.high:,.6g}.")
    return notes


def _copies(digests: list[bytes], parts: np.ndarray | None) -> list[str]:
    """Pictures that are in two parts of the split that the folders give."""
    if parts is None:
        return []
    parts_of: dict[bytes, set[int]] = {}
    for digest, part in zip(digests, parts.tolist(), strict=True):
        parts_of.setdefault(digest, set()).add(part)
    shared = sum(len(in_parts) > 1 for in_parts in parts_of.values())
    notes = ["Its own split, by its folders, can be chosen as “as-given”."]
    if shared:
        subject = "1 picture is" if shared == 1 else f"{shared:,} pictures are"
        notes.append(f"{subject} in two parts of its own split: scores on “as-given” are too good.")
    return notes
