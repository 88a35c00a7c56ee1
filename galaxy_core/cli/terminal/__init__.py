"""What the command line writes: one JSON document, or tables for people, on stdout; sentences and progress on stderr.

On a terminal rich draws it: tables as wide as the window, progress as a bar. Into a pipe or a file goes plain text with
the same words and not one control code, which rich would take 0.4 ms a cell for: ten seconds for the predictions of
1,774 images.
"""

import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable

APART = 1.0  # seconds between two lines of progress where they can't overwrite each other
REDRAWN = 0.1  # seconds between two drawings of a bar
LONG = 300  # rows from which a table is written plainly on a terminal too
FOLDED = 20  # characters that a folded column must have room for
MISSING = "–"


@dataclass(frozen=True)
class Table:
    """Columns under their heads; those numbered in `right` end at the right. As a text it is aligned, without codes."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()

    @property
    def widths(self) -> list[int]:
        """Characters of the widest cell of each column."""
        return [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]

    def __str__(self) -> str:
        lines, widths = (self.head, *self.rows), self.widths
        return "\n".join(
            "  ".join(
                cell.rjust(width) if number in self.right else cell.ljust(width)
                for number, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )

    def drawn(self) -> "RichTable":
        """The same for a terminal: where it is too wide, its widest column is folded, so names stay whole."""
        from rich.table import Table as RichTable
        from rich.text import Text

        table, widest = RichTable(box=None, pad_edge=False, header_style="bold"), self.widths.index(max(self.widths))
        for number, name in enumerate(self.head):
            side: Literal["right", "left"] = "right" if number in self.right else "left"
            table.add_column(Text(name), justify=side, overflow="fold", no_wrap=number != widest)
        for row in self.rows:
            table.add_row(*map(Text, row))
        return table

    def fits(self, width: int) -> bool:
        """Whether `drawn` leaves room for words in so many columns of a terminal, and is quick."""
        narrowest = sum(self.widths) + 2 * (len(self.head) - 1) - max(max(self.widths) - FOLDED, 0)
        return narrowest <= width and len(self.rows) <= LONG


Part = str | Table
Parts = Part | Sequence[Part]  # what a command shows to people, one part under another


def plain(text: object) -> str:
    """A text on one line without anything that steers a terminal: what can't be printed is written as its code."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(text))


def table(head: Sequence[str], rows: Iterable[Sequence[object]], right: Iterable[int] = ()) -> Table:
    """A table of anything; None is written as –."""
    cells = (tuple(MISSING if cell is None else plain(cell) for cell in row) for row in rows)
    return Table(tuple(map(plain, head)), tuple(cells), frozenset(right))


def paragraphs(parts: Iterable[Part]) -> list[Part]:
    """The parts that aren't empty, with a line between each two."""
    apart: list[Part] = []
    for part in filter(str, parts):
        apart += ["", part] if apart else [part]
    return apart


def document(value: Any) -> str:
    """One JSON document, in ASCII so that every terminal and pipe takes it; what isn't a finite number is null."""
    return json.dumps(_finite(value), indent=1, allow_nan=False)


def written(parts: Parts) -> str:
    """What goes into a pipe: the parts as plain text, each line safe for a terminal; "" where there is nothing."""
    texts = [str(part) for part in _listed(parts)]
    return "\n".join(plain(line) for text in texts for line in text.split("\n")) if any(texts) else ""


def drawn(parts: Parts, console: "Console") -> str:
    """The same for a terminal, with the codes that it understands."""
    with console.capture() as captured:
        for part in _listed(parts):
            if isinstance(part, Table) and part.fits(console.width):
                console.print(part.drawn())
            else:
                console.print(written(part), markup=False, highlight=False, soft_wrap=True)
    return captured.get()


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether somebody looks at what is written there."""
    return stream is not None and stream.isatty()


def say(sentence: object, style: str = "") -> None:
    """One line on stderr, in a style of rich where that is a terminal; nowhere if nobody reads it."""
    if not is_terminal(sys.stderr):
        _tell(f"{plain(sentence)}\n")
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.capture() as captured:
        console.print(plain(sentence), style=style, markup=False, highlight=False, soft_wrap=True)
    _tell(captured.get())


def silence(number: int) -> None:
    """Points stdout (1) or stderr (2) to nowhere, so that Python doesn't fail at its end on what it couldn't write."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


@dataclass(frozen=True)
class Pace:
    """How much is done in a second, and how many seconds the rest takes; None while that isn't known."""

    per_second: float | None
    seconds_left: float | None


class Progress:
    """How far something is, on stderr: a bar with words on a terminal, a line of words now and then elsewhere."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        self._moves, self._clock = is_terminal(sys.stderr), clock
        columns = (BarColumn(bar_width=24), TextColumn("{task.description}", markup=False))
        self._bar = Bar(
            *columns, console=Console(stderr=True), transient=True, auto_refresh=False, disable=not self._moves,
            get_time=clock,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=None)
        self._last, self._told = "", -math.inf

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def pace(self, done: int, total: int) -> Pace:
        """Notes that `done` of `total` units are here, and how fast they have come since the first note."""
        if self._bar.tasks[0].total is None:  # what was there already has taken no time
            self._bar.reset(self._task, completed=done, total=total)
        self._bar.update(self._task, completed=done, total=total)
        task = self._bar.tasks[0]
        return Pace(task.speed, task.time_remaining if task.speed else None)

    def show(self, words: str, share: float | None = None) -> None:
        """Replaces what it says, if that is something else; `share`, 0…1, is drawn as the bar."""
        words, apart = plain(words), REDRAWN if self._moves else APART
        if words == self._last or self._clock() - self._told < apart:
            return
        self._last, self._told = words, self._clock()
        if not self._moves:
            _tell(f"{words}\n")
            return
        if share is not None:
            self._bar.update(self._task, completed=share, total=1.0)
        self._bar.update(self._task, description=words, refresh=True)


def _listed(parts: Parts) -> list[Part]:
    return [parts] if isinstance(parts, (str, Table)) else list(parts)


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
