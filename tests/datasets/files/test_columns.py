"""Columns by their names; numbers that can't be true are unknown."""

import numpy as np

from galaxy_core.datasets.files import columns


def test_columns_are_found_by_what_people_call_them() -> None:
    assert columns.recognised(["RA", "Dec", "pxscale", "other"]) == {"ra": "RA", "dec": "Dec", "pixel_scale": "pxscale"}
    assert columns.recognised([]) == {}


def test_what_cannot_be_true_is_unknown() -> None:
    ra, dec = np.array([10.0, 0, 0, 400, 5]), np.array([1.0, 0, 0, 5, np.inf])
    known, notes = columns.cleaned(
        {"ra": ra, "dec": dec, "redshift": np.full(5, -9999.0), "pixel_scale": [0, 1, 1, 1, 1]}
    )
    assert np.isfinite(known["ra"]).tolist() == np.isfinite(known["dec"]).tolist() == [True] + [False] * 4
    assert "redshift" not in known and np.isnan(known["pixel_scale"]).tolist() == [True] + [False] * 4
    assert notes == ["4 of its galaxies have no valid sky position, 2 of them because they stand at exactly (0, 0)."]


def test_a_galaxy_alone_at_zero_may_be_there() -> None:
    known, notes = columns.cleaned({"ra": np.array([0.0, 1]), "dec": np.array([0.0, 1])})
    assert known["ra"].tolist() == [0, 1] and notes == []


def test_all_at_zero_are_no_positions() -> None:
    known, notes = columns.cleaned({"ra": np.zeros(3), "dec": np.zeros(3)})
    assert known == {} and notes[0].startswith("None of its galaxies has a valid sky position, because they stand at")
    assert columns.cleaned({"ra": np.ones(3)})[0] == {}, "one without the other is none"
