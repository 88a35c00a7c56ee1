"""The processes of one runs folder, found in /proc (Linux) by the folder in their environment and by what they run.

A program that has been killed and not yet been waited for has no command line any more, so it isn't found.
"""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

MODULES = {
    "training": "galaxy_core.training",
    "dispatcher": "galaxy_core.queue",
    "app": "streamlit",
    "submitter": "galaxy_core",
}


def found(folder: Path, kind: str) -> dict[int, str]:
    """Process numbers of `python -m MODULE …` that work on that runs folder, each with its last argument.

    Without those that are just being forked: until it begins its own program, a child looks like its parent.
    """
    known, parents, ours = {}, {}, f"GALAXY_RUNS={folder}".encode()
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        with suppress(OSError):  # it has ended meanwhile, or is somebody else's
            words = Path(entry.path, "cmdline").read_bytes().split(b"\0")[:-1]
            if words[1:3] != [b"-m", MODULES[kind].encode()]:
                continue
            if ours in Path(entry.path, "environ").read_bytes().split(b"\0"):
                parents[int(entry.name)] = _parent(entry.path)  # first, as it may end between the two
                known[int(entry.name)] = words[-1].decode()
    return {number: last for number, last in known.items() if parents[number] not in known}


def has_open(number: int, path: Path) -> bool:
    """Whether the process has that file open."""
    with suppress(OSError):  # it has ended meanwhile
        return any(os.readlink(f"/proc/{number}/fd/{name}") == str(path) for name in os.listdir(f"/proc/{number}/fd"))
    return False


def kill(number: int) -> bool:
    """Sends SIGKILL and waits until nothing of it runs any more; whether there was somebody to kill."""
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return False
    while _words(number):
        time.sleep(0.001)
    return True


def kill_all(folder: Path) -> int:
    """Ends everything that works on the folder; how many there were."""
    ended = 0
    for _ in range(3):  # one that was just being started when it was looked for is met in the next round
        ended += sum(kill(number) for kind in MODULES for number in found(folder, kind))
        time.sleep(0.1)
    return ended


def _parent(process: str) -> int:
    return int(Path(process, "stat").read_bytes().rpartition(b")")[2].split()[1])


def _words(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""
