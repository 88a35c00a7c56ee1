"""What all tests share: folders of their own, a small sample, and three finished runs, trained once by the real queue.

`$GALAXY_DATA` and `$GALAXY_RUNS` lead to temporary folders before anything is imported, for the tests and for every
process they start; whatever reaches for the checkout's own `data` or `runs` fails. Where several workers run the tests,
each has such folders, and the first that needs the finished runs trains them for all: the others take copies.
"""

import fcntl
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from galaxy_core import datasets, queue, runs
from galaxy_core.prepare import cache, thumbnails
from galaxy_core.storage import lock

REPOSITORY = Path(__file__).parents[1]
REAL = REPOSITORY.parent / "shared" / "real"
STAND_IN = os.pathsep.join((str(REPOSITORY / "tests" / "stand_in"), str(REPOSITORY)))  # for PYTHONPATH
OURS = tuple(f"{REPOSITORY}{os.sep}{name}" for name in ("data", "runs"))
TINY = {"epochs": 3, "image_size": 32, "filters": 4, "batch_size": 32, "schedule": "constant"}  # learns in seconds
FOLDER = Path(tempfile.mkdtemp(prefix="galaxy-tests-"))
SHARED = Path(os.environ.setdefault("GALAXY_TESTS", str(FOLDER)))  # of the process that starts the workers

