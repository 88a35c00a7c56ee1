"""Locks are freed by the kernel, however their holder ends."""

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
