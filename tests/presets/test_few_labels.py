"""The preset few_labels: see test_presets.py for what all of them keep."""

import numpy as np

from galaxy_core import models, presets

MODULE = presets.preset("few_labels")


def test_each_number_of_labels_from_scratch_and_from_drawn_galaxies_with_several_seeds() -> None:
    found = MODULE.runs(np.array([400, 80]))
    assert {one.balance for one in found} == {f"at_most:images={n},times=8" for n in (5, 10, 20, 50, 100)}
    assert {one.seed for one in found} == {0, 1, 2} and len(found) == 30
    assert [one.values.get("backbone") for one in found] == [None, "Drawn galaxies"] * 15


def test_the_same_network_learns_from_scratch_and_from_drawn_galaxies() -> None:
    scratch, drawn = (models.model(one.model).Parameters(**one.values) for one in MODULE.runs(np.array([400]))[:2])
    for name in ("image_size", "views", "epochs", "batch_size", "dropout", "crop"):
        assert getattr(scratch, name) == getattr(drawn, name), name


def test_from_imagenet_the_same_numbers_and_seeds_by_a_head_alone() -> None:
    more = MODULE.further(np.array([400, 80]))
    scratch = [one for one in MODULE.runs(np.array([400, 80])) if one.model == "cnn"]
    assert [(one.balance, one.seed) for one in more] == [(one.balance, one.seed) for one in scratch]
    assert {one.model for one in more} == {"transfer"}
    assert all(one.values["weights"] == "published" and one.values["mode"] == "features" for one in more)


def test_what_is_left_out_is_said_with_the_size_of_the_smallest_backbone() -> None:
    from galaxy_core.models import backbones

    (name,) = {one.values["backbone"] for one in MODULE.further(np.array([400, 80]))}
    sizes = {backbone.name: backbone.size for backbone in backbones.BACKBONES.values() if not backbone.shipped}
    assert min(sizes, key=sizes.get) == name and name in MODULE.WITHOUT
    assert f"({sizes[name] / 1e6:.0f} MB)" in MODULE.WITHOUT and "left out" in MODULE.WITHOUT
