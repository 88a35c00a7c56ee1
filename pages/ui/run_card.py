"""A run in a list: its state as icon and words, and what can be done about it."""

from dataclasses import dataclass
from html import escape
from typing import Literal

from galaxy_core.charts.glyphs import icon_html

State = Literal["running", "waiting", "finished", "failed", "stopped", "interrupted", "here", "absent"]
_ICONS = {
    "running": ("dot", "accent"),
    "waiting": ("waiting", "muted"),
    "finished": ("tick", "good"),
    "failed": ("cross", "wrong"),
    "stopped": ("square", "muted"),
    "interrupted": ("bars", "accent"),
    "here": ("tick", "good"),  # of a data set
    "absent": ("square", "muted"),
}


@dataclass(frozen=True)
class RunRow:
    """One run: name, a line under it, a value and a line under that at the right edge, progress 0..1 if it runs.

    note: what a person wrote of it, under its name. changed: what is other than in the run before it, the last line.

    RunRow("running", "Transfer", "Epoch 14 of 50 · about 3 minutes left", "76.2 %", "on validation images", 0.28),
    RunRow("waiting", "CNN", "Waiting · about 20 minutes", "next")
    """

    state: State
    name: str
    detail: str = ""
    value: str = ""
    under: str = ""
    progress: float | None = None
    note: str = ""
    changed: str = ""


def run_html(row: RunRow) -> str:
    """HTML of one run."""
    right = (
        f'<div class="gx-run-value">{escape(row.value)}<small>{escape(row.under)}</small></div>'
        if row.value or row.under
        else ""
    )
    bar = "" if row.progress is None else progress_html(row.progress)
    lines = "".join(
        f'<div class="gx-run-{name}">{escape(words)}</div>'
        for name, words in (("note", row.note), ("detail", row.detail), ("changed", row.changed))
        if words
    )
    return (
        f'<div class="gx-run gx-run-{row.state}">{icon_html(*_ICONS[row.state])}<div class="gx-run-words">'
        f'<div class="gx-run-name"><span class="gx-said">{row.state}: </span>{escape(row.name)}</div>{lines}</div>'
        f"{right}{bar}</div>"
    )


def runs_html(rows: list[RunRow]) -> str:
    """HTML of several runs with hairlines between them."""
    return f'<div class="gx-runs">{"".join(map(run_html, rows))}</div>'


def watch_html(first: str, fraction: float | None, *under: str) -> str:
    """HTML of the sidebar's watcher: "1 running, 2 waiting", a bar, small lines under it."""
    lines = "<br>".join(map(escape, under))
    head = run_html(RunRow("running", first))
    return f'<div class="gx-watch">{head}{progress_html(fraction)}<div class="gx-caption">{lines}</div></div>'


def progress_html(fraction: float | None) -> str:
    """HTML of a progress bar in amber; None while nobody knows."""
    share = 0.0 if fraction is None else min(1.0, max(0.0, fraction))
    now = "" if fraction is None else f' aria-valuenow="{100 * share:.0f}"'
    return (
        f'<div class="gx-progress" role="progressbar" aria-label="Progress" aria-valuemin="0" aria-valuemax="100"{now}>'
        f'<i style="width:{100 * share:.1f}%"></i></div>'
    )
