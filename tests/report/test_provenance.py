"""How a model was made."""

from collections.abc import Callable
from dataclasses import replace

from galaxy_core import runs
from galaxy_core.report import provenance
from galaxy_core.report.evidence import gather
from tests.report.conftest import EPOCHS


def test_everything_that_makes_it_again(make: Callable) -> None:
    run = make(0.7, seed=3, origin="random weights", values={"components": 8}, kept_epoch=2, history=EPOCHS)
    runs.describe(run, note="My <note>\nof two lines")
    facts = dict(provenance.facts(gather(run)))
    assert facts["Model"] == "PCA and logistic regression" and facts["Hyperparameters"] == "components 8"
    assert facts["Preprocessing"].endswith("(crop:fraction=0.75 resize:size=32)")
    assert (facts["Split"], facts["Seed"], facts["Initial weights"]) == ("80/10/10", "3", "random weights")
    assert facts["Epochs"] == "2; it has the weights of epoch 2, the best" and facts["Parameters"] == "12,345"
    assert facts["Training time"] == "2 min" and facts["Machine"] == "A machine, 2 cores" and facts["Code"] == "abc123"
    assert facts["Versions"] == "numpy 2.4" and facts["Commit"] == "f" * 40 and facts["Run"] == run.name
    assert facts["Fingerprint"] == run.result["made_by"]["dataset_fingerprint"]
    assert "My <note>" in facts["Note"] and "Augmentation" not in facts


def test_a_network_says_how_its_images_were_changed(make: Callable) -> None:
    run = make(0.7, model="cnn", augment=("flips",), balance="oversample", shown=[5] * 10)
    facts = dict(provenance.facts(gather(run)))
    assert "flips" in facts["Augmentation"] and facts["Class balancing"] != "no balancing"
    assert facts["Images that an epoch shows"].startswith("50: Disturbed 5, Merging 5")


def test_a_model_of_another_version_keeps_its_name_and_parameters(make: Callable) -> None:
    found = gather(make(0.7))
    strange = replace(
        found, run=replace(found.run, request=replace(found.run.request, model="nix", parameters={"a": True}))
    )
    facts = dict(provenance.facts(strange))
    assert (facts["Model"], facts["Hyperparameters"]) == ("nix", "a on")


def test_curves_only_where_it_learned_by_epochs(make: Callable, read: Callable) -> None:
    assert provenance.curves(gather(make(0.7))) == ""
    page = read(provenance.curves(gather(make(0.7, history=EPOCHS))))
    assert len(page.all("svg")) == 2 and "Accuracy, by epoch" in page.text() and "validation" in page.text()
    assert page.all("svg")[0]["aria-label"].endswith("25.0 % at first, 50.0 % at the end, on validation images")
