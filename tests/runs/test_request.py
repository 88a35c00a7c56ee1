"""What was asked: read as it was written, also by earlier versions; which runs it waits for."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from galaxy_core import RunError, UsageError, models, runs
from galaxy_core.plugins import parameters

EARLIER = "20200101-000000-cnn-00aa"
MODELS = [name for name in models.names() if any(p.runs for p in parameters.describe(models.model(name).Parameters))]


@pytest.mark.parametrize("model", MODELS)
def test_it_waits_for_every_run_that_a_parameter_names(model: str) -> None:
    named = [p.name for p in parameters.describe(models.model(model).Parameters) if p.runs]
    for name in named:
        asked = runs.Request("sample", model, {name: f"{EARLIER}+ 20200101-000000-cnn-00bb "}, after="x")
        assert asked.waits_for == {EARLIER, "20200101-000000-cnn-00bb", "x"}
        assert runs.Request("sample", model, {name: ""}).waits_for == set()
        assert runs.Request("sample", model, {name: "/a/weights.npz"}).waits_for == {"/a/weights.npz"}, "no run of any"


def test_networks_trees_and_ensembles_name_runs() -> None:
    assert {"cnn", "plain_cnn", "transfer", "forest", "boosting", "ensemble"} <= set(MODELS)


def test_of_a_model_that_is_gone_only_what_it_comes_after_is_known() -> None:
    asked = runs.Request("sample", "gone", {"start": EARLIER, "members": "a+b"}, after="x")
    assert asked.waits_for == {"x"}


def test_a_parameter_that_was_called_otherwise_is_read_and_may_be_given(own_runs: Path) -> None:
    asked = read(EARLIER, own_runs, stored("cnn", body_rate=0.5, keep_norm=True))
    assert asked.parameters["backbone_lr_factor"] == 0.5 or asked.parameters["freeze_batchnorm"] is False
    old = stored("cnn")
    del old["parameters"]["backbone_lr_factor"], old["parameters"]["freeze_batchnorm"]
    old["parameters"] |= {"body_rate": 0.5, "keep_norm": True}
    asked = read("20200101-000000-cnn-00bb", own_runs, old)
    assert (asked.parameters["backbone_lr_factor"], asked.parameters["freeze_batchnorm"]) == (0.5, True)
    assert not {"body_rate", "keep_norm"} & asked.parameters.keys()
    assert runs.request("sample", "cnn", {"body_rate": "0.5"}).parameters["backbone_lr_factor"] == 0.5
    with pytest.raises(UsageError, match="backbone_lr_factor = 7.0 is out of range"):
        runs.request("sample", "cnn", {"body_rate": 7})


# Requests of the time when augmentation and balancing were parameters of the networks.


def stored(model: str, **changed: object) -> dict:
    """What request.json of such a run holds, with what its model knew then."""
    asked = json.loads(json.dumps(asdict(runs.request("sample", model))))
    old = {name: value for name, value in asked.items() if name not in ("preparation", "augment", "balance", "study")}
    known = {"cnn": {"augment": True, "balance": 0.5}, "plain_cnn": {"augment": True}}.get(model, {})
    return old | {"parameters": asked["parameters"] | known | changed}


def read(name: str, root: Path, content: dict) -> runs.Request:
    """The request of a run folder that holds this."""
    (root / name).mkdir()
    (root / name / "request.json").write_text(json.dumps(content), encoding="utf-8")
    return runs.find(name).request


@pytest.mark.parametrize(
    ("changed", "augment", "balance"),
    [
        ({}, True, "power:power=0.5"),
        ({"augment": False}, False, "power:power=0.5"),
        ({"balance": 0.0}, True, "none"),
        ({"balance": 0}, True, "none"),
        ({"balance": 1}, True, "power:power=1.0"),
        ({"augment": False, "balance": 0.3}, False, "power:power=0.3"),
    ],
)
def test_an_old_request_of_the_cnn(changed: dict, augment: bool, balance: str, own_runs: Path) -> None:
    asked = read("20200101-000000-cnn-0000", own_runs, stored("cnn", **changed))
    new = runs.request("sample", "cnn", augment=None if augment else (), balance=balance)
    assert asked == replace(new, created=asked.created), "as if it were asked today"
    assert runs.unreadable() == {}


def test_an_old_request_with_its_defaults_has_a_plain_title_and_is_run_again_alike(own_runs: Path) -> None:
    read("20200101-000000-cnn-0000", own_runs, stored("cnn", filters=8))
    run = runs.find("20200101-000000-cnn-0000")
    assert runs.title(run) == "CNN, filters 8"
    again = runs.like(run)
    assert replace(again, created=run.request.created) == run.request
    assert runs.changes(runs.create(runs.request("sample", "cnn", {"filters": 8})), run) == ()


@pytest.mark.parametrize("augment", [True, False])
def test_an_old_request_of_the_plain_cnn(augment: bool, own_runs: Path) -> None:
    asked = read("20200101-000000-plain_cnn-0000", own_runs, stored("plain_cnn", augment=augment))
    mirrored = ("rotation:degrees=45", "flips:axes=horizontal", "zoom")  # which was left to right only
    new = runs.request("sample", "plain_cnn", augment=mirrored if augment else (), balance="none")
    assert asked == replace(new, created=asked.created)


@pytest.mark.parametrize("model", ["majority", "pca_logistic"])
def test_an_old_request_of_a_model_without_them(model: str, own_runs: Path) -> None:
    asked = read(f"20200101-000000-{model}-0000", own_runs, stored(model))
    assert asked == replace(runs.request("sample", model), created=asked.created)


def test_an_old_request_of_a_model_that_is_gone_is_read(own_runs: Path) -> None:
    asked = read("20200101-000000-gone-0000", own_runs, stored("cnn") | {"model": "gone"})
    assert (asked.augment, asked.balance) == ((), "none"), "nobody knows any more what its parameters meant"
    assert (asked.parameters["augment"], asked.parameters["balance"]) == (True, 0.5)


def test_a_new_request_keeps_what_it_says(own_runs: Path) -> None:
    asked = runs.request("sample", "cnn", augment=(), balance="none", preparation=("crop",), study="x")
    again = read("20200101-000000-cnn-0000", own_runs, asdict(asked))
    assert again == asked and isinstance(again.augment, tuple) and isinstance(again.preparation, tuple)


@pytest.mark.parametrize(
    "damage",
    [{"parameters": None}, {"parameters": [1]}, {"parameters": "ab"}, {"model": ["cnn"]}, {"model": {}}, {"model": 3},
     {"parameters": {"balance": "a lot"}}, {"parameters": {"balance": [1]}}, {"augment": "flips"}, {"augment": None},
     {"augment": [["flips"]]}, {"augment": {"flips": 1}}, {"preparation": "crop"}, {"preparation": [3]},
     {"preparation": 5}, {"balance": None, "augment": []}, {"balance": 0.5, "augment": []},
     {"study": [], "augment": []}, {"colour": "blue"}],
    ids=str,
)  # fmt: skip
def test_a_damaged_one_is_a_sentence(damage: dict, own_runs: Path) -> None:
    name = "20200101-000000-cnn-0000"
    with pytest.raises(RunError, match=f"The run {name} can't be read: its request.json is damaged: remove its"):
        read(name, own_runs, stored("cnn") | damage)
    assert list(runs.unreadable()) == [name] and runs.every() == []
