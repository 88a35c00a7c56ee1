"""A runs folder on a file system that can't lock: a small library refuses locks as such a mount does."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import datasets, runs
from tests.pages.stored_runs import copy

ROOT = Path(__file__).parents[1]
REFUSE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
int flock(int fd, int how) {
    static int (*really)(int, int);
    char link[64], path[4096];
    const char *folder = getenv("GALAXY_RUNS");
    if (!really) really = dlsym(RTLD_NEXT, "flock");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n > 0 && folder) {
        path[n] = 0;
        if (!strncmp(path, folder, strlen(folder))) { errno = ENOLCK; return -1; }
    }
    return really(fd, how);
}
"""
SENTENCE = (
    "can't hold locks (No locks available), by which runs and downloads know of each other: choose another folder"
)
PAGE = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
app = app.switch_page(sys.argv[1]).run() if len(sys.argv) > 1 else app
assert not app.exception, app.exception[0].message
assert not any("could not be drawn" in element.proto.body for element in app.get("html"))
print(*[element.proto.body for element in app.get("html")])
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that refuses locks in `$GALAXY_RUNS`, to be loaded before all others."""
    if sys.platform != "linux" or shutil.which("gcc") is None:
        pytest.skip("needs gcc and Linux")
    made = tmp_path_factory.mktemp("library")
    (made / "refuse.c").write_text(REFUSE, encoding="utf-8")
    command = ["gcc", "-shared", "-fPIC", "-o", str(made / "refuse.so"), str(made / "refuse.c"), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return made / "refuse.so"


@pytest.fixture
def without_locks(library: Path, finished: dict, own_runs: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a Python program where no lock can be had: a finished run is there, and one that waits."""
    datasets.open_dataset("sample")
    copy(finished["majority"], own_runs)
    runs.create(runs.request("sample", "majority"))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "LD_PRELOAD": str(library)}
        command = [sys.executable, *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)

    return run


def test_commands_say_so(without_locks: Callable, own_runs: Path) -> None:
    listed = without_locks("-m", "galaxy_core", "runs", "--json")
    assert listed.returncode == 0 and f"{own_runs} {SENTENCE}" in listed.stderr
    assert sorted(one["status"] for one in json.loads(listed.stdout)) == ["finished", "queued"], "nothing seems to run"
    before = sorted(path.name for path in own_runs.iterdir())
    for words in (["queue"], ["train", "--dataset", "sample", "--model", "majority"]):
        answer = without_locks("-m", "galaxy_core", *words, "--json")
        assert (answer.returncode, answer.stdout) == (1, ""), words
        assert f"{own_runs} {SENTENCE}" in answer.stderr and "Traceback" not in answer.stderr
    assert sorted({*os.listdir(own_runs)} - {".queue.lock"}) == before, "nothing was queued"
    name = next(run.name for run in runs.every() if run.status == "queued")
    for program in (["galaxy_core.training", name], ["galaxy_core.queue"], ["galaxy_core.search"]):
        answer = without_locks("-m", *program)
        assert answer.returncode == 1 and SENTENCE in answer.stderr and "Traceback" not in answer.stderr, program


@pytest.mark.parametrize("page", [[], ["pages/3_Train.py"]], ids=["home", "train"])
def test_pages_say_so_and_show_what_is_there(page: list[str], without_locks: Callable, own_runs: Path) -> None:
    answer = without_locks("-c", PAGE, *page)
    assert answer.returncode == 0, answer.stderr[-2000:]
    assert SENTENCE.replace("'", "&#x27;") in answer.stdout or SENTENCE in answer.stdout.replace("’", "'"), (
        answer.stdout
    )
