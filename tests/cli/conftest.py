"""The shell as users meet it, `python -m galaxy_core` in a process of its own, on runs that were really trained."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

import galaxy_core
from galaxy_core import __main__ as main
from galaxy_core.runs import Run
from tests.conftest import STAND_IN

ROOT = Path(__file__).parents[2]
ENDED = ("finished", "stopped", "failed")


@dataclass(frozen=True)
class Answer:
    """What a command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        """The one document on stdout; fails where there is anything else, or a NaN in it."""
        return json.loads(self.out, parse_constant=_refuse)

    @property
    def sentence(self) -> str:
        """The one line on stderr; fails where there are more, or a traceback."""
        lines = self.err.splitlines()
        assert len(lines) == 1 and "Traceback" not in self.err, self.err
        return lines[0]


@dataclass(frozen=True)
class CommandLine:
    """A place with its own data and runs; `files` is the working folder of its commands."""

    data: Path
    runs: Path
    files: Path

    def command(self, *arguments: object) -> list[str]:
        """The command line."""
        return [sys.executable, "-W", "error", "-m", "galaxy_core", *map(str, arguments)]

    @property
    def environment(self) -> dict[str, str]:
        """Ours, with the folders of this place; where a run of the CNN begins, it learns without TensorFlow."""
        places = {"GALAXY_DATA": str(self.data), "GALAXY_RUNS": str(self.runs), "PYTHONPATH": STAND_IN}
        return {**os.environ, **places}

    def __call__(self, *arguments: object, **environment: str) -> Answer:
        """Runs a command to its end."""
        done = subprocess.run(
            self.command(*arguments), cwd=self.files, env=self.environment | environment, capture_output=True,
            text=True, timeout=600, check=False,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    def loads(self, *arguments: object) -> set[str]:
        """The packages that a command which succeeds imports, in a process of its own."""
        code = (
            "import sys; from galaxy_core import __main__ as main\n"
            f"code = main.main({[*map(str, arguments)]!r})\n"
            "print(code, *{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=self.files, env=self.environment, capture_output=True, text=True
        )
        ended, *names = done.stderr.splitlines()[-1].split()
        assert ended == "0", done.stderr
        return set(names)

    def inside(self, *arguments: object, **environment: str) -> Answer:
        """The same in this process, where many small cases would take long: a tenth of the time."""
        out, err, before = io.StringIO(), io.StringIO(), os.getcwd()
        os.chdir(self.files)
        try:
            with (
                mock.patch.dict(os.environ, self.environment | environment),
                redirect_stdout(out),
                redirect_stderr(err),
            ):
                code = main.main([str(argument) for argument in arguments])
        finally:
            os.chdir(before)
        return Answer(code, out.getvalue(), err.getvalue())

    def open(self, *arguments: object) -> subprocess.Popen:
        """Starts a command that a test then interrupts."""
        return subprocess.Popen(
            self.command(*arguments), cwd=self.files, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def interrupt(self, process: subprocess.Popen) -> Answer:
        """Ctrl-C on a command that was opened."""
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        return Answer(process.returncode, out, err)

    def status(self, run: str) -> str:
        """The status of a run, as `show` gives it."""
        return self.inside("show", run, "--json").json["status"]

    def live(self, run: str) -> dict:
        """What a run in training says of itself."""
        file = self.runs / run / "live.json"
        return json.loads(file.read_text()) if file.exists() else {}

    def new(self) -> list[str]:
        """Names of the runs that a test has started, oldest first."""
        return sorted(folder.name for folder in self.runs.glob("2*-*") if not (folder / "copied").exists())

    def clear(self) -> None:
        """Ends whatever still goes on in this place: its trainings by `stop`; the dispatcher then ends by itself."""
        for run in self.inside("runs", "--json").json:
            if run["status"] not in ENDED:
                self.inside("stop", run["run"])


@pytest.fixture(scope="session")
def names(finished: dict[str, Run]) -> dict[str, str]:
    """The names of the trained runs, by model."""
    return {model: run.name for model, run in finished.items()}


@pytest.fixture(scope="session")
def trained(finished: dict[str, Run], tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The finished runs in a folder of their own: look only."""
    place = tmp_path_factory.mktemp("trained")
    for run in finished.values():
        shutil.copytree(run.folder, place / "runs" / run.name)
        (place / "runs" / run.name / "copied").touch()
    return CommandLine(galaxy_core.data_folder(), place / "runs", place)


@pytest.fixture
def of_votes(voted: dict[str, Run], tmp_path: Path) -> CommandLine:
    """The finished runs on votes: look only."""
    return CommandLine(galaxy_core.data_folder(), voted["cnn"].folder.parent, tmp_path)


@pytest.fixture
def cli(trained: CommandLine, tmp_path: Path) -> Iterator[CommandLine]:
    """A place of one's own with copies of the finished runs, sharing the data."""
    shutil.copytree(trained.runs, tmp_path / "runs")
    place = CommandLine(trained.data, tmp_path / "runs", tmp_path)
    yield place
    place.clear()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of two classes with nine small pictures each."""
    from PIL import Image

    random = np.random.default_rng(1)
    for name, level in (("dark", 40), ("light", 200)):
        (tmp_path / "pictures" / name).mkdir(parents=True)
        for number in range(9):
            pixels = random.integers(level - 30, level + 30, (24, 24, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "pictures" / name / f"{number}.png")
    return tmp_path / "pictures"


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")
