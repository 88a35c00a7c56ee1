"""The benchmark of open pages: whose time it counts, and when a page takes too much."""

import os
import subprocess
import sys

import pytest

from benchmarks import idle

COMPUTE = (
    "import time\nend = time.process_time() + .2\nwhile time.process_time() < end: pass\nprint(flush=True)\ninput()"
)


def test_the_time_of_a_process_is_its_own_and_not_its_children():
    before = idle.processor_time(os.getpid())
    with subprocess.Popen([sys.executable, "-c", COMPUTE], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        assert idle.processor_time(child.pid) >= 0.2 - 2 / idle.TICKS
        child.communicate(b"\n")
    assert idle.processor_time(os.getpid()) - before < 0.2


@pytest.mark.parametrize(
    ("taken", "code"), [((0.4, 1.5), 0), ((idle.IDLE, idle.LIVE), 0), ((2.1, 1.5), 1), ((0.4, 5.1), 1)]
)
def test_a_page_that_takes_too_much_is_marked(taken: tuple[float, float], code: int, capsys: pytest.CaptureFixture):
    assert idle.report({"Home": taken[0]}, {"Home": taken[1]}) == code
    assert ("missed" in capsys.readouterr().out) == bool(code)
