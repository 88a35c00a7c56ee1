"""What the command line writes: one JSON document or tables for people on stdout, sentences and progress on stderr."""

import json
import math
import os
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from typing import Any, Self

APART = 1.0  # seconds between two lines of progress where they can't overwrite each other


def plain(text: object) -> str:
    """A text on one line without anything that steers a terminal: what can't be printed is written as its code."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(text))


def say(sentence: object) -> None:
    """One line on stderr; nowhere if nobody reads it."""
    _tell(f"{plain(sentence)}\n")


def silence(number: int) -> None:
    """Points stdout (1) or stderr (2) to nowhere, so that Python doesn't fail at its end on what it couldn't write."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


def document(value: Any) -> str:
    """One JSON document, in ASCII so that every terminal and pipe takes it; what isn't a finite number is null."""
    return json.dumps(_finite(value), indent=1, allow_nan=False)


def table(head: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> str:
    """Columns under their heads; those numbered in `right` end at the right. None is written as –."""
    lines = [[plain(cell) if cell is not None else "–" for cell in row] for row in (head, *rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


class RunScore:
    """How far something is, on stderr: one line that changes on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self.moves = sys.stderr is not None and sys.stderr.isatty()
        self.last, self.written = "", -math.inf

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.moves and self.last:
            _tell("\r\x1b[K")

    def show(self, words: str) -> None:
        """Replaces what the line says, if that is something else."""
        words = plain(words)
        if words == self.last or (not self.moves and time.monotonic() - self.written < APART):
            return
        self.last, self.written = words, time.monotonic()
        if self.moves:
            _tell(f"\r{words[: shutil.get_terminal_size().columns - 1]}\x1b[K")
        else:
            say(words)


def _tell(text: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:  # nobody can be told; what was asked for is done all the same
        silence(2)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _finite(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