os.environ |= {"GALAXY_DATA": str(FOLDER / "data"), "GALAXY_RUNS": str(FOLDER / "runs"), "GALAXY_SAMPLE": "300"}
os.environ |= {"GALAXY_SHIPPED": str(FOLDER / "shipped")}  # nothing: who wants what is shipped asks for `first_model`
os.environ |= {"GALAXY_SLOTS": "1", "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}


def pytest_configure() -> None:
    """From here on no test reads or writes the checkout's own data and runs."""
    sys.addaudithook(_guard)


def pytest_collection_finish() -> None:
    """Whoever collects garbage from here on leaves the thousands of tests and their modules alone: they stay anyway."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """Removes what the tests made."""
    shutil.rmtree(FOLDER, ignore_errors=True)


def _guard(event: str, arguments: tuple) -> None:
    if event in ("open", "os.mkdir", "os.rename", "os.scandir") and isinstance(
        path := arguments[0], (str, os.PathLike)
    ):
        text = os.fspath(path)
        if isinstance(text, str) and (text in OURS or text.startswith(tuple(f"{ours}{os.sep}" for ours in OURS))):
            raise RuntimeError(f"A test reached for {text}: tests have folders of their own.")


@pytest.fixture(scope="session")
def until() -> Callable[..., None]:
    """`until(condition, seconds)` waits until the condition holds, and fails where it doesn't in time."""
    return _until


def _until(condition: Callable[[], object], seconds: float = 120.0, what: str = "") -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"It didn't happen within {seconds} s: {what or condition}"
        time.sleep(0.05)


@pytest.fixture
def calls() -> Callable[[Callable[[], object]], int]:
    """`calls(work)`: how many functions are called while a piece of work is done: its cost, on a busy machine too."""

    def count(work: Callable[[], object]) -> int:
        made = 0

        def called(frame: object, event: str, argument: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        sys.setprofile(called)
        try:
            work()
        finally:
            sys.setprofile(None)
        return made

    return count


@pytest.fixture(scope="session")
def finished() -> dict[str, runs.Run]:
    """Finished runs on the sample by the names of their models, in the runs folder that all tests share: look only."""
    known = SHARED / "finished.json"
    with open(SHARED / "finished.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not known.exists():
            asked = {"majority": {}, "pca_logistic": {"components": 8, "image_size": 32}, "cnn": TINY}
            names = _trained("sample", asked)
            _copied(FOLDER, SHARED)
            known.write_text(json.dumps(names), encoding="utf-8")
        _copied(SHARED, FOLDER)
    return {model: runs.find(name) for model, name in json.loads(known.read_text(encoding="utf-8")).items()}


@pytest.fixture(scope="session")
def voted() -> dict[str, runs.Run]:
    """The same on the sample with votes, in a runs folder of their own: look only."""
    folder, known = SHARED / "voted", SHARED / "voted.json"
    with open(SHARED / "voted.lock", "w") as lock, pytest.MonkeyPatch.context() as patch:
        patch.setenv("GALAXY_RUNS", str(folder))
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not known.exists():
            asked = {"column_mean": {}, "pca_ridge": {"components": 8, "image_size": 32}, "cnn": TINY}
            known.write_text(json.dumps(_trained("sample_votes", asked)), encoding="utf-8")
        return {model: runs.find(name) for model, name in json.loads(known.read_text(encoding="utf-8")).items()}


def _trained(dataset: str, asked: dict[str, dict]) -> dict[str, str]:
    """The names of the runs, by their models, once the real queue has trained them."""
    made = {model: queue.submit(runs.request(dataset, model, values)) for model, values in asked.items()}
    return {model: _to_its_end(run).name for model, run in made.items()}


def _to_its_end(run: runs.Run) -> runs.Run:
    _until(lambda: run.status in ("finished", "failed"), 240, f"training of {run.name}")
    assert run.is_finished, f"{run.error}\n{run.log()}"
    _until(lambda: not run.is_alive, 60, f"the end of {run.name}: it removes a checkpoint last")
    return run


def _copied(source: Path, target: Path) -> None:
    """What the runs and their data are made of, as far as it isn't there; a file that exists may be mapped."""
    for path in source.glob("*/**/*"):
        there = target / path.relative_to(source)
        if path.is_file() and not path.name.startswith(".") and not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, there)


@pytest.fixture(scope="session")
def train(tmp_path_factory: pytest.TempPathFactory) -> Callable[[runs.Request], runs.Run]:
    """`train(request)`: a finished run in a runs folder of its own, for fixtures that outlive a test."""

    def trained(asked: runs.Request) -> runs.Run:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("GALAXY_RUNS", str(tmp_path_factory.mktemp("runs")))
            return _to_its_end(queue.submit(asked))

    return trained


@pytest.fixture
def without_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a process begins a run of the CNN meanwhile, it learns in its way but without TensorFlow, at once."""
    monkeypatch.setenv("PYTHONPATH", STAND_IN)


@pytest.fixture(autouse=True)
def _nothing_left_among_the_shared_runs() -> Iterator[None]:
    """Fails the very test that leaves a run where all look: others count the runs that they find there."""
    yield
    folder, known = FOLDER / "runs", SHARED / "finished.json"
    there = {path.name for path in folder.glob("[!.]*")}
    left = there.difference(json.loads(known.read_text(encoding="utf-8")).values() if there and known.exists() else ())
    for name in left:  # so that only this test fails
        shutil.rmtree(folder / name, ignore_errors=True)
    assert not left, (
        f"{', '.join(sorted(left))} is left in the runs folder that all tests share: take own_runs, or train."
    )


@pytest.fixture
def own_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty runs folder for this test alone; what still runs at its end is stopped, and its dispatcher then ends."""
    folder = tmp_path / "runs"
    folder.mkdir()
    monkeypatch.setenv("GALAXY_RUNS", str(folder))
    yield folder
    for run in runs.every():
        if run.status in ("queued", "running"):
            (run.folder / "cancel").touch()
    _until(lambda: not any(run.is_alive for run in runs.every()), 30, "stopping what a test left running")


@pytest.fixture
def beside(
    finished: dict[str, runs.Run], own_runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, runs.Run]:
    """Copies of the finished runs in a runs folder of the test's own, and the CNN shipped as “first-model” besides."""
    for run in finished.values():
        shutil.copytree(run.folder, own_runs / run.name)
    shutil.copytree(finished["cnn"].folder, tmp_path / "shipped" / "first-model")
    monkeypatch.setenv("GALAXY_SHIPPED", str(tmp_path / "shipped"))
    return {name: runs.find(run.name) for name, run in finished.items()}


@pytest.fixture
def first_model(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[runs.Run]:
    """The run that comes with this program, alone beside an empty runs folder, and the sample of its size."""
    monkeypatch.delenv("GALAXY_SHIPPED")
    monkeypatch.delenv("GALAXY_SAMPLE")
    sample = datasets.open_dataset("sample")
    drawing = cache.path(sample, thumbnails.chain(sample))  # as if another process drew all 8,000 meanwhile
    with lock.waiting(drawing.with_name(f"{drawing.name}.lock")):
        yield runs.find("first-model")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """`disk(kilobytes)` mounts a disk that small."""
    mounted = []

    def mount(kilobytes: int) -> Path:
        place = tmp_path / f"disk-{len(mounted)}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
        try:
            made = subprocess.run(command, capture_output=True, text=True)
        except FileNotFoundError:
            pytest.skip("there is no mount command here")
        if made.returncode:
            pytest.skip(f"a small disk can't be mounted here: {made.stderr.strip()}")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture(scope="session")
def uploads() -> list[Path]:
    """Real pictures beside the repository; the test is skipped where they are missing."""
    found = sorted((REAL / "uploads").glob("*.jpg"))
    if not found:
        pytest.skip("../shared/real/uploads isn't here")
    return found


@pytest.fixture
def nobody(tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """A `with nobody():` inside which root is an ordinary user, as permissions mean nothing to root."""

    @contextmanager
    def inside() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        for folder in (tmp_path, *tmp_path.parents):
            if folder.stat().st_mode & 0o055 != 0o055:
                folder.chmod(folder.stat().st_mode | 0o055)
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)

    return inside
