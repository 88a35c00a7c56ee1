"""Random numbers that belong to an image, whatever else is in its batch."""

import numpy as np
import pytest

from galaxy_core.augmentations import rng

SPLITMIX = (  # the first numbers of the published generator with the seed 1234567
    6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
)  # fmt: skip


def numbers(seed: int = 0, epoch: int = 1, count: int = 1000, draws: int = 8, copy: int = 0) -> np.ndarray:
    """Those of the first rows."""
    return rng.numbers(seed, epoch, np.arange(count), np.full(count, copy), draws)


def test_the_finisher_is_splitmix64s() -> None:
    states = np.uint64(1234567) + rng.GOLDEN * np.arange(1, 6, dtype=np.uint64)
    assert tuple(rng._mixed(states).tolist()) == SPLITMIX


def test_they_stay_what_they_are() -> None:
    found = rng.numbers(3, 2, np.array([0, 21784]), np.array([0, 5]), 3)
    pinned = np.array([[4533618, 7770867, 4198308], [7341588, 3210565, 4792331]]) / 2**24
    assert np.array_equal(found, pinned), "or a run that goes on sees other images than an unbroken one"


def test_any_of_them_can_be_had_alone_and_in_any_order() -> None:
    rows, copies = np.arange(50) * 7, np.arange(50) % 4
    whole = rng.numbers(3, 2, rows, copies, 9)
    assert whole.shape == (50, 9) and whole.dtype == np.float32
    for order in (np.arange(50)[::-1], np.array([13]), np.array([4, 4, 49, 0])):
        assert np.array_equal(rng.numbers(3, 2, rows[order], copies[order], 9), whole[order])
    assert np.array_equal(rng.numbers(3, 2, rows, copies, 4), whole[:, :4]), "more of them change none of the first"
    assert np.array_equal(rng.numbers(3, 2, rows.astype(np.int32), copies.astype(np.int16), 9), whole)


def test_none_of_none() -> None:
    assert numbers(draws=0).shape == (1000, 0) and numbers(count=0).shape == (0, 8)


def test_they_are_even_and_in_range() -> None:
    from scipy import stats

    found = numbers(count=20_000)
    assert found.min() >= 0 and found.max() < 1
    for column in found.T:
        assert stats.kstest(column[:5000], "uniform").pvalue > 1e-4
    assert np.abs(np.corrcoef(found.T) - np.eye(8)).max() < 0.03
    assert abs(np.corrcoef(found[1:, 0], found[:-1, 0])[0, 1]) < 0.03, "neighbours have nothing in common"


@pytest.mark.parametrize("other", [{"seed": 1}, {"epoch": 2}, {"copy": 1}, {"seed": 1, "epoch": 0}], ids=str)
def test_another_seed_epoch_or_copy_is_another_number(other: dict) -> None:
    one, two = numbers(count=5000, draws=2), numbers(count=5000, draws=2, **other)
    assert (one == two).mean() < 0.001 and abs(np.corrcoef(one[:, 0], two[:, 0])[0, 1]) < 0.05


def test_no_two_images_share_all_of_their_numbers() -> None:
    places = [
        (s, e, r, c) for s in (0, 1, 2**31 - 1) for e in (1, 2, 100_000) for r in (0, 1, 2**31) for c in (0, 1, 99)
    ]
    found = {tuple(rng.numbers(s, e, np.array([r]), np.array([c]), 4)[0].tolist()) for s, e, r, c in places}
    assert len(found) == len(places)
