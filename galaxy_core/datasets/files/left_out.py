"""What isn't read of a folder, and why: one kind for each reason, the same for whoever reads folders.

Kinds are short, as they stand in documents: an ending (".txt"), "no ending", "hidden", "system", "dead link",
"dead class link", "folder below", "beside the classes", "damaged", "not a file".
"""

import csv as csv_files
import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from galaxy_core.datasets.files import formats

SYSTEM = {  # names of folders and files that programs make, not people
    "__macosx", "__pycache__", "@eadir", "lost+found", "$recycle.bin", "system volume information", "thumbs.db",
    "desktop.ini", "#recycle", "#snapshot", ".ipynb_checkpoints",
}  # fmt: skip
HIDDEN, SYSTEM_KIND, DEAD_LINK, DEAD_CLASS, BELOW, BESIDE, NO_FILE, NO_ENDING, DAMAGED = (
    "hidden", "system", "dead link", "dead class link", "folder below", "beside the classes", "not a file", "no ending",
    "damaged",
)  # fmt: skip
NAMED = 8  # kinds that a sentence counts one by one
MOST = 100_000  # files of a folder below that are counted
TWICE = "folder read already"  # a link to a folder that is read at another place
WORDS = {  # (one, many)
    DEAD_CLASS: ("class that is a dead link", "classes that are dead links"),
    TWICE: ("link to a folder that is read already", "links to folders that are read already"),
    HIDDEN: ("hidden one", "hidden ones"), SYSTEM_KIND: ("of the system", "of the system"),
    DEAD_LINK: ("link that leads nowhere", "links that lead nowhere"), BELOW: ("in a folder below", "in folders below"),
    BESIDE: ("in no class folder", "in no class folder"),
    NO_FILE: ("that is no file", "that are no files"), NO_ENDING: ("without an ending", "without an ending"),
    DAMAGED: ("that can't be read", "that can't be read"),
}  # fmt: skip


class LeftOut(NamedTuple):
    """A file that isn't read: its path below the folder, the kind of reason, and the reason in a few words."""

    path: str
    kind: str
    why: str


def kind(entry: os.DirEntry) -> str | None:
    """Why an entry is neither a picture nor a folder to look into, or None if it is one of these."""
    name = entry.name.lower()
    if name in SYSTEM:
        return SYSTEM_KIND
    if name.startswith("."):
        return HIDDEN
    try:
        if entry.is_dir():
            return None
        if not entry.is_file():
            return DEAD_LINK if entry.is_symlink() else NO_FILE
    except OSError:  # a link to itself
        return DEAD_LINK
    if name.endswith(formats.endings()):
        return None
    return os.path.splitext(name)[1] or NO_ENDING


def classless(files: list[LeftOut]) -> list[LeftOut]:
    """The same of what lies where class folders do: a dead link there that is called like none but a folder was a
    class."""
    return [
        file._replace(kind=DEAD_CLASS) if file.kind == DEAD_LINK and not os.path.splitext(file.path)[1] else file
        for file in files
    ]


def counts(left_out: Iterable[LeftOut]) -> dict[str, int]:
    """How many there are of each kind, the most frequent first."""
    return dict(Counter(file.kind for file in left_out).most_common())


def sentence(count_of: dict[str, int]) -> str:
    """ "50 files were passed over: 20 .txt, 10 without an ending, 10 links that lead nowhere.";
    "" where there are none.

    Damaged pictures and classes that are dead links aren't counted in it: they are named, in sentences of their own.
    """
    count_of = {kind: count for kind, count in count_of.items() if kind not in (DAMAGED, DEAD_CLASS)}
    if not count_of:
        return ""
    total = sum(count_of.values())
    named = [counted(kind, count) for kind, count in list(count_of.items())[:NAMED]]
    more = [f"{len(count_of) - NAMED} kinds more"] if len(count_of) > NAMED else []
    return f"{total:,} {'file was' if total == 1 else 'files were'} passed over: {', '.join(named + more)}."


def below(folder: str, name: str) -> Iterator[LeftOut]:
    """The files in a folder where none is looked for, by their path with `name` before it; itself where it is empty."""
    count = 0
    for place, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            count += 1
            if count > MOST:
                return
            yield LeftOut(f"{name}{os.path.join(place, file)[len(folder) :]}", BELOW, "it lies in a folder below")
    if not count:
        yield LeftOut(name, BELOW, "it is an empty folder")


def reason(kind: str) -> str:
    """Why files of a kind aren't read, in a few words."""
    return {
        HIDDEN: "its name begins with a dot", SYSTEM_KIND: "the system made it", DEAD_LINK: "a link that leads nowhere",
        DEAD_CLASS: "a link that leads nowhere", NO_FILE: "it is no file",
        NO_ENDING: f"its name has no ending: a {formats.titles()} file has one",
    }.get(kind, f"not one of {', '.join(formats.endings())}")  # fmt: skip


def counted(kind: str, count: int) -> str:
    """ "20 .txt", "10 links that lead nowhere"."""
    return f"{count:,} {WORDS[kind][count > 1] if kind in WORDS else kind}"


def named(files: list[LeftOut], most: int) -> str:
    """ "2 pictures were skipped: a.png (damaged), b.jpg (cut short)." """
    more = f" and {len(files) - most:,} more" if len(files) > most else ""
    count = "1 picture was" if len(files) == 1 else f"{len(files):,} pictures were"
    return f"{count} skipped: {', '.join(f'{file.path} ({file.why})' for file in files[:most])}{more}."


def csv(files: Iterable[LeftOut]) -> bytes:
    """A table in UTF-8: file, kind, why; names that are no text are written out."""
    lines = io.StringIO(newline="")
    writer = csv_files.writer(lines)
    writer.writerow(("file", "kind", "why"))
    writer.writerows(files)
    return lines.getvalue().encode("utf-8", "backslashreplace")
