"""The contract of a balancing policy, held against every one there is and against broken ones; an epoch's order."""

from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from galaxy_core import UsageError, plugins
from galaxy_core.augmentations import balancing
from galaxy_core.datasets import galaxy10_sdss
from galaxy_core.plugins import parameters

NAMES = plugins.names(balancing)
SDSS = np.array([3461, 6997, 6292, 349, 1534, 17, 589, 1121, 906, 519])  # as published
EXPECTED = {  # images of each class that an epoch shows of Galaxy10 SDSS
    "none": (3461, 6997, 6292, 349, 1534, 17, 589, 1121, 906, 519),
    "class_weights": (3461, 6997, 6292, 349, 1534, 17, 589, 1121, 906, 519),
    "power:power=0": (3461, 6997, 6292, 349, 1534, 17, 589, 1121, 906, 519),
    "power:power=0.5": (3250, 4620, 4381, 1032, 2163, 228, 1341, 1849, 1663, 1258),
    "power:power=1": (2179, 2179, 2179, 2179, 2179, 2178, 2178, 2178, 2178, 2178),
    "symmetries": (6997, 6997, 6997, 2792, 6997, 136, 4712, 6997, 6997, 4152),
    "raise_small:images=4000": (4000, 6997, 6292, 4000, 4000, 4000, 4000, 4000, 4000, 4000),
    "raise_small:images=1000": (3461, 6997, 6292, 1000, 1534, 1000, 1000, 1121, 1000, 1000),
    "raise_small:images=10": (3461, 6997, 6292, 349, 1534, 17, 589, 1121, 906, 519),
    "raise_and_cut:images=4000": (4000,) * 10,
    "raise_and_cut:images=3461": (3461,) * 10,
    "oversample": (6997,) * 10,
    "undersample": (17,) * 10,
    "targeted:factors=5x8/3x2.5/1x0.5": (3461, 3498, 6292, 872, 1534, 136, 589, 1121, 906, 519),
    "targeted:factors=0x0": (0, 6997, 6292, 349, 1534, 17, 589, 1121, 906, 519),
    "at_most:images=500,times=2": (1000, 1000, 1000, 698, 1000, 34, 1000, 1000, 1000, 1000),
}  # fmt: skip
COUNTS = {
    "Galaxy10 SDSS, a twentieth": np.maximum(SDSS // 20, 1),
    "even": np.full(4, 25),
    "empty classes": np.array([0, 30, 0, 7, 0]),
    "one class": np.array([12]),
    "one image": np.array([0, 1]),
    "two classes": np.array([3, 50]),
    "large": np.array([200, 300, 400]),
}
SMALL = {"raise_small": "raise_small:images=60", "raise_and_cut": "raise_and_cut:images=400"}  # quick, and possible
TEXTS = tuple(SMALL.get(name, name) for name in NAMES)


def labels_of(counts: np.ndarray) -> np.ndarray:
    """Class numbers of a training part, mixed."""
    return np.random.default_rng(5).permutation(np.repeat(np.arange(len(counts)), counts))


def faults(module: ModuleType, values: object) -> list[str]:
    """What a policy does wrong on any counts."""
    found = []
    for what, counts in COUNTS.items():
        given = counts.copy()
        made, again = (module.shown(given, values) for _ in range(2))
        if not np.array_equal(given, counts):
            return ["the counts are changed"]
        if made.shape != counts.shape or made.dtype.kind != "i" or made.min() < 0:
            found.append(f"{what}: {made}")
        if not np.array_equal(made, again):
            found.append(f"{what}: not a function of the counts")
        if hasattr(module, "weights"):
            weights = module.weights(given, values)
            if weights.shape != counts.shape or not np.isfinite(weights).all() or weights[counts > 0].min() <= 0:
                found.append(f"{what}: weights {weights}")
            elif not np.isclose((weights * made).sum() / made.sum(), 1):
                found.append(f"{what}: the mean weight of an image isn't 1")
    return found


@pytest.mark.parametrize("head", plugins.heads(balancing), ids=lambda head: head.name)
def test_every_policy_keeps_the_contract(head: plugins.Head) -> None:
    assert head.reason is None and head.title and head.sentence.endswith(".")
    chosen = balancing.policy(SMALL.get(head.name, head.name))
    assert faults(chosen.module, chosen.values) == []
    for one in parameters.describe(chosen.module.Parameters):
        assert one.label and one.description.endswith(".")
        assert one.kind is str or None not in (one.low, one.high)


BROKEN = {
    "the counts themselves": lambda counts, _: np.multiply(counts, 2, out=counts),
    "fractions": lambda counts, _: counts / 2,
    "fewer than none": lambda counts, _: counts - 100,
    "another length": lambda counts, _: counts[:-1],
    "by chance": lambda counts, _: np.random.default_rng().integers(0, 10**9, len(counts)),
}
WEIGHTS = {
    "of another length": lambda counts, _: np.ones(len(counts) + 1),
    "that sum to something": lambda counts, _: np.full(len(counts), 2.0),
    "without end": lambda counts, _: np.full(len(counts), np.inf),
    "of nothing": lambda counts, _: np.zeros(len(counts)),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_policy_is_found(what: str) -> None:
    assert faults(SimpleNamespace(shown=BROKEN[what]), None)


@pytest.mark.parametrize("what", WEIGHTS)
def test_broken_weights_are_found(what: str) -> None:
    assert faults(SimpleNamespace(shown=lambda counts, _: counts, weights=WEIGHTS[what]), None)


def test_the_counts_are_the_published_ones() -> None:
    assert tuple(SDSS) == galaxy10_sdss.COUNTS and {text.partition(":")[0] for text in EXPECTED} == set(NAMES)


@pytest.mark.parametrize("text", EXPECTED)
def test_on_galaxy10_sdss_each_gives_the_numbers_of_the_studies(text: str) -> None:
    found = balancing.shown(text, SDSS)
    assert found.dtype == np.int64 and tuple(found) == EXPECTED[text]


@pytest.mark.parametrize("what", COUNTS)
@pytest.mark.parametrize("text", TEXTS)
def test_an_epoch_shows_what_is_said(text: str, what: str) -> None:
    counts = COUNTS[what]
    labels, wanted = labels_of(counts), balancing.shown(text, counts)
    assert not wanted[counts == 0].any(), "a class without images stays without"
    places, copies = balancing.order(text, labels, len(counts), 3, 1)
    assert places.dtype == copies.dtype == np.int64 and len(places) == len(copies) == wanted.sum()
    assert np.array_equal(np.bincount(labels[places], minlength=len(counts)), wanted)
    times = np.bincount(places, minlength=len(labels))
    for label in np.flatnonzero(counts):
        assert np.ptp(times[labels == label]) <= 1, "none comes up twice more often than another of its class"
    for place in np.flatnonzero(times):
        assert sorted(copies[places == place]) == [*range(times[place])], "its copies are numbered from 0"


@pytest.mark.parametrize("text", TEXTS)
def test_each_epoch_has_its_own_order_which_a_resumed_run_finds_again(text: str) -> None:
    labels = labels_of(COUNTS["Galaxy10 SDSS, a twentieth"])

    def order(seed: int, epoch: int) -> np.ndarray:
        return np.stack(balancing.order(text, labels, 10, seed, epoch))

    assert np.array_equal(order(3, 1), order(3, 1))
    assert order(3, 1).shape == order(3, 2).shape == order(4, 1).shape
    assert not np.array_equal(order(3, 1), order(3, 2)) and not np.array_equal(order(3, 1), order(4, 1))
    shown = [set(zip(*order(3, epoch), strict=True)) for epoch in range(1, 6)]
    anew = getattr(balancing.policy(text).module, "ANEW", False)
    assert all(one == shown[0] for one in shown) != anew, "which images come up is drawn once, or in each epoch"


def test_which_images_come_up_once_more_is_drawn_by_the_seed() -> None:
    labels = labels_of(np.array([100, 30]))
    first, other = (np.bincount(balancing.order("oversample", labels, 2, seed, 1)[0], minlength=130) for seed in (0, 1))
    assert set(first[labels == 1]) == {3, 4} and not np.array_equal(first, other)
    again = [balancing.order("undersample", labels, 2, 0, epoch)[0] for epoch in (1, 2)]
    assert set(again[0]) == set(again[1]), "the same are left out in every epoch"


def test_any_image_may_come_up_once_more() -> None:
    labels = labels_of(np.array([40, 30]))
    times = sum(np.bincount(balancing.order("oversample", labels, 2, seed, 1)[0], minlength=70) for seed in range(200))
    assert np.abs(times[labels == 1] / 200 - 40 / 30).max() < 0.15


@pytest.mark.parametrize("text", [text for text in TEXTS if text != "class_weights"])
def test_without_weights_all_count_alike(text: str) -> None:
    found = balancing.weights(text, SDSS)
    assert found.dtype == np.float32 and np.array_equal(found, np.ones(10))


@pytest.mark.parametrize(
    ("text", "counts", "words"),
    [
        ("raise_and_cut:images=3000", SDSS, "would cut more than the two largest classes: give at least 3461"),
        ("targeted:factors=10x2", SDSS, "There is no class 10 in factors = “10x2”: give 0 to 9"),
        ("targeted:factors=0x0/1x0", [5, 5], "would show no image at all"),
        ("raise_small:images=100000", [9] * 100, "would show 9,800,018 images an epoch: choose fewer than 5,000,000"),
        ("oversample", [10**6] + [1] * 9, "would show 10,000,000 images an epoch"),
        ("raise_small:images=0", SDSS, "give a whole number from 1 to 100000"),
        ("more", SDSS, "“more” is not one of the balancing: choose none, class_weights, power"),
    ],
)
def test_what_cannot_be_used_is_a_sentence(text: str, counts: np.ndarray, words: str) -> None:
    with pytest.raises(UsageError) as refused:
        balancing.shown(text, np.array(counts))
    assert words in str(refused.value)


@pytest.mark.parametrize("text", TEXTS)
def test_without_any_image_nothing_is_shown_and_nothing_fails(text: str) -> None:
    empty = np.zeros(3, np.int64)
    assert not balancing.shown(text, empty).any() and np.isfinite(balancing.weights(text, empty)).all()
    assert [len(found) for found in balancing.order(text, np.zeros(0, np.int64), 3, 0, 1)] == [0, 0]


def test_written_out() -> None:
    assert balancing.written("raise_small") == "raise_small:images=4000" and balancing.written("none") == "none"
    assert balancing.written("targeted:factors=0x2/4x2.5") == "targeted:factors=0x2/4x2.5"
