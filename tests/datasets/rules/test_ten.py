"""Ten classes like those of Galaxy10 DECaLS."""

from collections.abc import Callable

import pytest

DISC = {"a02_features_or_disk": 0.9, "a05_no": 0.9, "a08_spiral": 0.8, "a15_no": 1.0}


@pytest.mark.parametrize(
    ("fractions", "expected"),
    [
        ({"a01_smooth": 0.9, "a16_completely_round": 0.9, "a15_no": 0.9, "a14_yes": 0.1}, "Round"),
        ({"a01_smooth": 0.9, "a16_completely_round": 0.9, "a14_yes": 0.9, "a24_merger": 0.8}, "Merging"),
        ({"a02_features_or_disk": 0.9, "a14_yes": 0.9, "a21_disturbed": 0.3, "a22_irregular": 0.3, "a24_merger": 0.4},
         "Disturbed"),
        (DISC | {"a06_bar": 0.6, "a28_tight": 1.0}, "Barred spiral"),
        (DISC | {"a07_no_bar": 1.0, "a28_tight": 0.6}, "Tight spiral"),
        (DISC | {"a07_no_bar": 1.0, "a28_tight": 0.4, "a29_medium": 0.3, "a30_loose": 0.3}, "Loose spiral"),
        ({"a02_features_or_disk": 0.9, "a04_yes": 0.9, "a27_no_bulge": 0.7}, "Edge-on, no bulge"),
        ({"a02_features_or_disk": 0.9, "a04_yes": 0.9, "a25_rounded": 0.4, "a26_boxy": 0.2, "a27_no_bulge": 0.4},
         "Edge-on, bulge"),
        ({"a03_star_or_artifact": 1.0}, None),
    ],
)  # fmt: skip
def test_votes_of_galaxy_zoo_2_make_a_class(
    called: Callable, fractions: dict[str, float], expected: str | None
) -> None:
    assert called("ten", "gz2", fractions) == expected


def test_votes_of_decals_make_a_class(called: Callable) -> None:
    disc = {"smooth-or-featured_featured-or-disk": 0.8, "disk-edge-on_no": 0.9, "has-spiral-arms_yes": 0.9}
    assert called("ten", "gz_decals", disc | {"bar_strong": 0.3, "bar_weak": 0.3, "bar_no": 0.4}) == "Barred spiral"
    assert called("ten", "gz_decals", disc | {"merging_merger": 0.8}) == "Merging"
    assert called("ten", "gz_decals_1_2", {"merging-dr12_tidal-debris": 0.8}) == "Disturbed"
