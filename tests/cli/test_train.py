"""`train`: what is refused before anything is queued, what is queued, and waiting for it."""

import json
import time

import pytest

from galaxy_core import augmentations, models, plugins, prepare
from galaxy_core.augmentations import balancing
from galaxy_core.models import cnn

TINY = ("--set", "epochs=1", "--set", "image_size=16", "--set", "filters=4")
LONG = ("--model", "cnn", "--set", "epochs=500", "--set", "image_size=16", "--set", "filters=4", "--wait", "--json")


def queued(cli) -> int:
    """How many runs there are."""
    return len(cli.inside("runs", "--json").json)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["--dataset", "nix", "--model", "cnn"],
            "“nix” is neither a data set (sample, ",
        ),
        (
            ["--dataset", "sample", "--model", "nix"],
            "“nix” is not one of the models: choose ",
        ),
        (["--dataset", "sample", "--model", "cnn", "--set", "nix=1"], "“nix” is not a parameter here: choose epochs, "),
        (["--dataset", "sample", "--model", "cnn", "--set", "epochs=0"], "give a whole number from 1 to 500"),
        (["--dataset", "sample", "--model", "cnn", "--set", "epochs=1.5"], "give a whole number from 1 to 500"),
        (["--dataset", "sample", "--model", "cnn", "--set", "dropout=nan"], "give a number from 0 to 0.9"),
        (
            ["--dataset", "sample", "--model", "cnn", "--set", "augment=yes"],
            "“augment” is not a parameter here: choose ",
        ),
        (["--dataset", "sample", "--model", "cnn", "--augment", "noise:varying=perhaps"], "give yes or no"),
        (
            ["--dataset", "sample", "--model", "cnn", "--augment", "spin"],
            "“spin” is not one of the augmentations: choose",
        ),
        (["--dataset", "sample", "--model", "cnn", "--augment", "none", "flips"], "“none” is not one of the augmentat"),
        (["--dataset", "sample", "--model", "cnn", "--augment"], "Argument --augment: expected at least one argument"),
        (["--dataset", "sample", "--model", "cnn", "--augment", "zoom:range"], "write NAME:PARAMETER=VALUE"),
        (
            ["--dataset", "sample", "--model", "cnn", "--balance", "more"],
            "choose none, class_weights, power, symmetries",
        ),
        (["--dataset", "sample", "--model", "cnn", "--balance", "raise_small:images=0"], "from 1 to 100000"),
        (["--dataset", "sample", "--model", "cnn", "--step", "shrink"], "“shrink” is not one of the "),
        (["--dataset", "sample", "--model", "majority", "--augment", "flips"], "as it is: leave out augmentations"),
        (["--dataset", "sample", "--model", "majority", "--balance", "oversample"], "or choose a network"),
        (["--dataset", "sample", "--model", "cnn", "--set", "views=3"], "give one of 1, "),
        (["--dataset", "sample", "--model", "cnn", "--set", "epochs"], "write --set NAME=VALUE"),
        (["--dataset", "sample", "--model", "cnn", "--set", "epochs=1", "--set", "epochs=2"], "epochs is set twice"),
        (["--dataset", "sample", "--model", "cnn", "--seed", "x"], "invalid int value: 'x'"),
        (["--dataset", "sample", "--model", "cnn", "--seed", "-1"], "give a whole number from 0 to 2147483647"),
        (["--dataset", "sample", "--model", "cnn", "--seeds", "x"], "invalid int value: 'x'"),
        (["--dataset", "sample", "--model", "cnn", "--seeds", "0"], "0 seeds from 0 on can't be used: give a whole nu"),
        (["--dataset", "sample", "--model", "cnn", "--seeds", "101"], "give a whole number from 1 to 100"),
        (["--dataset", "sample", "--model", "cnn", "--seed", "2147483647", "--seeds", "2"], "2 seeds from 2147483647"),
        (["--dataset", "sample", "--model", "cnn", "--split", "60/60"], "choose 80/10/10, 90/10, 80/20, 75/25"),
        (["--dataset", "no\x1b[31m\nfile.h5", "--model", "cnn"], r"“no\x1b[31m\nfile.h5” is neither a data set"),
    ],
)
def test_wrong_use_lists_what_is_right_and_queues_nothing(trained, arguments, words):
    answer = trained.inside("train", "--json", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.sentence
    assert queued(trained) == 3


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: (folder / "x.h5").write_bytes(b"no HDF5"), "x.h5"),
        (lambda folder: (folder / "x.h5").mkdir(), "has no folders in it"),
        (lambda folder: (folder / "x.h5").write_bytes(b""), "x.h5"),
    ],
)
def test_bad_data_are_refused_before_anything_is_queued(trained, tmp_path, make, words):
    make(tmp_path)
    answer = trained.inside("train", "--dataset", tmp_path / "x.h5", "--model", "majority", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert words in answer.sentence
    assert queued(trained) == 3


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("raise_and_cut:images=2", "images = 2 would cut more than the two largest classes: give at least "),
        ("targeted:factors=10x2", "There is no class 10 in factors = “10x2”: give 0 to 9."),
        ("targeted:factors=" + "/".join(f"{label}x0" for label in range(10)), "would show no image at all"),
    ],
)
def test_what_cannot_be_balanced_on_these_data_is_refused(trained, names, policy, words):
    for asked in (["--dataset", "sample", "--model", "cnn"], ["--like", names["cnn"]]):
        answer = trained.inside("train", *asked, "--balance", policy, "--json")
        assert (answer.code, answer.out) == (2, "")
        assert words in answer.sentence
    assert queued(trained) == 3


