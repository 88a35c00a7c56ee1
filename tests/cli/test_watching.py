"""The table of all runs that `runs --watch` draws on a terminal."""

import io
import os
import pty
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from galaxy_core import runs
from galaxy_core.cli import watching
from galaxy_core.storage import atomic, lock

LIVE = {
    "doing": "learning", "epoch": 3, "epochs": 4, "batch": 5, "batches": 10, "images_per_second": 1234.4,
    "seconds_left": 150.0, "memory_mb": 700.0,
}  # fmt: skip


@pytest.fixture
def queued(own_runs: Path) -> runs.Run:
    """A run that nobody works off."""
    return runs.create(runs.request("sample", "cnn"))


def drawn(shown: list[dict], width: int = 160) -> str:
    """What the table looks like on a terminal so wide."""
    page = io.StringIO()
    Console(file=page, width=width, force_terminal=True, color_system=None).print(watching.table(shown))
    return page.getvalue()


def test_running_first_then_waiting_in_order_then_the_last_that_ended(queued: runs.Run) -> None:
    for number in range(6):
        ended = runs.create(replace(queued.request, created=float(number + 1)))
        (ended.folder / "cancel").touch()
    other = runs.create(runs.request("sample", "majority", after=queued.name))
    held = lock.take(other.folder / "alive.lock")
    atomic.write_json(other.folder / "live.json", LIVE)
    shown = watching.rows()
    os.close(held)
    assert [one["run"] for one in shown[:2]] == [other.name, queued.name] and shown[0]["after"] == queued.name
    assert [one["status"] for one in shown] == ["running", "queued", *["stopped"] * watching.ENDED]
    assert [one["place"] for one in shown[:3]] == [None, 1, None]
    assert runs.share_done(shown[0]) == pytest.approx(2.5 / 4) and runs.share_done(shown[1]) is None
    text = drawn(shown)
    for words in ("epoch 3 of 4, about 2 minutes left", "1,234", "2 min", "700 MB", "waiting for its turn", "stopped"):
        assert words in text


def test_what_people_type_is_text(queued: runs.Run) -> None:
    atomic.write_json(queued.folder / "about.json", {"title": "[red]x[/] \x1b[31m"})
    one = watching.row(queued, 1) | {"doing": "[blink]a\x1b[2J"}
    text = drawn([one])
    assert "[red]x[/] [31m" in text and r"[blink]a\x1b[2J" in text and "\x1b[2J" not in text


def test_a_narrow_terminal_cuts_and_breaks_nothing(queued: runs.Run) -> None:
    atomic.write_json(queued.folder / "about.json", {"title": "x" * 80})
    assert all(len(line) <= 60 for line in drawn(watching.rows(), 60).splitlines())


def test_on_a_terminal_the_table_moves_and_goes_away(cli) -> None:
    started = cli("train", "--dataset", "sample", "--model", "majority", "--json").json["run"]
    ours, theirs = pty.openpty()
    command = cli.command("runs", "--watch", "--json")
    with subprocess.Popen(
        command, cwd=cli.files, env=cli.environment | {"TERM": "xterm", "COLUMNS": "150"}, stderr=theirs,
        stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        out, _ = process.communicate(timeout=60)
    os.close(theirs)
    seen = os.read(ours, 1 << 16).decode("utf-8", "replace")
    os.close(ours)
    assert process.returncode == 0 and f'"run": "{started}"' in out
    assert started in seen and "IMAGES/S" in seen and "\x1b[" in seen
