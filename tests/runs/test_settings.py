"""All that was asked of a run, in words."""

from dataclasses import replace
from pathlib import Path

from galaxy_core import runs
from galaxy_core.runs import Run, settings
from galaxy_core.storage import atomic


def asked(model: str, **more: object) -> Run:
    return Run(Path("/no/run"), runs.request("sample", model, **more))


def test_every_setting_also_the_usual_ones() -> None:
    known = dict(settings.settings(asked("cnn", values={"filters": 8}, seed=3, split="75/25@7", augment=("flips",))))
    assert (known["Model"], known["Filters"], known["Epochs"], known["Label smoothing"]) == ("CNN", "8", "20", "0.05")
    assert (known["Split"], known["Split seed"], known["Seed"]) == ("75/25", "7", "3")
    assert known["Augmentation"] == "flips" and "Class balancing" in known and known["Initial weights"] == "none"
    assert known["Preprocessing"] == "the model’s own" and "Momentum" not in known, "of SGD alone"


def test_of_a_model_that_is_gone_what_is_stored() -> None:
    request = replace(runs.request("sample", "majority"), model="gone", parameters={"power": 0.5, "twice": True})
    known = dict(settings.settings(Run(Path("/no/run"), request)))
    assert (known["Model"], known["power"], known["twice"]) == ("gone", "0.5", "yes")


def test_where_it_ended_if_that_was_changed(own_runs: Path) -> None:
    run = runs.create(runs.request("sample", "cnn", {"epochs": 30}))
    atomic.write_json(run.folder / "goal.json", {"epochs": 10, "since": 0, "planned": 30})
    known = dict(settings.settings(run))
    assert (known["Epochs"], known["Epochs in the end"]) == ("30", "10")


def test_a_model_without_augmentation_says_nothing_of_it() -> None:
    assert "Augmentation" not in dict(settings.settings(asked("majority")))