def test_a_class_too_small_to_split_is_refused(trained, pictures):
    for file in sorted((pictures / "dark").iterdir())[2:]:
        file.unlink()
    answer = trained.inside("train", "--dataset", pictures, "--model", "majority", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert "The class dark has 2 images; training, validation and test need at least 3: add 1" in answer.sentence
    assert queued(trained) == 3


def test_an_absent_data_set_says_how_to_get_it(trained):
    answer = trained.inside("train", "--dataset", "galaxy10_sdss", "--model", "majority", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert "python -m galaxy_core download galaxy10_sdss" in answer.sentence


def test_a_folder_without_permission_is_a_sentence(trained, tmp_path):
    (tmp_path / "file").write_text("")
    answer = trained.inside("train", "--dataset", "sample", "--model", "majority", GALAXY_RUNS=str(tmp_path / "file"))
    assert answer.code == 1
    assert str(tmp_path / "file") in answer.err.splitlines()[-1]


def test_a_relative_path_is_stored_absolute_and_settings_are_kept(cli, pictures):
    answer = cli(
        "train", "--dataset", "pictures", "--model", "pca_logistic", "--set", "components=2", "--set", "crop=1",
        "--seed", 3, "--split", "75/25", "--wait", "--json",
    )  # fmt: skip
    assert answer.code == 0
    assert set(answer.json) == {"run", "status"}
    assert answer.json["status"] == "finished"
    assert "Traceback" not in answer.err
    shown = cli("show", answer.json["run"], "--json").json
    assert shown["request"]["dataset"] == str(pictures)
    assert (shown["request"]["seed"], shown["request"]["split"]) == (3, "75/25")
    assert (shown["request"]["parameters"]["components"], shown["request"]["parameters"]["crop"]) == (2, 1.0)
    assert shown["classes"] == ["dark", "light"]
    assert shown["scores"]["test"]["accuracy"] == 1


def test_without_wait_it_returns_at_once_and_the_run_goes_on(cli, pictures, until):
    answer = cli("train", "--dataset", pictures, "--model", "majority", "--json")
    assert answer.code == 0
    assert answer.json["status"] in ("queued", "running")
    until(lambda: cli.status(answer.json["run"]) == "finished")


def test_several_seeds_are_several_runs(cli, pictures):
    answer = cli(
        "train", "--dataset", pictures, "--model", "pca_logistic", "--set", "components=2", "--seed", 4, "--seeds", 3,
        "--wait", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert [one["status"] for one in answer.json] == ["finished"] * 3
    shown = [cli.inside("show", one["run"], "--json").json["request"] for one in answer.json]
    assert [asked.pop("seed") for asked in shown] == [4, 5, 6]
    assert shown[0] == shown[1] == shown[2] and shown[0]["parameters"]["components"] == 2
    assert "of 3 runs have ended; seed " in answer.err


def test_several_seeds_wait_in_their_order_behind_others(cli, names):
    answer = cli.inside("train", "--like", names["cnn"], "--seeds", 2, "--after", names["cnn"])
    lines = answer.out.splitlines()
    assert answer.code == 0 and len(lines) == 2
    asked = [json.loads((cli.runs / line.split()[0] / "request.json").read_text()) for line in lines]
    assert [one["seed"] for one in asked] == [0, 1] and {one["after"] for one in asked} == {names["cnn"]}
    alone = cli.inside("train", "--like", names["cnn"], "--seeds", 1, "--after", "--json")
    assert set(alone.json) == {"run", "status"}, "one run is no list"


def test_several_of_which_some_do_not_finish():
    from galaxy_core.cli import train

    good, bad = {"run": "a", "status": "finished"}, {"run": "b", "status": "stopped"}
    assert train.failure([good, good]) is None and train.failure(good) is None
    alone = "The run b was stopped: “continue b” goes on with it."
    assert train.failure([good, bad]) == train.failure(bad) == alone
    assert train.failure([bad, good, bad]) == f"2 of 3 runs did not finish. {alone}"
    assert train.text([good, bad]) == "a is finished.\nb is stopped."


def test_ctrl_c_while_waiting_leaves_the_run_going(cli, pictures, until):
    waiting = cli.open("train", "--dataset", pictures, *LONG)
    until(cli.new)
    run = cli.new()[-1]
    until(lambda: "epoch" in cli.live(run))
    time.sleep(1.5)  # a line of progress is due
    answer = cli.interrupt(waiting)
    assert (answer.code, answer.out) == (130, "")
    assert "Traceback" not in answer.err
    lines = answer.err.splitlines()
    assert any(line.startswith(f"{run}: epoch ") and " of 500" in line for line in lines)
    assert lines[-1] == f"The run {run} goes on: “show {run}” tells how far it is."
    before = cli.live(run)
    until(lambda: cli.live(run) != before)
    assert cli.status(run) == "running"


def test_waiting_for_a_run_that_fails_gives_its_sentence(cli, pictures, tmp_path):
    weights = tmp_path / "weights.npz"
    weights.write_bytes(b"no archive")
    begin = ("--model", "cnn", "--set", "epochs=1", "--set", f"start={weights}")
    answer = cli("train", "--dataset", pictures, *begin, "--wait", "--json")
    assert answer.code == 1
    assert answer.json["status"] == "failed"
    shown = cli("show", answer.json["run"], "--json").json
    assert answer.err.splitlines()[-1] == f"The run {answer.json['run']} failed: {shown['error']}"


def test_damaged_pictures_are_left_out_and_said(cli, pictures):
    for file in pictures.rglob("[5-8].png"):  # sound at both ends, so that only reading it tells
        file.write_bytes(file.read_bytes()[:90] + bytes(20) + file.read_bytes()[110:])
    answer = cli("train", "--dataset", pictures, "--model", "majority", "--wait")
    assert answer.code == 0 and "8 pictures were skipped: dark/5.png (damaged)" in answer.err and len(cli.new()) == 1


def test_waiting_for_a_run_that_is_stopped_ends(cli, pictures, until):
    waiting = cli.open("train", "--dataset", pictures, *LONG)
    until(cli.new)
    run = cli.new()[-1]
    until(lambda: cli.status(run) == "running")
    assert cli.inside("stop", run).code == 0
    out, err = waiting.communicate(timeout=60)
    assert waiting.returncode == 1
    assert '"status": "stopped"' in out
    assert err.splitlines()[-1] == f"The run {run} was stopped: “continue {run}” goes on with it."


def test_waiting_for_a_run_that_is_deleted_ends(cli, pictures, until):
    waiting = cli.open("train", "--dataset", pictures, *LONG)
    until(cli.new)
    run = cli.new()[-1]
    (cli.runs / run).rename(cli.runs / "aside")
    out, err = waiting.communicate(timeout=60)
    (cli.runs / "aside" / "cancel").touch()
    (cli.runs / "aside").rename(cli.runs / run)
    assert (waiting.returncode, out) == (1, "")
    assert err.splitlines()[-1] == f"The run {run} has been deleted."


def test_like_another_run_but_for_what_is_given(cli, names):
    answer = cli.inside("train", "--like", names["cnn"], "--set", "filters=5", "--seed", 7, "--after", "--json")
    assert answer.code == 0
    shown, before = (cli.inside("show", run, "--json").json["request"] for run in (answer.json["run"], names["cnn"]))
    assert shown == before | {"seed": 7, "parameters": before["parameters"] | {"filters": 5}}
    other = cli.inside("train", "--like", "latest", "--model", "majority", "--split", "80/20", "--after", "--json")
    asked = json.loads((cli.runs / other.json["run"] / "request.json").read_text())
    assert (asked["model"], asked["seed"], asked["split"], asked["parameters"]) == ("majority", 7, "80/20", {})
    assert asked["after"] == answer.json["run"], "without a name: the last of those that go on"
    named = cli.inside("train", "--like", names["majority"], "--after", names["cnn"], "--json").json["run"]
    assert json.loads((cli.runs / named / "request.json").read_text())["after"] == names["cnn"]


def request_of(cli, *arguments):
    """What a run is asked to do that `train` queues behind those that go on."""
    answer = cli.inside("train", *arguments, "--after", "--json")
    assert answer.code == 0, answer.err
    return json.loads((cli.runs / answer.json["run"] / "request.json").read_text())


def test_preparation_augmentations_and_balance_are_kept_with_every_parameter(cli):
    usual = request_of(cli, "--dataset", "sample", "--model", "cnn", *TINY)
    assert usual["augment"] == list(augmentations.written(cnn.AUGMENT)) and usual["balance"] == "power:power=0.5"
    assert usual["preparation"] == []
    own = request_of(
        cli, "--dataset", "sample", "--model", "cnn", *TINY, "--augment", "flips", "zoom:range=0.1", "--balance",
        "raise_small:images=40", "--step", "crop:fraction=0.9", "resize:size=48", "--augment", "noise", "--step",
        "crop",
    )  # fmt: skip
    assert own["augment"] == ["flips:axes=both", "zoom:range=0.1", "noise:beta=0.2,varying=False"]
    assert own["balance"] == "raise_small:images=40"
    assert own["preparation"] == list(prepare.chain(("crop:fraction=0.9", "resize:size=48", "crop")))
    nothing = request_of(cli, "--dataset", "sample", "--model", "cnn", *TINY, "--augment", "none", "--balance", "none")
    assert (nothing["augment"], nothing["balance"]) == ([], "none")


def test_like_another_run_but_for_how_images_are_treated(cli):
    choices = ("--augment", "flips", "--balance", "oversample", "--step", "crop:fraction=0.5")
    first = request_of(cli, "--dataset", "sample", "--model", "cnn", *TINY, *choices)
    same = request_of(cli, "--like", "latest")
    assert all(same[name] == first[name] for name in ("augment", "balance", "preparation", "parameters"))
    other = request_of(cli, "--like", "latest", "--augment", "zoom", "--step", "none")
    assert (other["augment"], other["balance"], other["preparation"]) == (["zoom:range=0.2"], first["balance"], [])
    last = request_of(cli, "--like", "latest", "--augment", "none", "--balance", "none")
    assert (last["augment"], last["balance"]) == ([], "none")


def test_what_was_asked_for_is_trained(cli):
    answer = cli(
        "train", "--dataset", "sample", "--model", "cnn", *TINY, "--augment", "none", "--balance",
        "raise_small:images=40", "--step", "crop:fraction=0.5", "--wait", "--json",
    )  # fmt: skip
    assert (answer.code, answer.json["status"]) == (0, "finished")
    result = json.loads((cli.runs / answer.json["run"] / "result.json").read_text())
    counted = cli.inside("balance", "--dataset", "sample", "--policy", "raise_small:images=40", "--json").json
    assert result["shown"] == counted["after"] and sum(result["shown"]) > result["rows"]["train"] == sum(
        counted["before"]
    )
    assert result["rows"]["test"] == sum(counted["test"]) and result["rows"]["validation"] == sum(counted["validation"])
    assert result["steps"] == list(prepare.chain(("crop:fraction=0.5", "resize:size=16")))


def test_much_that_is_blank_is_said_and_queued_all_the_same(cli):
    for border, words in ((), "they are filled from inside it"), (("fill:way=black",), "they stay black"):
        answer = cli.inside(
            "train", "--dataset", "sample", "--model", "cnn", *TINY, "--after", "--augment", "zoom:range=0.7", "flips",
            "shift", *border,
        )  # fmt: skip
        assert answer.code == 0
        said = [line for line in answer.err.splitlines() if "from outside the image" in line]
        assert len(said) == 1 and said[0].startswith("Under zoom:range=0.7 ") and said[0].endswith(f"{words}.")
    assert "outside" not in cli.inside("train", "--like", "latest", "--after").err, "only of what is asked for now"


def test_its_help_lists_all_that_can_be_chosen(trained):
    out = trained.inside("train", "--help").out
    for package in (models, prepare, augmentations, balancing):
        for head in plugins.heads(package):
            assert f"  {head.name}: {head.reason or head.sentence}" in out


def test_like_and_after_want_a_run_that_there_is(trained):
    for option in ("--like", "--after"):
        answer = trained.inside("train", "--dataset", "sample", "--model", "cnn", option, "nix", "--json")
        assert (answer.code, answer.out) == (1, "")
        assert "There is no run “nix”" in answer.sentence
    answer = trained.inside("train", "--like", "latest", "--set", "nix=1", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert "“nix” is not a parameter here" in answer.sentence
    assert queued(trained) == 3
