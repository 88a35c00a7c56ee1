"""How long a run will take here, by what earlier ones took."""

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import UsageError, runs
from galaxy_core.evaluation import duration
from galaxy_core.storage import atomic

COUNTS = np.full(10, 24)  # training images of each class of the sample, about


def test_the_estimate_uses_what_finished_runs_took(finished: dict) -> None:
    request = finished["cnn"].request
    spent = finished["cnn"].result["cost"]["seconds"]
    assert duration.estimate(request, COUNTS) == pytest.approx(spent, rel=0.2)
    once, twice = (replace(request, parameters=request.parameters | {"epochs": epochs}) for epochs in (150, 300))
    assert duration.estimate(twice, COUNTS) > duration.estimate(
        once, COUNTS
    )  # a tiny run doesn't say how fast it learns


def test_the_estimate_goes_by_the_epochs_that_were_learned(finished: dict, own_runs: Path) -> None:
    shutil.copytree(finished["cnn"].folder, own_runs / finished["cnn"].name)
    run = runs.find(finished["cnn"].name)
    result = run.result | {"history": [{"epoch": 1, "seconds": 10.0}], "cost": {"seconds": 12.0}}
    atomic.write_json(run.folder / "result.json", result)
    assert duration.estimate(run.request, COUNTS) == pytest.approx(3 * 10 + 2, rel=0.02), "it stopped early"
    for damage in ({"history": "x"}, {"rows": [], "cost": 3}, {"history": [{"epoch": 1}]}):
        atomic.write_json(run.folder / "result.json", result | damage)
        assert duration.estimate(run.request, COUNTS) > 0
    (run.folder / "request.json").write_text(
        json.dumps(asdict(run.request) | {"parameters": {"colour": "blue"}}), encoding="utf-8"
    )
    assert duration.estimate(run.request, COUNTS) > duration.START, "nothing is known of a run with other parameters"


def test_without_a_finished_run_the_machine_is_measured(own_runs: Path) -> None:
    counts = np.full(10, 640)
    few, many = (duration.estimate(runs.request("sample", "cnn", {"epochs": epochs}), counts) for epochs in (1, 400))
    assert duration.START < few < many


def test_the_estimate_goes_by_the_images_that_an_epoch_shows(finished: dict, own_runs: Path) -> None:
    shutil.copytree(finished["cnn"].folder, own_runs / finished["cnn"].name)
    run, counts = runs.find(finished["cnn"].name), np.array([240, 20, 20])
    result = run.result | {"history": [{"epoch": n, "seconds": 10.0} for n in (1, 2, 3)], "cost": {"seconds": 30.0}}
    atomic.write_json(run.folder / "result.json", result | {"shown": [100, 140]})
    asked = {balance: replace(run.request, balance=balance) for balance in ("none", "oversample", "undersample")}
    seconds = {balance: duration.estimate(one, counts) for balance, one in asked.items()}
    assert seconds["none"] == pytest.approx(30 * 280 / 240, rel=0.01)
    assert seconds["oversample"] == pytest.approx(30 * 720 / 240, rel=0.01)
    assert seconds["undersample"] == pytest.approx(30 * 60 / 240, rel=0.01)
    atomic.write_json(run.folder / "result.json", result | {"shown": [480]})
    assert duration.estimate(asked["none"], counts) == pytest.approx(30 * 280 / 480, rel=0.01), (
        "it had shown twice as many"
    )
    old = {name: value for name, value in result.items() if name != "shown"}
    for shown in ({}, {"shown": "many"}, {"shown": ["x"]}):
        atomic.write_json(run.folder / "result.json", old | shown)
        found = duration.estimate(asked["none"], counts)
        assert found == pytest.approx(30 * 280 / old["rows"]["train"], rel=0.01), "each once, as they were then"
    with pytest.raises(UsageError, match="give at least 20"):
        duration.estimate(replace(run.request, balance="raise_and_cut:images=9"), counts)
