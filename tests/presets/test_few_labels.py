"""The preset few_labels: see test_presets.py for what all of them keep."""

import numpy as np

from galaxy_core import presets

MODULE = presets.preset("few_labels")


def test_each_number_of_labels_from_scratch_and_from_the_sample_with_several_seeds() -> None:
    first, *rest = MODULE.runs(np.array([400, 80]))
    assert first.dataset == "sample" and {one.start for one in rest} == {None, 0}
    assert {one.balance for one in rest} == {f"at_most:images={n},times=8" for n in (5, 10, 20, 50, 100)}
    assert {one.seed for one in rest} == {0, 1, 2} and len(rest) == 30


def test_from_imagenet_the_same_numbers_and_seeds_by_a_head_alone() -> None:
    _, *rest = MODULE.runs(np.array([400, 80]))
    more = MODULE.further(np.array([400, 80]))
    scratch = [one for one in rest if one.start is None]
    assert [(one.balance, one.seed) for one in more] == [(one.balance, one.seed) for one in scratch]
    assert {one.model for one in more} == {"transfer"} and {one.start for one in more} == {None}
    assert all(one.values["weights"] == "imagenet" and one.values["mode"] == "features" for one in more)


def test_what_is_left_out_is_said_with_the_size_of_the_smallest_backbone() -> None:
    from galaxy_core.models import backbones

    (name,) = {one.values["backbone"] for one in MODULE.further(np.array([400, 80]))}
    sizes = {backbone.name: backbone.size for backbone in backbones.BACKBONES.values()}
    assert min(sizes, key=sizes.get) == name and name in MODULE.WITHOUT
    assert f"({sizes[name] / 1e6:.0f} MB)" in MODULE.WITHOUT and "left out" in MODULE.WITHOUT
