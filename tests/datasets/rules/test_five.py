"""Five clear classes."""

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("fractions", "expected"),
    [
        ({"a01_smooth": 0.6, "a02_features_or_disk": 0.4, "a16_completely_round": 0.7, "a17_in_between": 0.3}, "Round"),
        ({"a01_smooth": 0.46, "a02_features_or_disk": 0.54, "a16_completely_round": 0.7, "a17_in_between": 0.3}, None),
        ({"a01_smooth": 0.9, "a17_in_between": 0.51, "a18_cigar_shaped": 0.49}, "In-between"),
        ({"a01_smooth": 0.9, "a18_cigar_shaped": 0.8, "a17_in_between": 0.2}, "Cigar"),
        ({"a02_features_or_disk": 0.5, "a01_smooth": 0.4, "a04_yes": 0.61, "a05_no": 0.39}, "Edge-on"),
        ({"a02_features_or_disk": 0.5, "a05_no": 0.8, "a04_yes": 0.2, "a08_spiral": 0.7, "a09_no_spiral": 0.3},
         "Spiral"),
        ({"a02_features_or_disk": 0.5, "a05_no": 0.8, "a04_yes": 0.2, "a08_spiral": 0.6, "a09_no_spiral": 0.4}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_clear_votes_make_a_class(called: Callable, fractions: dict[str, float], expected: str | None) -> None:
    assert called("five", "gz2", fractions) == expected


def test_few_votes_make_none(called: Callable) -> None:
    clear = {"a01_smooth": 1.0, "a16_completely_round": 1.0}
    assert (called("five", "gz2", clear, 10), called("five", "gz2", clear, 9)) == ("Round", None)


def test_votes_of_decals_count_too(called: Callable) -> None:
    clear = {"smooth-or-featured_smooth": 1.0, "how-rounded_round": 0.8}
    assert called("five", "gz_decals", clear) == "Round"
