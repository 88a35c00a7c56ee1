"""`search`: a grid and TPE from the shell, shown, waited for, ended; what can't be searched in a sentence."""

import json
from collections.abc import Iterator

import pytest

from galaxy_core.cli import search as command

GRID = (
    "search",
    "--dataset",
    "sample",
    "--model",
    "pca_logistic",
    "--set",
    "image_size=16",
    "--grid",
    "components=2,6",
)
KEYS = {
    "search", "dataset", "model", "method", "measure", "space", "open", "state", "wanted", "trials", "best", "winner",
    "importance",
}  # fmt: skip
TRIAL = {"number", "run", "values", "status", "epochs", "value", "interval", "loss", "reason"}


@pytest.fixture(autouse=True)
def closed(cli) -> Iterator[None]:
    """Ends the searches that a test leaves open."""
    yield
    for folder in (cli.runs / "searches").glob("search-*"):
        if not (folder / "closed.json").exists():
            cli.inside("search", "--end", folder.name)


def test_a_grid_from_its_beginning_to_its_winner(cli):
    answer = cli(*GRID, "strength=0.1,1", "--wait", "--json")
    assert answer.code == 0, answer.err
    assert " of 4 trials " in answer.err
    value = answer.json
    assert set(value) == KEYS and (value["method"], value["open"], value["wanted"]) == ("grid", False, 4)
    assert value["space"] == ["components=2,6", "strength=0.1,1.0"]
    assert sorted(one["run"] for one in value["trials"]) == cli.new()
    assert [one["values"] for one in value["trials"]] == [
        {"components": c, "strength": s} for c in (2, 6) for s in (0.1, 1.0)
    ]
    for one in value["trials"]:
        score = cli.inside("show", one["run"], "--json").json["scores"]["validation"]
        assert set(one) == TRIAL and one["status"] == "finished"
        assert (one["value"], one["interval"]) == (
            pytest.approx(score["accuracy"]),
            pytest.approx(score["accuracy_interval"]),
        )
    best = max(value["trials"], key=lambda one: (one["value"], -one["loss"]))
    assert value["best"] == best and value["winner"]["run"] == best["run"]
    tested = cli.inside("show", best["run"], "--json").json["scores"]["test"]
    assert value["winner"]["test"] == pytest.approx(tested["accuracy"])
    assert set(value["importance"]) == {"components", "strength"}
    shown(cli, value)


def shown(cli, value):
    """What `--show` says of a finished search in words."""
    assert cli.inside("search", "--show", "--json").json == value
    answer = cli.inside("search", "--show", value["search"])
    assert (answer.code, answer.err) == (0, "")
    parts = answer.out.split("\n\n")
    assert parts[0] == f"{value['search']}: 4 of 4 trials are finished."
    lines = parts[1].splitlines()
    assert lines[0].split() == ["COMPONENTS", "STRENGTH", "VALIDATION", "ACCURACY", "STATUS", "EPOCHS", "RUN"]
    assert len(lines) == 5 and lines[1].endswith(value["best"]["run"]) and "tells how far" not in answer.out
    assert f"Chosen by the validation images: {value['best']['run']}. Its accuracy on the test images is " in answer.out
    assert answer.out.count("on the test images") == 1


def test_tpe_is_begun_and_ended(cli):
    begun = cli.inside(*GRID, "--tpe", "9", "--range", "strength=0.01..10:log", "--measure", "loss", "--json")
    assert begun.code == 0, begun.err
    value = begun.json
    assert (value["method"], value["measure"], value["wanted"], value["open"]) == ("tpe", "loss", 9, True)
    assert value["space"] == ["components=2,6", "strength=0.01..10:log"] and value["winner"] is None
    document = json.loads((cli.runs / "searches" / value["search"] / "search.json").read_text())
    assert document["plan"]["prune"] is True and document["asked"]["parameters"]["image_size"] == 16
    ended = cli.inside("search", "--end", value["search"], "--json").json
    assert ended["search"] == value["search"] and ended["state"].endswith("It was closed early: somebody ended it.")
    assert cli.inside("search", "--show", "--wait", "--json").json["open"] is False


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--model", "cnn"), "The following arguments are required: --dataset: give them, or --show."),
        (("--dataset", "sample", "--model", "cnn"), "A search needs something to search: "),
        (("--dataset", "sample", "--model", "cnn", "--grid", "nix=1"), "“nix” is not a parameter of cnn: choose "),
        (("--dataset", "sample", "--model", "cnn", "--range", "dropout=0..1"), "dropout = 1.0 is out of range"),
        (("--dataset", "sample", "--model", "cnn", "--range", "dropout=0..0.5"), "A grid can't try all of dropout"),
        (
            ("--dataset", "sample", "--model", "cnn", "--set", "filters=8", "--grid", "filters=4,8"),
            "filters is set and",
        ),
        (("--dataset", "sample", "--model", "nix", "--grid", "a=1"), "“nix” is not one of the models"),
    ],
)
def test_what_cannot_be_searched(cli, arguments, sentence):
    answer = cli.inside("search", *arguments)
    assert answer.code == 2 and sentence in answer.sentence and cli.new() == []
    assert not (cli.runs / "searches").exists()


def test_a_search_that_is_not_there(cli):
    none = cli.inside("search", "--show")
    assert none.code == 1 and "There is no search in " in none.sentence and "begins one" in none.sentence
    other = cli.inside("search", "--show", "search-x")
    assert other.code == 1 and "There is no search “search-x”" in other.sentence


def test_a_search_without_a_finished_trial_has_failed():
    value = {"open": False, "best": None, "trials": [{"reason": None}, {"reason": "It broke."}]}
    assert command.failure(value) == "None of its 2 trials has finished: It broke."
    assert command.failure(value | {"open": True}) is None
