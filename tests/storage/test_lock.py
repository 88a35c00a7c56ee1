"""Locks are freed by the kernel, however their holder ends."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from galaxy_core import StorageError
from galaxy_core.storage import lock

HOLD = (
    "import pathlib, sys, time; from galaxy_core.storage import lock\n"
    "held = lock.take(pathlib.Path(sys.argv[1])); print(held is not None, flush=True); time.sleep(60)"
)


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "lock"
    assert not lock.is_held(path)
    assert not path.parent.exists()
    held = lock.take(path)
    assert lock.is_held(path)
    assert lock.take(path) is None
    os.close(held)
    assert not lock.is_held(path)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_however_the_holder_dies(number: signal.Signals, tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"True\n"
        assert lock.is_held(path)
        process.send_signal(number)
    assert not lock.is_held(path)


def test_waiting_goes_on_when_it_is_free(tmp_path: Path) -> None:
    path, order = tmp_path / "lock", []
    held = lock.take(path)

    def wait() -> None:
        with lock.waiting(path):
            order.append("waited")

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.2)
    order.append("freed")
    os.close(held)
    thread.join(10)
    assert order == ["freed", "waited"]
    assert not lock.is_held(path)


def test_asking_never_keeps_another_from_taking(tmp_path: Path) -> None:
    path, end = tmp_path / "lock", time.monotonic() + 0.5
    os.close(lock.take(path))

    def ask() -> None:
        while time.monotonic() < end:
            lock.is_held(path)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    [thread.start() for thread in asking]
    taken = []
    while time.monotonic() < end:
        if (held := lock.take(path)) is not None:
            os.close(held)
        taken.append(held is not None)
    [thread.join() for thread in asking]
    assert sum(taken) > 0.9 * len(taken)


def test_a_folder_without_permission_is_a_sentence(tmp_path: Path, nobody) -> None:
    with nobody(), pytest.raises(StorageError, match="permissions"):
        lock.take(tmp_path / "lock")


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EIO])
def test_what_cannot_lock_is_not_taken_for_held(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, how: int) -> None:
        raise OSError(number, os.strerror(number))

    path = tmp_path / "runs" / "lock"
    lock.check(path)
    os.close(lock.take(path))
    opened = len(os.listdir("/proc/self/fd"))
    monkeypatch.setattr(fcntl, "flock", refuse)
    for ask in (lock.take, lock.is_held, lambda path: lock.waiting(path).__enter__(), lock.check):
        with pytest.raises(StorageError, match=r"runs can't hold locks \(.+\), .*: choose another folder for runs"):
            ask(path)
    assert len(os.listdir("/proc/self/fd")) == opened, "nothing stays open"
    path.unlink()
    if number != errno.EIO:
        with pytest.raises(StorageError, match="can't hold locks"):
            lock.check(path)
    lock.check(tmp_path / "nowhere" / "lock")
    with pytest.raises(StorageError, match="can't hold locks"):
        lock.check(tmp_path / "anew" / "lock", anew=True)


def test_the_sentence_names_the_folder_to_choose_another_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GALAXY_RUNS", str(tmp_path / "runs"))
    monkeypatch.setattr(fcntl, "flock", refuse)
    for name, variable in (("data", "GALAXY_DATA"), ("runs", "GALAXY_RUNS")):
        with pytest.raises(StorageError) as error:
            lock.take(tmp_path / name / "deep" / "lock")
        assert str(error.value) == (
            f"{tmp_path / name} can't hold locks (No locks available), by which runs and downloads know of each "
            f"other: choose another folder for {name} (${variable}), "
            "on a disk of this computer or a file system that can lock."
        )


def test_what_is_gone_is_not_made_again_where_that_is_not_asked(tmp_path: Path) -> None:
    assert lock.take(tmp_path / "gone" / "lock", anew=False) is None and not (tmp_path / "gone").exists()


def test_held_by_another_system_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, how: int) -> None:
        raise OSError(errno.EACCES, "Permission denied")  # of locks that are byte ranges on a server

    path = tmp_path / "lock"
    os.close(lock.take(path))
    monkeypatch.setattr(fcntl, "flock", refuse)
    monkeypatch.setattr(lock, "PAUSES", (0,))
    assert lock.is_held(path) and lock.take(path) is None
