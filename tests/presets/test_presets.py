"""The contract of a preset, held against every one there is: data that make sound requests."""

import re

import numpy as np
import pytest

from galaxy_core import UsageError, datasets, models, plugins, presets
from galaxy_core.datasets import galaxy10_decals, galaxy10_sdss
from galaxy_core.plugins import parameters
from galaxy_core.presets import Planned

SDSS = np.array(galaxy10_sdss.COUNTS) * 8 // 10
FEW = np.array([30, 9, 0, 14])
WANTED = {
    "sdss_augmentation",
    "decals_cnn",
    "decals_button",
    "gz2_votes",
    "decals_pca_transfer",
    "best_small",
    "few_labels",
}


def planned(name: str, counts: np.ndarray = SDSS) -> tuple[Planned, ...]:
    """The runs of a preset where all weights are here."""
    return presets.planned(name, counts, lambda one: True)


def test_every_study_is_there() -> None:
    assert set(presets.names()) >= WANTED
    assert presets.preset("best-small") is presets.preset("best_small")
    with pytest.raises(UsageError, match="decals_cnn"):
        presets.preset("gz3")


@pytest.mark.parametrize("head", plugins.heads(presets), ids=lambda head: head.name)
def test_the_head_is_whole(head: plugins.Head) -> None:
    module = presets.preset(head.name)
    assert head.reason is None and head.title and re.search(r"[.?]$", head.sentence) and module.SOURCE
    assert all(sentence.endswith(".") for sentence in module.TRAPS) and module.TRAPS
    assert hasattr(module, "further") == hasattr(module, "WITHOUT") and getattr(module, "WITHOUT", ".").endswith(".")
    assert set(module.DATASETS) <= set(datasets.names())
    for one in module.PUBLISHED:
        assert 0 < one.value < 1 and one.who and one.protocol and one.dataset in datasets.names()


@pytest.mark.parametrize("counts", [SDSS, FEW], ids=["SDSS", "few"])
@pytest.mark.parametrize("name", presets.names())
def test_what_is_planned_can_be_asked_for(name: str, counts: np.ndarray) -> None:
    runs = planned(name, counts)
    titles = [one.title for one in runs]
    assert len({(one.title, one.seed) for one in runs}) == len(titles) and len(runs) >= 3
    for place, one in enumerate(runs):
        known = {p.name for p in parameters.describe(models.model(one.model).Parameters)}
        assert {*one.values, *one.quick} <= known, one.title
        assert all(0 <= member < place for member in one.members)
        parameters.parse(models.model(one.model).Parameters, one.values)


def test_study_000s_training_sets_are_the_studys() -> None:
    policies = {one.balance for one in planned("sdss_augmentation")}
    assert {"raise_small:images=4000", "raise_and_cut:images=4000"} <= policies
    from galaxy_core.augmentations import balancing

    for counts in (SDSS, FEW, np.array([100, 90, 80, 7])):
        for one in planned("sdss_augmentation", counts):
            assert balancing.shown(one.balance or "none", counts).sum() > 0
    thawed = [one for one in planned("sdss_augmentation") if one.model == "transfer"]
    assert len(thawed) == 3
    assert all(one.values["frozen_layers"] == 172 and one.values["image_size"] >= 75 for one in thawed)


def test_study_001s_cnn_is_the_studys_to_the_split() -> None:
    cnn = next(one for one in planned("decals_cnn") if one.title == "Study 001's CNN")
    module = models.model("plain_cnn")
    chosen = parameters.parse(module.Parameters, cnn.values)
    assert cnn.split == "90/10@5" and (chosen.filters, chosen.units) == ((32, 32, 64, 64), (256,))
    assert (chosen.image_size, chosen.epochs, chosen.batch_size, chosen.optimizer) == (88, 50, 32, "Adam")
    assert cnn.augment is None and module.AUGMENT[0] == "rotation:degrees=45"


def test_study_004s_simple_cnn_has_15552_numbers_between() -> None:
    simple = next(one for one in planned("decals_pca_transfer") if one.title == "Simple CNN").values
    last, side = int(simple["convolutions"].split(",")[-1]), simple["image_size"] // 4
    assert last * side**2 == 15_552 and simple["dense"] == "576,64"


def test_few_labels_asks_for_no_more_than_there_are() -> None:
    assert (
        max(int(re.search(r"images=(\d+)", one.balance)[1]) for one in planned("few_labels", FEW) if one.balance) <= 30
    )


def test_further_runs_come_last_where_all_their_weights_are_here_and_else_a_sentence() -> None:
    module = presets.preset("few_labels")
    asked: list[Planned] = []

    def none(one: Planned) -> bool:
        asked.append(one)
        return False

    assert presets.planned("few-labels", SDSS, none) == module.runs(SDSS)
    assert {one.model for one in asked} == {"transfer"}, "nothing else is asked about"
    assert presets.planned("few-labels", SDSS, lambda one: True) == (*module.runs(SDSS), *module.further(SDSS))
    assert presets.planned("few-labels", SDSS, lambda one: one.seed == 0) == module.runs(SDSS), "all or none"
    assert presets.remarks("few-labels", SDSS, none) == (*module.TRAPS, module.WITHOUT)
    assert presets.remarks("few-labels", SDSS, lambda one: True) == module.TRAPS
    assert presets.remarks("best-small", SDSS, none) == presets.preset("best_small").TRAPS


def test_published_figures_of_a_data_set_and_of_presets_that_ran() -> None:
    decals = presets.published("galaxy10_decals")
    assert {one.value for one in decals} >= {0.811, 0.42, 0.46, 0.9552} and len(set(decals)) == len(decals)
    assert presets.published("sample") == ()
    assert {one.dataset for one in presets.published("sample", ["decals-cnn"])} == {"galaxy10_decals"}
    assert galaxy10_decals.TITLE
