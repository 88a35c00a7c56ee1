"""How a run treats its images, in the form of Train."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import augmentations, datasets, models, runs, splits
from tests.pages.visits import Visit


def test_a_run_is_asked_for_what_the_folds_say(visit: Callable, nothing_starts: None):
    seen = visit("train").choose("Steps", ["central_source", "normalise"])
    seen.choose("Augmentations", ["symmetries"]).choose("Policy", "class_weights").click("Start training")
    (run,) = runs.every()
    assert [step.partition(":")[0] for step in run.request.preparation] == ["central_source", "normalise"]
    assert run.request.augment == ("symmetries:views=8",) and run.request.balance == "class_weights"
    for words in ("prepared by central source + normalise", "augmented by quarter turns", "balanced: class weights"):
        assert words in runs.title(run)


def test_without_a_choice_it_is_the_models_own(visit: Callable, nothing_starts: None):
    visit("train").click("Start training")
    (run,) = runs.every()
    cnn = models.model("cnn")
    assert run.request.augment == augmentations.written(cnn.AUGMENT) and run.request.balance == cnn.BALANCE
    assert runs.title(run) == "CNN"


def test_a_model_that_looks_once_has_neither_changes_nor_balance(visit: Callable, nothing_starts: None):
    seen = visit("train").choose("Model", "pca_logistic")
    assert [one.label for one in seen.app.multiselect] == ["Steps"]
    seen.choose("Steps", ["grey"]).click("Start training")
    (run,) = runs.every()
    assert run.request.preparation == ("grey",) and run.request.augment == () and run.request.balance == "none"


def test_run_again_begins_with_what_the_run_had(visit: Callable, nothing_starts: None):
    treated = {"augment": ("noise:beta=0.5",), "balance": "raise_small:images=99", "preparation": ("grey",)}
    run = runs.create(runs.request("sample", "cnn", **treated))
    seen = visit("train", like=run.name)
    seen.click("Start training")
    again = next(one for one in runs.every() if one != run)
    assert (again.request.augment, again.request.balance) == (run.request.augment, "raise_small:images=99")
    assert again.request.preparation == ("grey",)


def test_what_an_epoch_then_shows(visit: Callable, own_runs: object):
    seen = visit("train").choose("Policy", "undersample")
    before = np.bincount((sample := datasets.open_dataset("sample")).labels[splits.split(sample).train])
    assert f"An epoch shows {10 * before.min()} images, of {before.sum()} for training." in seen.text


def test_the_form_shows_one_count_that_of_the_split_chosen(visit: Callable, own_runs: object):
    sample = datasets.open_dataset("sample")
    seen = visit("train").choose("Policy", "undersample").choose("Split: training / validation / test", "75/25")
    usual, chosen = (len(splits.split(sample, policy).train) for policy in ("80/10/10", "75/25"))
    assert f"of {chosen} for training." in seen.text and f"on {chosen} images" in seen.text
    assert usual != chosen and f" {usual} " not in seen.text


@pytest.fixture
def stages(draw: Callable) -> Visit:
    """The dialog of the central source on the sample."""
    lines = "from galaxy_core import datasets\npreparation.show(datasets.open_dataset('sample'), ('central_source',))"
    return draw(lines)


def test_the_preview_shows_every_stage(stages: Visit):
    titles = [item["lines"][0] for item in stages.data("stages")["items"]]
    assert titles[0] == "Original" and len(titles) == 8, titles
    first = stages.data("stages")["items"][0]["src"]
    assert stages.choose("No.", 17).data("stages")["items"][0]["src"] != first
    assert "No. 17, " in stages.text and "Look through all images" in stages.buttons


def test_images_without_a_source_can_be_looked_at(draw: Callable):
    from galaxy_core.prepare import cache

    sample, steps = datasets.open_dataset("sample"), ("central_source:threshold=254",)
    cache.make(sample, steps)
    lines = f"from galaxy_core import datasets\npreparation.show(datasets.open_dataset('sample'), {steps!r})"
    seen, missed = draw(lines), cache.fallbacks(sample, steps)
    assert len(missed) > 100, "nothing is that bright"
    assert f"{len(missed)} images of 300" in seen.text and len(seen.data("missed")["items"]) == 24


def test_the_layers_are_told_before_anything_runs(visit: Callable, own_runs: object):
    seen = visit("train").choose("Model", "plain_cnn")
    assert "Layers: 477,994 parameters" in [fold.label for fold in seen.app.expander]
    (table,) = [one.value for one in seen.app.dataframe if "Output shape" in one.value]
    assert table["Output shape"].iloc[-1] == "10" and table["Parameters"].iloc[-1] == "2,570"
    seen.choose("Steps", ["grey"])
    assert "Layers: 477,418 parameters" in [fold.label for fold in seen.app.expander], "one colour, not three"
    assert not [fold for fold in seen.choose("Model", "majority").app.expander if "Layers" in fold.label]
