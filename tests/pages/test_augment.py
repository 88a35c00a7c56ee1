"""Augment: a galaxy under every change, one change, all as training shows them, balance, a model's answers, a study."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import augmentations, datasets, models, plugins, runs, splits
from galaxy_core.augmentations import balancing
from galaxy_core.charts.jpeg import data_uri
from galaxy_core.models import preview
from galaxy_core.runs import studies
from pages.ui import augment
from tests.pages.visits import Visit

ASK = "Robustness: does an augmentation change what a model says?"
STUDY = "Ablation study: which augmentation helps?"


@pytest.fixture
def sample() -> datasets.Galaxies:
    return datasets.open_dataset("sample")


@pytest.fixture
def seen(visit: Callable, prepared: np.ndarray, own_runs: Path) -> Visit:
    return visit("augment")


def pictures(seen: Visit, key: str) -> list[str]:
    return [item["src"] for item in seen.data(key)["items"]]


def row_of(seen: Visit) -> int:
    return int(seen.field("No.").value)


def test_every_change_with_its_reason(seen: Visit, sample: datasets.Galaxies):
    items, names = seen.data("operations")["items"], augmentations.operations()
    heads = [plugins.load(augmentations, name) for name in names]
    assert [item["lines"] for item in items[1:]] == [[module.TITLE, module.SENTENCE] for module in heads]
    shown = preview.few(sample, np.array([row_of(seen)]), augment.LARGE)
    assert items[0]["src"] == data_uri(shown.images[0]) and len({item["src"] for item in items}) > len(items) / 2


def test_a_pressed_change_opens_large_and_leads_to_its_variations(seen: Visit):
    at = augmentations.operations().index("rotation")
    before = seen.data("variations")["seen"]
    seen.press("operations", at + 1)
    assert "No. " not in seen.text and "pixels, enlarged." in seen.text and f"{at + 2} of" in seen.text
    seen.button("See its variations").click()
    seen.run()
    assert seen.field("Augmentation").value == "rotation" and seen.data("variations")["seen"] == before + 1
    assert "of the pixels come from outside the image." in seen.text


def test_every_variation_says_what_it_is(seen: Visit):
    items = seen.choose("Augmentation", "rotation").data("variations")["items"]
    width = augment.VARIATIONS + 1
    assert [item["lines"] for item in items[::width]] == [["as it is"]] * augment.GRID
    turned = [item for at, item in enumerate(items) if at % width]
    assert all(item["lines"][0].startswith("turned ") for item in turned)
    names = [item["name"] for item in items]
    assert len(set(names)) == len(names) and f", no. {row_of(seen)}, turned " in turned[0]["name"]


def test_drawing_again_changes_all_but_the_originals(seen: Visit):
    seen.choose("Augmentation", "rotation")
    before = pictures(seen, "variations")
    seen.click("Draw again")
    after, width = pictures(seen, "variations"), augment.VARIATIONS + 1
    assert before[::width] == after[::width], "the originals stay"
    assert not set(before) & set(after) - set(before[::width])


def test_neutral_is_the_original(seen: Visit):
    seen.choose("Augmentation", "zoom")
    slider = next(one for one in seen.app.slider if "augment-one-zoom" in one.key)
    slider.set_value(0.0)
    found = pictures(seen.run(), "variations")
    for first in range(0, len(found), augment.VARIATIONS + 1):
        assert len(set(found[first : first + augment.VARIATIONS + 1])) == 1


def test_another_galaxy_of_a_class(seen: Visit, sample: datasets.Galaxies):
    seen.choose("Class", 4)
    assert sample.labels[row_of(seen)] == 4
    first = row_of(seen)
    rows = {row_of(seen.click("Another galaxy")) for _ in range(4)}
    assert (sample.labels[[*rows]] == 4).all() and rows != {first}
    seen.choose("Class", None).choose("No.", 17)
    assert row_of(seen) == 17


def test_numbers_step_through_the_chosen_class_in_order(seen: Visit, sample: datasets.Galaxies):
    seen.choose("Class", 2)
    rows = np.flatnonzero(sample.labels == 2).tolist()
    seen.choose("No.", rows[3])
    for steps, place in ((1, 4), (1, 5), (-1, 4), (-1, 3)):
        assert row_of(seen.choose("No.", row_of(seen) + steps)) == rows[place]
    assert row_of(seen.choose("No.", sample.n - 1)) == rows[-1] and row_of(seen.choose("No.", 0)) == rows[0]


def test_the_pipeline_is_drawn_anew_and_the_same_for_a_seed(seen: Visit):
    first = pictures(seen, "drawn")
    assert len(set(first)) == augment.DRAWS
    assert not set(first) & set(pictures(seen.click("Next epochs"), "drawn"))
    other = pictures(seen.choose("Seed", 3), "drawn")
    again = pictures(seen.choose("Seed", 4).choose("Seed", 3), "drawn")
    assert other == again and len(set(other) - set(first)) == augment.DRAWS


def test_the_pipeline_is_what_a_run_sees(seen: Visit, sample: datasets.Galaxies):
    cnn, row = models.model("cnn"), row_of(seen)
    steps = cnn.steps(cnn.Parameters())
    few = preview.few(sample, np.array([row]), steps)
    std = preview.standard_deviation(sample, np.arange(0, 300), steps)
    shown = preview.draws(few, row, ("rotation", "flips"), std, 0, range(1, 1 + augment.DRAWS))
    names = next(one for one in seen.app.multiselect if one.key == "augment-pipeline-names")
    names.set_value(["rotation", "flips"])
    assert pictures(seen.run(), "drawn") == [data_uri(image) for image in shown]


def test_noise_is_taken_apart(seen: Visit):
    assert not seen.has("parts")
    seen.choose("Augmentation", "noise")
    assert len(pictures(seen, "parts")) == 3 and "Taken apart" in seen.text


@pytest.mark.parametrize("policy", ["none", "oversample", "undersample", "symmetries", "raise_small", "power"])
def test_counts_before_and_after(policy: str, seen: Visit, sample: datasets.Galaxies):
    seen.choose("Policy", policy)
    split = splits.split(sample)
    before = np.bincount(sample.labels[split.train], minlength=10)
    rows = seen.data("balance-rows")["rows"]
    assert [row["bars"][0]["text"] for row in rows] == [str(n) for n in before]
    assert [row["bars"][1]["text"] for row in rows] == [f"{n:,}" for n in balancing.shown(policy, before)]
    assert f"Validation {len(split.validation)}, unchanged" in seen.text
    assert f"Test {len(split.test)}, unchanged" in seen.text


def test_balancing_begins_as_in_the_form_of_train(seen: Visit):
    usual = models.model(models.usual())
    assert usual.BALANCE.partition(":")[0] == seen.field("Policy").value, "else “Train with these” would switch it off"


def test_class_weights_and_copies_are_shown(seen: Visit):
    seen.choose("Policy", "class_weights")
    assert all(", each × " in row["bars"][1]["text"] for row in seen.data("balance-rows")["rows"])
    seen.choose("Class", 4).choose("Policy", "oversample")
    assert len(pictures(seen, "copies")) > 2 and len(set(pictures(seen, "copies"))) == len(pictures(seen, "copies"))


def test_chosen_classes_are_a_row_of_steppers(seen: Visit, sample: datasets.Galaxies):
    before = np.bincount(sample.labels[splits.split(sample).train], minlength=10)
    seen.choose("Policy", "targeted")
    fields = [one for one in seen.app.number_input if "targeted-factors" in one.key]
    assert [one.value for one in fields] == [2, *[1] * 9] and fields[1].label == "Merging"
    fields[4].set_value(2.5)
    seen.run()
    bars = [row["bars"][1]["text"] for row in seen.data("balance-rows")["rows"]]
    assert bars[0] == str(2 * before[0]) and bars[4] == f"{round(before[4] * 2.5):,}" and bars[1] == str(before[1])
    for one in (one for one in seen.app.number_input if "targeted-factors" in one.key):
        one.set_value(1.0)
    seen.run()
    assert [row["bars"][1]["text"] for row in seen.data("balance-rows")["rows"]] == [f"{n:,}" for n in before]


def test_a_policy_that_cannot_be_used_is_a_sentence(seen: Visit):
    seen.choose("Policy", "targeted")
    for one in (one for one in seen.app.number_input if "targeted-factors" in one.key):
        one.set_value(0.0)
    seen.run()
    assert 'role="alert"' in seen.html and seen.button("Train with these").disabled


def test_what_is_chosen_begins_the_form_of_train(visit: Callable, prepared: np.ndarray, nothing_starts: None):
    seen = visit("train")
    seen.app.session_state["draft-number"] = 1
    seen.app.session_state["draft-carried"] = {"augment": ("flips", "noise:beta=0.1"), "balance": "oversample"}
    seen.run()
    assert "Begins with what Augment chose." in seen.text
    seen.click("Start training")
    (run,) = runs.every()
    assert run.request.augment == ("flips:axes=both", "noise:beta=0.1,varying=False")
    assert run.request.balance == "oversample" and "augmented by flips + noise" in runs.title(run)
    seen.click("Back to the defaults")
    assert "Begins with" not in seen.text


def test_a_model_is_asked_about_every_change(visit: Callable, trained: dict, prepared: np.ndarray):
    seen = visit("augment").unfold(ASK)
    (table,) = [one.value for one in seen.app.dataframe if "Verdict" in one.value]
    titles = {plugins.load(augmentations, name).TITLE for name in augmentations.operations()} - {"Mixup"}
    assert set(table["Augmentation"]) == titles and set(table["Verdict"]) <= {"harmless", "it hurts", "hard to say"}
    assert len(seen.charts) == 1 and "probability of the true class" in seen.text


def test_without_a_model_it_says_what_to_do(seen: Visit):
    assert "Train a model first" in seen.unfold(ASK).text


def test_a_study_is_queued_with_one_button(seen: Visit, nothing_starts: None):
    seen.unfold(STUDY)
    names = next(one for one in seen.app.multiselect if one.key == "study-operations-names")
    names.set_value(["flips", "noise"])
    seen.run().choose("Epochs", 2).click("Start 4 runs")
    assert "4 queued" in seen.text and "The first differences appear" in seen.text
    (members,) = studies.every("augmentation", "sample").values()
    assert studies.arm(members[0]) == "none" and len(members) == 4
    assert all(run.request.parameters["epochs"] == 2 for run in members)
