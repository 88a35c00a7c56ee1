"""`study`: what is refused before anything is queued; a study to its end; one that is shown, stopped or interrupted."""

import json
import time

import pytest

from galaxy_core import tasks
from galaxy_core.cli import study

TINY = ("--set", "epochs=1", "--set", "image_size=32", "--set", "filters=4")
BEGIN = ("study", "augmentation", "--dataset", "sample", *TINY, "--operations", "flips", "noise")
KEYS = {"study", "task", "measure", "state", "runs", "finished", "failed", "stopped", "effects"}
DIFFERENCE = {"value", "value_interval", "none", "difference", "low", "high", "n", "seeds", "significant", "verdict"}


@pytest.fixture
def asleep(cli, monkeypatch):
    """The same place, where nobody works the queue off."""
    monkeypatch.setattr("galaxy_core.queue.ensure", lambda: None)
    return cli


def request(cli, run: str) -> dict:
    """What a run was asked."""
    return json.loads((cli.runs / run / "request.json").read_text())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["augmentation"], "--dataset"),
        (["preparation", "--dataset", "sample"], "invalid choice: 'preparation' (choose from"),
        (["augmentation", "--dataset", "nix"], "“nix” is neither a data set (sample, "),
        (["augmentation", "--dataset", "sample", "--model", "nix"], "“nix” is not one of the models: choose "),
        (["augmentation", "--dataset", "sample", "--model", "majority"], "no augmentation can help it: choose "),
        (["augmentation", "--dataset", "sample", "--operations", "nix"], "“nix” is not one of the augmentations"),
        (["augmentation", "--dataset", "sample", "--operations", "flips", "flips"], "is named twice"),
        (["augmentation", "--dataset", "sample", "--operations"], "expected at least one argument"),
        (["augmentation", "--dataset", "sample", "--seeds", "0"], "give a whole number from 1 to 20"),
        (["augmentation", "--dataset", "sample", "--seed", "-1"], "give a whole number from 0 to 2147483647"),
        (["augmentation", "--dataset", "sample", "--set", "filters"], "write --set NAME=VALUE"),
        (["augmentation", "--dataset", "sample", "--split", "60/60"], "choose 80/10/10, 90/10, 80/20, 75/25"),
        (["augmentation", "--dataset", "sample", "--balance", "nix"], "“nix” is not one of the balancing"),
        (["augmentation", "--dataset", "sample", "--step", "nix"], "“nix” is not one of the prepare"),
        (["augmentation", "--dataset", "sample", "--measure", "loss"], "“loss” is not a measure here: choose accuracy"),
    ],
)
def test_wrong_use_is_a_sentence_and_queues_nothing(trained, arguments, words):
    answer = trained.inside("study", "--json", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.sentence
    assert trained.new() == []


def test_a_study_that_there_is_not_is_a_sentence(trained):
    for arguments in (["--show"], ["--show", "augmentation-20261125-153501-3fa2"], ["--show", "--dataset", "sample"]):
        answer = trained.inside("study", "augmentation", *arguments, "--json")
        assert (answer.code, answer.out) == (1, "")
        assert answer.sentence.startswith("There is no study “") and "begins one" in answer.sentence


def test_data_that_cannot_be_trained_on_are_refused(trained, pictures):
    for file in sorted((pictures / "dark").iterdir())[2:]:
        file.unlink()
    answer = trained.inside("study", "augmentation", "--dataset", pictures, "--json")
    assert (answer.code, answer.out) == (1, "")
    assert "The class dark has 2 images; training, validation and test need at least 3: add 1" in answer.sentence
    assert trained.new() == []


def test_what_is_asked_is_in_every_request(asleep, pictures):
    answer = asleep.inside(
        "study", "augmentation", "--dataset", "pictures", *TINY, "--operations", "flips",
        "--operations", "noise:beta=0.1", "--seeds", 2, "--seed", 5, "--split", "75/25@3",
        "--balance", "oversample", "--step", "crop:fraction=0.5", "--json",
    )  # fmt: skip
    assert answer.code == 0
    assert asleep.new() == sorted(answer.json["runs"]) and len(answer.json["runs"]) == 8
    asked = [request(asleep, run) for run in answer.json["runs"]]
    assert [one["seed"] for one in asked] == [5] * 4 + [6] * 4
    assert [len(one["augment"]) for one in asked] == [0, 1, 1, 2] * 2
    assert asked[2]["augment"] == ["noise:beta=0.1,varying=False"]
    same = {"dataset": str(pictures), "model": "cnn", "split": "75/25@3", "study": answer.json["study"]}
    for one in asked:
        assert {name: one[name] for name in same} == same
        assert one["balance"].startswith("oversample") and one["preparation"][0].startswith("crop:fraction=0.5")
        assert one["parameters"]["filters"] == 4


def test_a_study_that_nobody_has_begun_to_train(asleep):
    begun = asleep.inside(*BEGIN, "--json").json
    assert set(begun) == KEYS and (begun["finished"], begun["failed"], begun["stopped"]) == (0, 0, 0)
    assert [one["test"] for one in begun["effects"]] == [None] * 4
    answer = asleep.inside("study", "augmentation", "--show")
    assert answer.code == 0 and answer.err == ""
    assert "0 of 4 runs are finished, 4 are still to come." in answer.out
    assert f"“study augmentation --show {begun['study']}” tells how far it is." in answer.out
    assert "VALIDATION" not in answer.out


def test_the_latest_study_or_the_one_that_is_named(asleep, pictures):
    first, second = (asleep.inside(*BEGIN, "--json").json["study"] for _ in range(2))
    assert asleep.inside("study", "augmentation", "--show", "--json").json["study"] == second
    assert asleep.inside("study", "augmentation", "--show", first, "--json").json["study"] == first
    answer = asleep.inside("study", "augmentation", "--show", "--dataset", pictures, "--json")
    assert answer.code == 1 and "There is no study" in answer.sentence
    answer = asleep.inside("study", "augmentation", "--show", "nix\x1b[2J", "--json")
    assert answer.code == 1 and first in answer.sentence and "\x1b" not in answer.sentence


def test_a_study_to_its_end(cli):
    answer = cli(*BEGIN, "--wait", "--json")
    assert answer.code == 0, answer.err
    assert "Traceback" not in answer.err and "of 4 runs have ended; " in answer.err
    value = answer.json
    assert set(value) == KEYS and (value["finished"], value["failed"], value["stopped"]) == (4, 0, 0)
    assert sorted(value["runs"]) == cli.new()
    assert [one["title"] for one in value["effects"]] == ["Without augmentation", "Flips", "Noise", "All together"]
    for one, run in zip(value["effects"], value["runs"], strict=True):
        assert (one["finished"], one["asked"], one["reason"]) == (1, 1, None)
        for part in ("validation", "test"):
            said = one[part]
            score = cli.inside("show", run, "--json").json["scores"][part]
            assert set(said) == DIFFERENCE and said["seeds"] == 1
            assert (said["value"], said["n"]) == (pytest.approx(score["accuracy"]), score["n"])
            assert said["value_interval"] == pytest.approx(score["accuracy_interval"])
            assert said["low"] <= said["difference"] <= said["high"]
            assert said["difference"] == pytest.approx(said["value"] - value["effects"][0][part]["value"])
    shown(cli, value)


def shown(cli, value):
    """What `--show` says of a finished study, in words and in other measures."""
    assert cli.inside("study", "augmentation", "--show", "--json").json == value
    answer = cli.inside("study", "augmentation", "--show", value["study"])
    assert (answer.code, answer.err) == (0, "")
    none = value["effects"][0]
    assert f"on {none['validation']['n']} validation images" in answer.out and "1 seed." in answer.out
    assert "Choose by the validation column; the test column says how well the choice holds." in answer.out
    table = answer.out.split("\n\n")[2].splitlines()
    assert table[0].split() == ["AUGMENTATION", "VALIDATION", "TEST", "FINISHED"]
    assert [line.split("  ")[0] for line in table[1:]] == ["Flips", "Noise", "All together"]
    assert all(line.count(" points (") == 2 and line.endswith("1 of 1") for line in table[1:])
    for measure, word in (("macro_f1", "Macro-F1"), ("balanced_accuracy", "Balanced accuracy")):
        other = cli.inside("study", "augmentation", "--show", "--measure", measure)
        assert f"\n{word} without augmentation: " in other.out


def test_ctrl_c_ends_the_waiting_and_stopped_runs_are_named(cli, until):
    long = [word.replace("epochs=1", "epochs=200") for word in BEGIN]
    waiting = cli.open(*long, "--wait", "--json")
    until(lambda: len(cli.new()) == 4)
    until(lambda: any(cli.status(run) == "running" for run in cli.new()))
    time.sleep(1.5)  # a line of progress is due
    answer = cli.interrupt(waiting)
    assert (answer.code, answer.out) == (130, "")
    assert "of 4 runs have ended; without augmentation, seed 0: " in answer.err
    study_id = request(cli, cli.new()[0])["study"]
    assert answer.err.splitlines()[-1] == f"The runs go on. “study augmentation --show {study_id}” tells how far it is."
    for run in cli.new():
        assert cli.inside("stop", run).code == 0
    ended = cli("study", "augmentation", "--show", "--wait", "--json")
    assert ended.code == 1 and ended.json["stopped"] == 4
    assert ended.err.splitlines()[-1] == (
        "Of its 4 runs 4 were stopped: “runs” lists them, “show RUN” says why, “continue RUN” goes on with one."
    )


def test_a_difference_in_words():
    one = {"difference": 0.0372, "low": -0.012, "high": 0.0861, "significant": False}
    accuracy = tasks.kind("classes").measure("accuracy")
    assert study._cell(one, accuracy) == "3.7 points (−1.2 to 8.6), not significant"
    assert study._cell(None, accuracy) is None
    words = [study.VERDICTS[flag] for flag in (True, False, None)]
    assert words == ["more than luck", "too small to call", ""], "what scripts read in the document"


def test_a_failure_says_how_many():
    value = {"runs": [1] * 4, "failed": 0, "stopped": 0}
    assert study.failure(value) is None
    assert "Of its 4 runs 1 failed and 2 were stopped: " in study.failure(value | {"failed": 1, "stopped": 2})
