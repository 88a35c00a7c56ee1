"""Rare classes more often, in an epoch of the same length."""

import numpy as np
import pytest

from galaxy_core.augmentations import balancing


@pytest.mark.parametrize("power", [0, 0.3, 0.5, 0.9, 1])
def test_shares_follow_the_power_and_the_length_stays(power: float) -> None:
    random = np.random.default_rng(0)
    for _ in range(50):
        counts = random.integers(0, 10 ** random.integers(1, 5), random.integers(1, 12))
        found = balancing.shown(f"power:power={power}", counts)
        assert found.sum() == counts.sum()
        if counts.any():
            wish = [count ** (1 - power) if count else 0.0 for count in counts.tolist()]
            assert found == pytest.approx(np.array(wish) * counts.sum() / sum(wish), abs=1)
        assert power or np.array_equal(found, counts)


@pytest.mark.parametrize(("power", "expected"), [(0.0, [400, 100]), (0.5, [333, 167]), (1.0, [250, 250])])
def test_frequent_images_take_turns_and_rare_ones_are_always_there(power: float, expected: list[int]) -> None:
    labels, text = np.repeat([0, 1], [400, 100]), f"power:power={power}"
    times = [np.bincount(balancing.order(text, labels, 2, 0, e)[0], minlength=500) for e in range(1, 21)]
    assert all(np.bincount(labels, weights=one).tolist() == expected for one in times)
    assert min(one[400:].min() for one in times) >= (1 if power < 1 else 2), "no image of a rare class is left out"
    together = sum(times)[:400]
    assert together.min() >= 1 and together.mean() == expected[0] * 20 / 400
    assert power == 0 or len({tuple(one[:400]) for one in times}) == 20, "others in each epoch"
