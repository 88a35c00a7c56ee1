"""Runs on disk: what may be asked, folders that exist whole or not at all, a status computed from what is true."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

import galaxy_core
from galaxy_core import RunError, StorageError, UsageError, augmentations, prepare, runs
from galaxy_core.models import cnn, plain_cnn
from galaxy_core.storage import atomic, lock

HOLDER = "import sys, time; from galaxy_core.storage import lock; held = lock.take(__import__('pathlib').Path("
HOLDER += "sys.argv[1])); print(held, flush=True); time.sleep(60)"


@pytest.fixture
def queued(own_runs: Path) -> runs.Run:
    """A run that waits, in a folder where nobody works the queue off."""
    return runs.create(runs.request("sample", "majority"))


def test_tests_have_folders_of_their_own() -> None:
    checkout = Path(__file__).parents[1]
    assert checkout not in galaxy_core.data_folder().parents and checkout not in galaxy_core.runs_folder().parents
    with pytest.raises(RuntimeError, match="folders of their own"):
        (checkout / "runs" / "x").read_text(encoding="utf-8")


def test_a_request_has_every_parameter_written_out() -> None:
    asked = runs.request("sample", "pca_logistic", {"components": "7"}, seed=3, split="80/20")
    assert asked.parameters["components"] == 7 and asked.parameters["image_size"] == 64
    assert (asked.dataset, asked.model, asked.seed, asked.split) == ("sample", "pca_logistic", 3, "80/20")
    assert asked.threads == runs.threads() >= 1


def test_a_request_has_every_choice_written_out() -> None:
    usual = runs.request("sample", "cnn")
    assert usual.augment == augmentations.written(cnn.AUGMENT) and usual.balance == "power:power=0.5"
    assert usual.preparation == () and usual.study == ""
    own = runs.request(
        "sample", "cnn", augment=("zoom",), balance="raise_small", preparation=("crop",), study="000 again"
    )  # fmt: skip
    assert own.augment == ("zoom:range=0.2",) and own.balance == "raise_small:images=4000"
    assert own.preparation == prepare.chain(("crop",)) and own.study == "000 again"
    nothing = runs.request("sample", "cnn", augment=(), balance="none")
    assert (nothing.augment, nothing.balance) == ((), "none")
    for more in ({}, {"augment": (), "balance": "none"}, {"augment": None, "balance": None}):
        simple = runs.request("sample", "majority", **more)
        assert (simple.augment, simple.balance, simple.preparation) == ((), "none", ())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"model": "cnnn"}, ["cnnn", "majority", "cnn"]),
        ({"model": "../runs"}, ["../runs", "majority"]),
        ({"values": {"epoch": 3}}, ["epoch", "epochs", "filters"]),
        ({"values": {"epochs": "many"}}, ["epochs", "many", "from 1 to 500"]),
        ({"values": {"epochs": 0}}, ["epochs", "0", "from 1 to 500"]),
        ({"values": {"learning_rate": "nan"}}, ["learning_rate", "nan"]),
        ({"values": {"views": 3}}, ["views", "3", "one of 1, "]),
        ({"values": {"augment": "yes"}}, ["augment", "is not a parameter here", "epochs"]),
        ({"augment": ("spin",)}, ["spin", "augmentations", "rotation"]),
        ({"augment": ("noise:varying=perhaps",)}, ["varying", "perhaps", "yes or no"]),
        ({"augment": ("rotation:degrees=181",)}, ["degrees", "181", "from 0 to 180"]),
        ({"balance": "more"}, ["more", "none", "class_weights"]),
        ({"balance": "raise_small:images=0"}, ["images", "0", "from 1 to 100000"]),
        ({"balance": "targeted:factors=all"}, ["factors", "all", "0x2/4x2.5"]),
        ({"preparation": ("shrink",)}, ["shrink", "crop", "resize"]),
        ({"model": "majority", "augment": ("flips",)}, ["Majority baseline", "as it is", "choose a network"]),
        ({"model": "pca_logistic", "balance": "oversample"}, ["PCA", "as it is", "choose a network"]),
        ({"seed": -1}, ["-1", "from 0"]),
        ({"seed": 2**31}, [str(2**31)]),
        ({"split": "90/20"}, ["90/20", "80/10/10"]),
        ({"split": "100/0"}, ["100/0"]),
        ({"split": "90/0/10"}, ["90/0/10", "empty"]),
    ],
)
def test_wrong_requests_are_refused_with_the_right_ones(changed: dict, words: list[str]) -> None:
    asked = {"dataset": "sample", "model": "cnn", "values": {}, "seed": 0, "split": "80/10/10"} | changed
    with pytest.raises(UsageError) as refused:
        runs.request(**asked)
    assert all(word in str(refused.value) for word in words), str(refused.value)


def test_a_run_is_created_whole(own_runs: Path) -> None:
    made = runs.create(runs.request("sample", "majority", seed=5))
    assert runs.NAME.fullmatch(made.name)
    assert runs.find(made.name).request == made.request
    assert [run.name for run in runs.every()] == [made.name]
    assert sorted(entry.name for entry in own_runs.iterdir()) == [".places.json", made.name], (
        "nothing half-built is left"
    )
    assert made.status == "queued" and not made.is_interrupted and made.history == [] and made.log() == ""


def test_a_run_that_cannot_be_written_leaves_nothing(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="full"):
        runs.create(runs.request("sample", "majority"))
    assert list(own_runs.iterdir()) == [own_runs / ".places.json"] and runs.every() == []


def test_a_builder_killed_half_way_leaves_no_run(own_runs: Path) -> None:
    code = (
        "import os, signal; from galaxy_core import runs; from galaxy_core.storage import atomic\n"
        "atomic._sync = lambda path: os.kill(os.getpid(), signal.SIGKILL)\n"
        "runs.create(runs.request('sample', 'majority'))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1]).returncode == -signal.SIGKILL
    assert runs.every() == [] and runs.unreadable() == {}


def test_status_follows_from_what_is_true(queued: runs.Run) -> None:
    atomic.write_json(queued.folder / "state.json", {"attempts": 1, "epoch": 0})
    assert queued.status == "queued" and queued.is_interrupted
    held = lock.take(queued.folder / "alive.lock")
    assert queued.status == "running" and not queued.is_interrupted
    os.close(held)
    assert queued.status == "queued", "a lock that nobody holds means nothing"
    atomic.write_json(queued.folder / "state.json", {"attempts": 1, "error": "The data set is gone."})
    assert (queued.status, queued.error) == ("failed", "The data set is gone.")
    (queued.folder / "cancel").touch()
    assert queued.status == "stopped"
    atomic.write_json(queued.folder / "result.json", {"history": [{"epoch": 1}]})
    assert queued.status == "finished" and queued.history == [{"epoch": 1}]


def test_a_killed_process_does_not_stay_running(queued: runs.Run, until: Callable) -> None:
    atomic.write_json(queued.folder / "state.json", {"attempts": 1, "epoch": 0})
    command = [sys.executable, "-c", HOLDER, str(queued.folder / "alive.lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as holder:
        holder.stdout.readline()
        assert queued.status == "running"
        holder.kill()
        until(lambda: queued.status == "queued")
    assert queued.is_interrupted


BROKEN = {
    "not JSON": "{",
    "empty": "",
    "a list": "[1, 2]",
    "newer format": {"format": runs.FORMAT + 1, "colour": "blue"},
    "older format": {"format": runs.FORMAT - 1},
    "no format": {"format": None},
    "format in words": {"format": "1"},
    "endless": "[" * 100_000,
    "a huge seed": {"seed": 10**300},
    "a number to wait for": {"after": 3},
    "unknown field": {"colour": "blue"},
    "text for a number": {"created": "yesterday"},
    "not a number": '{"dataset": "sample", "model": "majority", "parameters": {}, "created": NaN, "format": 1}',
    "a list of parameters": {"parameters": [1]},
    "a text for augmentations": {"augment": "flips"},
    "numbers for augmentations": {"augment": [1]},
    "an object for augmentations": {"augment": {"flips": 1}},
    "a number for steps": {"preparation": 3},
    "no balance": {"balance": None},
    "a number for a study": {"study": 4},
    "a number for a name": {"model": 7},
    "no data set": None,
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_damaged_run_is_listed_apart_and_spoils_no_other(what: str, queued: runs.Run, own_runs: Path) -> None:
    folder = own_runs / "20200101-000000-majority-0000"
    folder.mkdir()
    content = BROKEN[what]
    if isinstance(content, dict):
        content = json.dumps(asdict(queued.request) | content)
    if content is not None:
        (folder / "request.json").write_text(content, encoding="utf-8")
    assert [run.name for run in runs.every()] == [queued.name]
    sentence = runs.unreadable()[folder.name]
    assert list(runs.unreadable()) == [folder.name] and sentence.startswith(f"The run {folder.name} can't be read: ")
    assert {"newer format": "newer version", "older format": "older version"}.get(what, "is damaged") in sentence
    with pytest.raises(RunError) as refused:
        runs.find(folder.name)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"history": 3'])
def test_damaged_notes_are_no_notes(damage: str, queued: runs.Run) -> None:
    for name in ("state.json", "live.json"):
        (queued.folder / name).write_text(damage, encoding="utf-8")
    assert queued.state == {} and queued.live == {} and queued.status == "queued"


@pytest.mark.parametrize(
    "name", ["..", ".", "", "/etc", "../../etc/passwd", "20200101-000000-majority-0000/../x", "a\0b"]
)
def test_no_name_leads_out_of_the_folder(name: str, queued: runs.Run) -> None:
    with pytest.raises(RunError, match="There is no run"):
        runs.find(name)


def test_a_link_to_elsewhere_is_no_run(queued: runs.Run, own_runs: Path, tmp_path: Path) -> None:
    link, outside = own_runs / "20250101-000000-cnn-0123", tmp_path / "elsewhere"
    shutil.copytree(queued.folder, outside)
    link.symlink_to(outside)
    assert runs.every() == [queued] and runs.unreadable() == {}
    with pytest.raises(RunError, match="There is no run"):
        runs.find(link.name)


def test_the_last_checkpoint_is_that_of_the_largest_number(queued: runs.Run) -> None:
    for epoch in (9_999, 10_000, 998):
        folder = queued.folder / "checkpoints" / f"{epoch:04d}"
        folder.mkdir(parents=True)
        atomic.write_json(folder / "history.json", {"epochs": [{"epoch": epoch}]})
    assert queued.checkpoint().name == "10000" and queued.learned == [{"epoch": 10_000}]
    assert [folder.name for folder in queued.checkpoints()] == ["0998", "9999", "10000"]


def test_other_things_in_the_folder_are_no_runs(queued: runs.Run, own_runs: Path) -> None:
    (own_runs / "notes.txt").write_text("mine", encoding="utf-8")
    (own_runs / ".new-half").mkdir()
    (own_runs / "20200101-000000-majority-0001").write_text("a file", encoding="utf-8")
    assert [run.name for run in runs.every()] == [queued.name]


def test_newest_first(own_runs: Path) -> None:
    asked = runs.request("sample", "majority")
    made = [runs.create(replace(asked, created=asked.created + second)) for second in (2, 0, 1)]
    assert [run.name for run in runs.every()] == [made[0].name, made[2].name, made[1].name]


def test_a_folder_without_runs_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_RUNS", str(tmp_path / "not there"))
    assert runs.every() == [] and runs.unreadable() == {}
    assert not (tmp_path / "not there").exists()


def test_delete(queued: runs.Run, own_runs: Path) -> None:
    runs.delete(queued)
    assert list(own_runs.iterdir()) == [own_runs / ".places.json"] and runs.every() == []
    with pytest.raises(RunError):
        runs.find(queued.name)


def test_a_run_that_is_trained_is_not_deleted(queued: runs.Run) -> None:
    held = lock.take(queued.folder / "alive.lock")
    with pytest.raises(RunError, match="stop it first"):
        runs.delete(queued)
    os.close(held)
    assert runs.find(queued.name).status == "queued"


def test_the_log_is_read_from_its_end(queued: runs.Run) -> None:
    (queued.folder / "log.txt").write_bytes(b"x" * 10_000 + "…end".encode())
    assert queued.log(10).endswith("end") and len(queued.log()) <= 4000


def test_like_another_run_but_for_what_is_changed(own_runs: Path) -> None:
    asked = runs.request("sample", "cnn", {"filters": 8, "image_size": 32}, seed=3, split="80/20")
    run = runs.create(asked)
    same = runs.like(run)
    assert replace(same, created=asked.created) == asked
    other = runs.like(run, {"filters": "9"}, seed=4)
    assert other.parameters == asked.parameters | {"filters": 9} and (other.seed, other.split) == (4, "80/20")
    assert (other.augment, other.balance) == (asked.augment, asked.balance)
    pca = runs.like(run, {"components": 5}, model="pca_logistic", after=run.name)
    assert (pca.model, pca.parameters["image_size"], pca.parameters["components"]) == ("pca_logistic", 32, 5)
    assert pca.after == run.name and "filters" not in pca.parameters
    with pytest.raises(UsageError, match="filters"):
        runs.like(run, {"filters": 9}, model="pca_logistic")


def test_like_a_run_with_choices_of_its_own(own_runs: Path) -> None:
    chosen = {"augment": ("flips",), "balance": "oversample", "preparation": ("crop:fraction=0.5",)}
    run = runs.create(runs.request("sample", "cnn", **chosen))
    assert runs.find(run.name).request == run.request, "as it is read back"
    same = runs.like(run)
    assert replace(same, created=run.request.created) == run.request
    other = runs.like(run, augment=(), preparation=(), balance="none")
    assert (other.augment, other.preparation, other.balance) == ((), (), "none")
    pca = runs.like(run, model="pca_logistic")
    assert (pca.augment, pca.balance, pca.preparation) == ((), "none", prepare.chain(("crop:fraction=0.5",)))
    plain = runs.like(run, model="plain_cnn")
    assert plain.augment == augmentations.written(plain_cnn.AUGMENT) and plain.balance == "none"
    assert runs.like(run, model="plain_cnn", balance="undersample").balance == "undersample"


def test_a_thousand_runs_are_read_once(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asdict(runs.request("sample", "majority"))
    for number in range(1000):
        folder = own_runs / f"20200101-000000-majority-{number:04x}"
        folder.mkdir()
        (folder / "request.json").write_text(json.dumps(asked), encoding="utf-8")
        (folder / "result.json").write_text("{}", encoding="utf-8")
        os.utime(folder / "request.json", ns=(1, number))
    assert len(runs.every()) == 1000 and runs.going() == []
    monkeypatch.setattr(atomic, "read_json", lambda path: pytest.fail(f"{path} is read a second time"))
    assert len(runs.every()) == 1000 and runs.going() == [] and runs.unreadable() == {}


def test_the_same_with_other_seeds() -> None:
    asked = runs.request("sample", "majority", seed=7)
    made = runs.seeded(asked, 3)
    assert [one.seed for one in made] == [7, 8, 9] and made[0] == asked
    assert [one.created for one in made] == sorted({one.created for one in made}), "lists keep their order"
    for wrong in (0, 101):
        with pytest.raises(UsageError, match=f"{wrong} seeds"):
            runs.seeded(asked, wrong)
