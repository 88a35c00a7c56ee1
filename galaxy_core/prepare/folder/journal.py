"""What is known of a folder of prepared images: `.prepared.jsonl` in it, the chain first, then a line a finding.

Only pictures in which a step found nothing have lines, and those in which something was found later; the last line of
a picture counts. A line that was cut off, by a full disk or a lost power, is passed over.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from galaxy_core import UsageError
from galaxy_core.storage import lock

NAME = ".prepared.jsonl"


@dataclass(eq=False)
class Journal:
    """Of `folder`, open for one writer; `missed`: names of the pictures in which nothing was found."""

    folder: Path
    handle: int
    missed: set[str]

    def note(self, name: str, detected: bool) -> None:
        """Remembers whether something was found in a picture; called before its result gets its name."""
        if detected == (name in self.missed):
            _append(self.handle, {"file": name, "found": detected})
            (self.missed.discard if detected else self.missed.add)(name)


@contextmanager
def opened(out: Path, chain: tuple[str, ...], convention: int) -> Iterator[Journal]:
    """The journal of a folder, for one writer at a time.

    Raises UsageError where another process is at it, or where it belongs to another chain.
    """
    handle = lock.take(path(out))
    if handle is None:
        raise UsageError(f"Another process prepares images into {out}: wait for it, or choose another folder.")
    try:
        head, missed = _read(path(out))
        fcntl.fcntl(handle, fcntl.F_SETFL, os.O_APPEND)
        _mend(handle)
        if head is None:
            os.ftruncate(handle, 0)
            _append(handle, {"steps": list(chain), "convention": convention})
            os.fsync(handle)  # the head alone: without it the images would look like somebody else's
        elif (head.get("steps"), head.get("convention")) != (list(chain), convention):
            raise UsageError(f"{out} holds images prepared by {_words(head, chain)}: choose another folder.")
        yield Journal(out, handle, missed)
    finally:
        os.close(handle)


def joined(out: Path, missed: set[str]) -> Journal:
    """The journal that another process of ours has opened, for one that works for it: each line is one write."""
    return Journal(out, os.open(path(out), os.O_WRONLY | os.O_APPEND), missed)


def path(out: Path) -> Path:
    """Where the journal of a folder of prepared images is, or will be."""
    return out / NAME


def is_there(out: Path) -> bool:
    """Whether a folder holds prepared images, by whatever chain."""
    return _read(path(out))[0] is not None


def _append(handle: int, line: dict) -> None:
    """One line in one write at the end, so that processes don't mix theirs."""
    os.write(handle, json.dumps(line).encode() + b"\n")


def _mend(handle: int) -> None:
    """Ends a line that was cut off."""
    size = os.fstat(handle).st_size
    if size and os.pread(handle, 1, size - 1) != b"\n":
        os.write(handle, b"\n")


def _read(file: Path) -> tuple[dict | None, set[str]]:
    """The head of a journal, or None where there is none (yet), and what its lines add up to."""
    head: dict | None = None
    missed: set[str] = set()
    with suppress(FileNotFoundError), open(file, encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines):
            entry = _line(line)
            if number == 0:
                head = entry if "steps" in entry else None
            elif "file" in entry:
                (missed.discard if entry.get("found") else missed.add)(entry["file"])
    return head, missed


def _line(text: str) -> dict:
    with suppress(ValueError):
        if isinstance(entry := json.loads(text), dict):
            return entry
    return {}


def _words(head: dict, chain: tuple[str, ...]) -> str:
    steps = head.get("steps")
    if steps == list(chain):
        return "an earlier version of these steps"
    return f"another chain ({', '.join(map(str, steps))})" if isinstance(steps, list) and steps else "another chain"
