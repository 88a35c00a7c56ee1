"""The files of a folder of class folders: which are pictures of which class, and what isn't read, by kind.

A class is a folder called as the class. Where the folders are called train, validation and test (or val, valid,
training, testing), each of them holds the class folders, and says which part its pictures are in.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from galaxy_core import StorageError
from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import formats, left_out
from galaxy_core.datasets.files.left_out import LeftOut
from galaxy_core.storage import stamps
from galaxy_core.storage.stamps import Stamp

MOST_CLASSES = 1000
PARTS = {
    "train": 0, "training": 0, "val": 1, "valid": 1, "validation": 1, "dev": 1, "test": 2, "testing": 2,
}  # fmt: skip


@dataclass
class Listing:
    """`kinds`: names of class folders, sorted; of each file, by its path below the folder: its stamp,
    class and part."""

    kinds: tuple[str, ...] = ()
    stamps: dict[str, Stamp] = field(default_factory=dict)
    labels: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)  # 0 train, 1 validation, 2 test; empty where the folders don't say
    left_out: list[LeftOut] = field(default_factory=list)


@dataclass
class _Inside:
    """One folder: its pictures with their stamps, the folders in it, what else is there."""

    pictures: list[tuple[str, Stamp]]
    folders: list[str]
    others: list[LeftOut]


def listing(path: Path) -> Listing:
    """Looks through a folder. Raises DataError where it isn't one folder per class, StorageError where it can't."""
    try:
        return _listing(path)
    except OSError as error:
        raise StorageError(f"{path} can't be read ({error.strerror}): check its permissions and its disk.") from error


def _listing(path: Path) -> Listing:
    top = _inside(path, "")
    part_of = {name: PARTS.get(name.lower(), -1) for name in top.folders}
    if len(part_of) < 2 or -1 in part_of.values() or 0 not in part_of.values():
        return _classes(path, {None: ("", top)})
    below = {number: (f"{name}/", _inside(path / name, f"{name}/")) for name, number in part_of.items()}
    if not all(inside.folders for _, inside in below.values()):
        return _classes(path, {None: ("", top)})
    listed = _classes(path, dict(sorted(below.items())))
    listed.left_out[:0] = _loose(top)
    return listed


def _classes(path: Path, parts: dict[int | None, tuple[str, _Inside]]) -> Listing:
    """All files of the class folders of each part, which are looked through in their order."""
    kinds = sorted({name for _, inside in parts.values() for name in inside.folders})
    _check(path, kinds, sum(len(inside.pictures) + len(inside.others) for _, inside in parts.values()))
    listed = Listing(tuple(kinds))
    for part, (before, inside) in parts.items():
        listed.left_out += _loose(inside, before)
        for name in inside.folders:
            own = _inside(path / before / name, f"{before}{name}/")
            if not own.pictures and part is None:
                raise _refusal(path, name, own)
            for file, stamp in own.pictures:
                listed.stamps[f"{before}{name}/{file}"] = stamp
                listed.labels.append(kinds.index(name))
                if part is not None:
                    listed.parts.append(part)
            listed.left_out += own.others
            for inner in own.folders:
                listed.left_out += left_out.below(str(path / before / name / inner), f"{before}{name}/{inner}")
    return listed


def _check(path: Path, kinds: list[str], files: int) -> None:
    """Raises DataError where there are no class folders, one, or far too many."""
    readable = formats.titles()
    if not kinds:
        raise refusals.NO_FOLDERS(path=path, count=files, formats=readable)
    if len(kinds) > MOST_CLASSES:
        raise refusals.TOO_MANY_FOLDERS(path=path, count=len(kinds), most=MOST_CLASSES, formats=readable)


def _inside(folder: Path, before: str) -> _Inside:
    """What is in one folder, sorted by name."""
    inside = _Inside([], [], [])
    with os.scandir(folder) as entries:
        for entry in entries:
            kind = left_out.kind(entry)
            if kind is not None:
                inside.others.append(LeftOut(f"{before}{entry.name}", kind, left_out.reason(kind)))
            elif entry.is_dir():
                inside.folders.append(entry.name)
            else:
                inside.pictures.append((entry.name, stamps.of(entry.stat())))
    inside.pictures.sort()
    inside.folders.sort()
    inside.others.sort()
    return inside


def _loose(inside: _Inside, before: str = "") -> list[LeftOut]:
    """What lies beside the class folders, and isn't read there."""
    pictures = [LeftOut(f"{before}{name}", left_out.BESIDE, "it is in no class folder") for name, _ in inside.pictures]
    return left_out.classless(inside.others) + pictures


def _refusal(path: Path, name: str, own: _Inside) -> Exception:
    """The sentence for a class folder without a picture."""
    inner = {folder: len(_inside(path / name / folder, "").pictures) for folder in own.folders}
    if name in inner and inner[name] and len(inner) == 1:
        return refusals.DOUBLED(path=path, name=name, inner=name, count=inner[name])
    if own.folders:
        return refusals.ONLY_FOLDERS(path=path, name=name, inner=", ".join(own.folders[:3]))
    others = Counter(file.kind for file in own.others)
    if not others:
        return refusals.NOTHING_IN_CLASS(path=path, name=name)
    others_words = ", ".join(left_out.counted(kind, count) for kind, count in others.most_common(3))
    return refusals.NO_PICTURE_IN_CLASS(path=path, name=name, what=others_words, formats=formats.titles())
