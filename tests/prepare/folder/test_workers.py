"""Pictures made in processes: the same as one by one, and nothing outlives the call, however it ends."""

import io
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import GalaxyError, StorageError
from galaxy_core.prepare.folder import journal, prepare_folder, workers
from galaxy_core.storage import lock

ROOT = Path(__file__).parents[3]
CHAIN = ("central_source:size=32",)
CALL = "from pathlib import Path; from galaxy_core.prepare.folder import prepare_folder as p; import sys\n"
CALL += f"p(Path(sys.argv[1]), {CHAIN!r}, Path(sys.argv[2]), lambda done, total: print(done, flush=True))"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """90 PNG files, of which every third has a source and the last one is damaged."""
    (tmp_path / "in").mkdir()
    for number in range(90):
        image = np.random.default_rng(number).integers(0, 20, (60, 60, 3), np.uint8)
        image[20:40, 20:40] += 200 * np.uint8(number % 3 == 0)
        Image.fromarray(image).save(tmp_path / "in" / f"{number:02}.png")
    (tmp_path / "in" / "89.png").write_bytes(b"\x89PNG")
    return tmp_path / "in"


@pytest.fixture
def many(source: Path) -> Path:
    """So many pictures that preparing them takes seconds: links to the same ones."""
    for number in range(90, 4000):
        os.link(source / f"{number % 89:02}.png", source / f"{number}.png")
    return source


def contents(folder: Path) -> dict[str, bytes]:
    """All results by name."""
    return {path.name: path.read_bytes() for path in folder.glob("[!.]*.png")}


def shorten(many: Path, out: Path) -> None:
    """Takes away most of the pictures that aren't made yet."""
    for path in many.iterdir():
        if int(path.stem) > 500 and not (out / path.name).exists():
            path.unlink()


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_processes_make_what_one_makes(way: str, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEW", 1000)
    alone = prepare_folder(source, CHAIN, tmp_path / "alone")
    monkeypatch.setattr(workers, "FEW", 8)
    monkeypatch.setattr(workers, "_cores", lambda: 2)
    monkeypatch.setattr(workers, "_way", lambda: way)
    told = []
    together = prepare_folder(source, CHAIN, tmp_path / "together", lambda *numbers: told.append(numbers))
    assert (together.images, together.fallbacks) == (alone.images, alone.fallbacks) == (89, 59)
    assert [Path(file).name for file, _ in together.skipped] == ["89.png"]
    assert contents(tmp_path / "alone") == contents(tmp_path / "together")
    assert told[0] == (0, 90) and told[-1] == (90, 90) and told == sorted(told)
    again = prepare_folder(source, CHAIN, tmp_path / "together")
    assert (again.images, again.fallbacks) == (89, 59), "each of them has noted what it missed"
    assert multiprocessing.active_children() == []


def test_damage_in_the_middle_says_nothing_on_stderr(tmp_path: Path, capfd: pytest.CaptureFixture) -> None:
    held = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (100, 100, 3), np.uint8)).save(held, "JPEG")
    data = bytearray(held.getvalue())
    data[len(data) // 2 : len(data) // 2 + 60] = bytes(60)
    (tmp_path / "in").mkdir()
    for number in range(workers.FEW):
        (tmp_path / "in" / f"{number}.jpg").write_bytes(data)
    assert prepare_folder(tmp_path / "in", CHAIN, tmp_path / "many").images == workers.FEW
    (tmp_path / "in" / "0.jpg").unlink()
    assert prepare_folder(tmp_path / "in", CHAIN, tmp_path / "few").images == workers.FEW - 1
    assert capfd.readouterr().err == ""
    assert contents(tmp_path / "few").items() <= contents(tmp_path / "many").items()


def test_a_spawned_process_does_not_run_its_parents_main_file(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.py"
    page.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    main = sys.modules["__main__"]
    monkeypatch.setattr(main, "__file__", str(page), raising=False)  # as under Streamlit: a page
    monkeypatch.setattr(main, "__spec__", None)
    monkeypatch.setattr(workers, "_way", lambda: "spawn")
    assert prepare_folder(source, CHAIN, tmp_path / "out").images == 89
    assert not (tmp_path / "ran").exists() and main.__file__ == str(page), "nothing was run, and it has its name again"


class Cut(Exception):
    """What ends a call in the middle."""


def test_what_ends_a_call_ends_its_processes(many: Path, tmp_path: Path) -> None:
    def cut(done: int, total: int) -> None:
        if done > 100:
            raise Cut

    with pytest.raises(Cut):
        prepare_folder(many, CHAIN, tmp_path / "out", cut)
    assert multiprocessing.active_children() == [] and not [*(tmp_path / "out").glob(".new-*")]
    assert 100 < len(contents(tmp_path / "out")) < 3000


def test_a_killed_process_is_a_sentence_and_it_goes_on(many: Path, tmp_path: Path) -> None:
    def kill(done: int, total: int) -> None:
        if done > 100 and (children := multiprocessing.active_children()):
            os.kill(children[0].pid, signal.SIGKILL)

    with pytest.raises(GalaxyError, match="was killed.*goes on from there"):
        prepare_folder(many, CHAIN, tmp_path / "out", kill)
    shorten(many, tmp_path / "out")
    assert prepare_folder(many, CHAIN, tmp_path / "out").images == len([*many.iterdir()]) - 1
    assert not [*(tmp_path / "out").glob(".new-*")]


def test_processes_follow_a_killed_parent(many: Path, tmp_path: Path, until: Callable) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", CALL, str(many), str(out)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        while int(process.stdout.readline()) < 100:
            pass
        children = [pid for pid, parent in _parents().items() if parent == process.pid]
        process.kill()
    assert len(children) == workers._cores()
    until(lambda: not {*children} & _parents().keys())
    there = len(contents(out))
    assert 100 <= there < 4000 and not lock.is_held(journal.path(out))
    shorten(many, out)
    told = []
    done = prepare_folder(many, CHAIN, out, lambda *numbers: told.append(numbers))
    assert told[0][0] == there < done.images and not [*out.glob(".new-*")]


def _parents() -> dict[int, int]:
    """The parent of every process that lives, by their numbers."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            state, parent = path.read_text().rsplit(")", 1)[1].split()[:2]
            found |= {int(path.parent.name): int(parent)} if state != "Z" else {}
    return found


def test_a_disk_that_gets_full_under_processes(many: Path, disk: Callable[[int], Path]) -> None:
    place = disk(400)
    with pytest.raises(StorageError, match="full"):
        prepare_folder(many, CHAIN, place / "out")
    assert multiprocessing.active_children() == []
    assert all(np.asarray(Image.open(path)).shape == (32, 32) for path in (place / "out").glob("*.png"))
