"""The sample: drawn, deterministic, with known faults, usable before it is on disk."""

import numpy as np
import pytest

from galaxy_core import UsageError, data_folder, health, splits
from galaxy_core.datasets import open_dataset, sample


@pytest.fixture
def small(monkeypatch, tmp_path):
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    monkeypatch.setenv("GALAXY_SAMPLE", "300")
    return open_dataset("sample")


def test_is_named_synthetic_and_has_ten_classes_in_the_shares_of_decals(small):
    assert small.synthetic and "ynthetic" in sample.SENTENCE and "ynthetic" in small.notes[0]
    assert small.n == 300 and len(small.classes) == len(small.short) == len(small.glyphs) == 10
    shares = np.array(sample.COUNTS) / sum(sample.COUNTS)
    assert np.abs(small.counts / small.n - shares).max() < 0.02


def test_rows_alone_and_the_whole_set_on_disk_are_the_same_pixels(small):
    twin, near = small.known_faults["twins"][0], small.known_faults["near_twins"][0]
    rows = np.array([0, 7, 299, *twin, *near])
    alone = small.images(rows)
    small.complete(lambda done, total: None)
    assert sample.find(data_folder()).exists()
    np.testing.assert_array_equal(small.images(rows), alone)
    assert alone.dtype == np.uint8 and alone.shape[1:] == small.image_shape


def test_completing_reports_progress_and_removes_what_an_older_version_drew(small):
    path = sample.find(data_folder())
    path.parent.mkdir(parents=True)
    old, other = path.with_name("sample-300-0123456789abcdef.npy"), path.with_name("sample-400-0123456789abcdef.npy")
    old.touch(), other.touch()
    seen = []
    small.complete(lambda done, total: seen.append((done, total)))
    assert seen[-1] == (300, 300) and [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert not old.exists() and other.exists()


def test_twins_show_one_picture_under_two_labels_at_one_place(small):
    for one, two in small.known_faults["twins"]:
        first, second = small.images(np.array([one, two]))
        np.testing.assert_array_equal(first, second)
        assert small.labels[one] != small.labels[two]
        assert (small.ra[one], small.dec[one]) == (small.ra[two], small.dec[two])


def test_near_twins_lie_within_ten_arcsec_and_are_moved_not_equal(small):
    for one, two in small.known_faults["near_twins"]:
        east = (small.ra[one] - small.ra[two]) * np.cos(np.radians(small.dec[one]))
        apart = 3600 * np.hypot(east, small.dec[one] - small.dec[two])
        assert 1 < apart < splits.RADIUS
        first, second = small.images(np.array([one, two]))
        assert (first != second).any() and small.labels[one] == small.labels[two]


def test_health_finds_exactly_the_planted_twins(small):
    found = health.twins(small)
    planted = {tuple(sorted(pair)) for pair in small.known_faults["twins"].tolist()}
    assert {tuple(sorted(pair)) for pair in found.pairs.tolist()} == planted
    assert found.different == len(planted)


def test_planted_faults_are_distinct_rows(small):
    rows = np.concatenate([np.ravel(found) for found in small.known_faults.values()])
    assert len(rows) == len(set(rows.tolist()))


def test_positions_lie_where_decals_lies_and_some_redshifts_are_unknown(small):
    assert ((small.ra >= 0) & (small.ra < 360)).all() and (small.dec > -19).all() and (small.dec < 33).all()
    assert 0 < np.isnan(small.redshift).sum() < 20 and np.nanmin(small.redshift) > 0
    assert 0.06 < np.nanmedian(small.redshift) < 0.12


def test_is_the_same_each_time_and_splits_keep_twins_together(small):
    again = open_dataset("sample")
    assert again.identity == small.identity
    np.testing.assert_array_equal(again.labels, small.labels)
    split = splits.split(small)
    side = np.zeros(small.n, int)
    side[split.validation], side[split.test] = 1, 2
    pairs = np.concatenate([small.known_faults["twins"], small.known_faults["near_twins"]])
    assert (side[pairs[:, 0]] == side[pairs[:, 1]]).all()


@pytest.mark.parametrize("text", ["ten", "0", "299", "-5", "100001", "1e3"])
def test_a_wrong_size_is_a_sentence(monkeypatch, text):
    monkeypatch.setenv("GALAXY_SAMPLE", text)
    with pytest.raises(UsageError, match="GALAXY_SAMPLE"):
        open_dataset("sample")
