"""Jobs in processes of their own: they outlive who started them, are started once, and leave their error."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from galaxy_core import DataError, StorageError
from galaxy_core.storage import atomic, background, lock

JOB = """
import os, pathlib, sys, time
from galaxy_core import DataError
from galaxy_core.storage import background
target, way = pathlib.Path(sys.argv[1]), sys.argv[2]
with open(target.with_name("starts"), "a") as file:
    file.write(f"{os.getpid()}\\n")
if way == "early":
    raise DataError("It can't even begin: do something else.")
with background.working(target) as progress:
    for done in range(1, 5):
        progress(done, 100)
        time.sleep(0.35 if way != "quick" else 0)
    if way == "fails":
        raise DataError("It is broken: mend it.")
    if way == "crashes":
        raise ZeroDivisionError("oh")
    if way == "hangs":
        time.sleep(60)
    target.write_text("done")
"""


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A target, and a module `some_job` that a job can be."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "some_job.py").write_text(JOB)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "code"))
    return tmp_path / "work" / "target"


def start(target: Path, way: str) -> None:
    """Starts a job of that way."""
    background.start(target, "some_job", str(target), way)


def wait(target: Path) -> background.Job | None:
    """The job once it isn't running any more."""
    end = time.monotonic() + 30
    while (job := background.job(target)) and job.running:
        assert time.monotonic() < end
        time.sleep(0.02)
    return job


def test_it_is_running_from_the_first_moment_and_then_gone(target: Path) -> None:
    assert background.job(target) is None
    start(target, "slow")
    assert background.job(target).running
    seen = set()
    while (job := background.job(target)) and job.running:
        seen.add(job.done)
        time.sleep(0.02)
    assert job is None
    assert target.read_text() == "done"
    assert seen >= {1, 2, 3}
    assert sorted(path.name for path in target.parent.iterdir()) == ["starts", "target", "target.lock"]


def test_it_is_started_once_however_often_asked(target: Path) -> None:
    for _ in range(5):
        start(target, "slow")
    wait(target)
    assert len(target.with_name("starts").read_text().split()) == 1


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("fails", "It is broken: mend it."),
        ("crashes", "The work on target ended unexpectedly (ZeroDivisionError: oh): see "),
        ("early", "The work on target ended unexpectedly (galaxy_core.DataError: It can't even begin: do something"),
    ],
)
def test_an_error_is_left_as_a_sentence_until_the_next_start(target: Path, way: str, words: str) -> None:
    start(target, way)
    assert words in wait(target).error
    assert not target.exists()
    start(target, "quick")
    assert wait(target) is None
    assert target.exists()


def test_killed_it_is_interrupted_without_an_error(target: Path) -> None:
    start(target, "hangs")
    end = time.monotonic() + 30
    while background.job(target).done < 3 and time.monotonic() < end:
        time.sleep(0.05)
    os.kill(int(target.with_name("starts").read_text()), signal.SIGKILL)
    job = wait(target)
    assert job.error is None
    assert job.done >= 3


def test_it_outlives_who_started_it(target: Path) -> None:
    code = "from pathlib import Path; from galaxy_core.storage import background\n"
    code += f"background.start(Path({str(target)!r}), 'some_job', {str(target)!r}, 'slow')"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
    assert background.job(target).running
    assert wait(target) is None
    assert target.exists()


def test_work_in_this_process_waits_for_the_other(target: Path) -> None:
    start(target, "slow")
    with background.working(target):
        assert target.read_text() == "done"
        assert lock.is_held(target.with_name("target.lock"))
        assert background.job(target).running
    assert background.job(target) is None


def test_an_error_here_is_left_too(target: Path) -> None:
    with pytest.raises(DataError), background.working(target):
        raise DataError("No.")
    assert background.job(target).error == "No."


def test_time_left_counts_only_what_was_done_now() -> None:
    now = time.time()
    resumed = background.Job(done=600, total=1000, running=True, started=now - 10, first=500)
    assert resumed.seconds_left == pytest.approx(40, abs=1)
    assert resumed.share == 0.6
    assert background.Job(501, 1000, True, started=now, first=500).seconds_left is None
    assert background.Job(600, 1000, True, started=now + 3600).seconds_left is None, "the clock was set back"
    assert background.Job(0, 0, True).share == 0.0


def test_a_folder_without_permission_is_a_sentence(target: Path, nobody) -> None:
    target.parent.mkdir()
    with nobody(), pytest.raises(StorageError, match="permissions"):
        start(target, "quick")


def test_progress_of_another_version_is_read(target: Path) -> None:
    atomic.write_json(target.with_name("target.progress"), {"done": 3, "total": 9, "running": True, "newer": 1})
    assert background.job(target) == background.Job(3, 9, False)


def test_what_failed_with_other_arguments_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    target, begun = tmp_path / "set.npy", []
    monkeypatch.setattr(background, "start", lambda target, module, *arguments: begun.append(arguments))
    atomic.write_json(tmp_path / "set.npy.progress", {"error": "It is gone.", "asked": "/before/mine.h5 grey"})
    kept = background.ensure(target, "module", "/before/mine.h5", "grey")
    assert kept is not None and kept.error == "It is gone." and begun == []
    background.ensure(target, "module", "/after/mine.h5", "grey")
    assert begun == [("/after/mine.h5", "grey")]


def test_work_that_is_called_off_is_as_if_it_had_never_begun(target: Path):
    background.cancel(target)  # nobody is at it
    assert not background.is_ending(target)
    start(target, "slow")
    background.cancel(target)
    assert background.is_ending(target) and wait(target) is None
    assert not target.exists() and not background.is_ending(target)
    start(target, "quick")
    assert wait(target) is None and target.read_text() == "done"
