"""Runs folders as one would rather not have them: read-only, of other versions, from another time, with odd texts."""

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from galaxy_core import __main__ as shell
from galaxy_core import runs
from galaxy_core.storage import atomic
from tests.pages.stored_runs import copy, unfinished
from tests.pages.visits import PAGES

ODD = "<img src=x onerror=alert(1)>\x1b[2J\u202e**b** <script>x</script>"
TITLES = {"home": "Ten shapes of galaxies"}
each_page = pytest.mark.parametrize("page", PAGES)
BROKEN = {
    "20250101-000000-cnn-0001": "",
    "20250101-000000-cnn-0002": "{",
    "20250101-000000-cnn-0003": '{"format": 99, "planet": "newer"}',
    "20250101-000000-cnn-0004": '{"format": 0}',
    "20250101-000000-cnn-0005": "[" * 5000,
    "20250101-000000-cnn-0006": '{"format": 1, "dataset": 5}',
}


def opens(page: str, visit: Callable) -> str:
    """The words of the page, once it has been drawn to its end."""
    seen = visit(page)
    assert [found.value for found in seen.app.title] == [TITLES.get(page, page.capitalize())]
    return seen.text


@pytest.fixture
def read_only(disk: Callable, finished: dict, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, runs.Run]]:
    """Copies of the finished runs, and one that waits, on a disk that can only be read."""
    folder = disk(20_000)
    monkeypatch.setenv("GALAXY_RUNS", str(folder))
    made = {name: copy(run, folder) for name, run in finished.items()} | {"waiting": unfinished("queued")}
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    yield made
    subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)


@each_page
def test_a_folder_that_can_only_be_read(page: str, visit: Callable, read_only: dict[str, runs.Run]):
    said = opens(page, visit)
    if page == "compare":
        assert runs.title(read_only["cnn"]) in said


def test_starting_where_nothing_can_be_written_is_said(visit: Callable, read_only: dict[str, runs.Run]):
    seen = visit("train")
    before = runs.every()
    seen.click(next(label for label in seen.buttons if label.startswith("Start")))
    assert "can't be written: check its permissions" in seen.text
    assert runs.every() == before


@pytest.mark.parametrize("command", ["runs", "show", "train", "stop", "delete", "continue"])
def test_the_shell_where_nothing_can_be_written(command: str, read_only: dict[str, runs.Run], capsys):
    arguments = {
        "runs": [], "show": [read_only["cnn"].name], "train": ["--dataset", "sample", "--model", "majority"],
        "stop": [read_only["waiting"].name], "delete": [read_only["majority"].name],
        "continue": [read_only["cnn"].name, "--epochs", "2"],
    }[command]  # fmt: skip
    code = shell.main([command, *arguments])
    told = capsys.readouterr()
    assert "Traceback" not in told.err and "Unexpected" not in told.err
    if command in ("runs", "show"):
        assert code == 0 and read_only["cnn"].name in told.out
    else:
        assert code == 1 and "can't be written: check its permissions" in told.err


@pytest.fixture
def beside_broken(trained: dict[str, runs.Run], own_runs: Path) -> dict[str, runs.Run]:
    """Finished runs, and beside them folders that can't be read, each for another reason."""
    for name, written in BROKEN.items():
        (own_runs / name).mkdir()
        (own_runs / name / "request.json").write_text(written, encoding="utf-8")
    (own_runs / "20250101-000000-cnn-0007").mkdir()  # without any request
    (own_runs / "20250101-000000-cnn-0008").write_text("a file")
    return trained


@each_page
def test_folders_that_cannot_be_read_spoil_no_other(page: str, visit: Callable, beside_broken: dict[str, runs.Run]):
    said = opens(page, visit)
    if page == "compare":
        assert all(runs.title(run) in said for run in beside_broken.values())
    if page == "train":
        assert all(name in said for name in [*BROKEN, "20250101-000000-cnn-0007"])
        assert "made by a newer version" in said and "made by an older version" in said


def test_the_shell_lists_the_others_and_says_which_cannot_be_read(beside_broken: dict[str, runs.Run], capsys):
    assert shell.main(["runs", "--json"]) == 0
    told = capsys.readouterr()
    assert {one["run"] for one in json.loads(told.out)} == {run.name for run in beside_broken.values()}
    assert all(f"The run {name} can't be read" in told.err for name in BROKEN)


@each_page
def test_runs_from_the_future(page: str, visit: Callable, trained: dict[str, runs.Run], nothing_starts: None):
    later = time.time() + 10 * 86_400  # the clock was wrong then, or is now
    for run in trained.values():
        asked, result = (atomic.read_json(run.folder / name) for name in ("request.json", "result.json"))
        atomic.write_json(run.folder / "request.json", asked | {"created": later})
        atomic.write_json(run.folder / "result.json", result | {"finished": later})
    waits = unfinished("queued")
    said = opens(page, visit)
    assert re.search(r"[-−][\d.,]+ ?(s|min|h|d|sec|hour|minute|day)", said) is None, "a time is negative"
    assert runs.waiting() == [waits]
    assert shell.main(["runs"]) == 0


@each_page
def test_odd_texts_are_shown_as_text(page: str, visit: Callable, trained: dict[str, runs.Run], nothing_starts: None):
    for run in [*trained.values(), failed := unfinished("failed"), unfinished("queued")]:
        atomic.write_json(run.folder / "about.json", {"title": ODD, "note": ODD})
    atomic.write_json(failed.folder / "state.json", {"error": ODD})
    copy(trained["cnn"], trained["cnn"].folder.parent, "20250101-000000-cnn-00aa", dataset=ODD, model="cnn")
    seen = visit(page)
    for html in (seen.html, *(found.proto.body for found in seen.app.get("markdown"))):
        assert "<img src=x" not in html and "<script" not in html
    assert "\x1b" not in seen.text and "\u202e" not in seen.text


def test_the_shell_prints_odd_texts_without_control_characters(trained: dict[str, runs.Run], capsys):
    atomic.write_json(trained["cnn"].folder / "about.json", {"title": ODD, "note": ODD})
    copy(trained["cnn"], trained["cnn"].folder.parent, "20250101-000000-cnn-00aa", dataset=ODD)
    for arguments in (["runs"], ["show", trained["cnn"].name], ["show", "20250101-000000-cnn-00aa"]):
        assert shell.main(arguments) == 0
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err and "\u202e" not in told.out + told.err
