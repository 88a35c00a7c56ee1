"""A short chaos, and every check of it on a folder where something is wrong."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import chaos, evidence, processes
from benchmarks.evidence import Check, Submission
from galaxy_core import runs
from galaxy_core.storage import atomic
from tests.pages.stored_runs import copy

IMAGES = 300


@pytest.fixture
def made(finished: dict[str, runs.Run], own_runs: Path) -> list[runs.Run]:
    """Copies of a finished CNN and of a finished baseline."""
    return [copy(finished[model], own_runs) for model in ("cnn", "majority")]


@pytest.mark.long
def test_a_dozen_kills_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in chaos.settings(tmp_path, 1).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(chaos.VALUES["cnn"], "epochs", 2)
    torment = chaos.Chaos(tmp_path, seed=4)
    try:
        checks = torment.checks(kills=12, slots=1)
    finally:
        processes.kill_all(torment.folder)
    assert [fault for check in checks for fault in check.faults] == []
    assert torment.kills.total() > 12 and all(torment.kills[kind] >= 3 for kind in processes.MODULES)
    assert all(check.count for check in checks), [check for check in checks if not check.count]


def test_what_is_right_has_no_faults(made: list[runs.Run], finished: dict[str, runs.Run], own_runs: Path) -> None:
    submissions = [Submission(0, run.name, False) for run in made]
    checks = [
        *evidence.lost_or_doubled(made, submissions), evidence.ended(made), evidence.whole(made, IMAGES),
        evidence.repeated(made, {}), evidence.equal(made, finished, {}), evidence.litter(own_runs),
    ]  # fmt: skip
    assert [fault for check in checks for fault in check.faults] == []


def lost(made: list[runs.Run]) -> list[Check]:
    return evidence.lost_or_doubled(made, [*_submitted(made), Submission(0, "20250101-000000-cnn-0000", True)])


def doubled(made: list[runs.Run]) -> list[Check]:
    twice = [runs.create(replace(made[0].request, seed=1000)) for _ in range(2)]
    return evidence.lost_or_doubled([*made, *twice], [*_submitted(made), Submission(1000, None, True)])


def unasked(made: list[runs.Run]) -> list[Check]:
    return evidence.lost_or_doubled(made, _submitted(made[:1]))


def unfinished(made: list[runs.Run]) -> list[Check]:
    (made[0].folder / "result.json").unlink()
    return [evidence.ended(made)]


def torn(made: list[runs.Run]) -> list[Check]:
    file = made[0].folder / "predictions.npz"
    file.write_bytes(file.read_bytes()[:-100])
    return [evidence.whole(made, IMAGES)]


def incomplete(made: list[runs.Run]) -> list[Check]:
    return [evidence.whole(made, IMAGES + 1)]


def two_epochs_again(made: list[runs.Run]) -> list[Check]:
    with open(made[0].folder / "log.txt", "a", encoding="utf-8") as log:
        log.write("epoch 2: loss 1\nepoch 3: loss 1\n")
    return [evidence.repeated(made, {made[0].name: 2})]


def again_without_a_kill(made: list[runs.Run]) -> list[Check]:
    with open(made[0].folder / "log.txt", "a", encoding="utf-8") as log:
        log.write("epoch 3: loss 1\n")
    return [evidence.repeated(made, {})]


def a_gap(made: list[runs.Run]) -> list[Check]:
    result = made[0].result
    del result["history"][1]
    atomic.write_json(made[0].folder / "result.json", result)
    return [evidence.repeated(made, {})]


def other_weights(made: list[runs.Run]) -> list[Check]:
    references = {run.request.model: copy(run, run.folder.parent, f"{run.name[:-4]}abcd") for run in made}
    with np.load(made[0].folder / "weights.npz") as stored:
        weights = {name: stored[name] for name in stored}
    np.savez(made[0].folder / "weights.npz", **(weights | {"0": np.nextafter(weights["0"], np.float32(9))}))
    return [evidence.equal(made, references, {})]


def half_built(made: list[runs.Run]) -> list[Check]:
    (made[0].folder / ".results").mkdir()
    return [evidence.litter(made[0].folder.parent)]


def a_traceback(made: list[runs.Run]) -> list[Check]:
    (made[0].folder.parent / ".queue.log").write_text("Traceback (most recent call last)", encoding="utf-8")
    return [evidence.quiet(made[0].folder.parent, ".queue.log")]


@pytest.mark.parametrize(
    "wrong",
    [
        lost, doubled, unasked, unfinished, torn, incomplete, two_epochs_again, again_without_a_kill, a_gap,
        other_weights, half_built, a_traceback,
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(wrong: Callable[[list[runs.Run]], list[Check]], made: list[runs.Run]) -> None:
    assert any(check.faults for check in wrong(made))


def test_a_process_is_found_by_its_folder_and_killed(own_runs: Path, until: Callable) -> None:
    run = runs.create(runs.request("sample", "cnn", {"epochs": 500}))
    process = chaos.subprocess.Popen([chaos.sys.executable, "-m", "galaxy_core.training", run.name])
    until(lambda: processes.found(own_runs, "training") == {process.pid: run.name})
    until(lambda: evidence.held(own_runs) == {run.name})
    assert processes.has_open(process.pid, run.folder / "alive.lock")
    assert processes.found(own_runs / "other", "training") == {} == processes.found(own_runs, "dispatcher")
    assert processes.kill_all(own_runs) == 1 and process.wait() == -chaos.signal.SIGKILL
    assert evidence.held(own_runs) == set() and run.is_interrupted is False


def _submitted(made: list[runs.Run]) -> list[Submission]:
    return [Submission(0, run.name, False) for run in made]
