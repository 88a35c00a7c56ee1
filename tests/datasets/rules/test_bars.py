"""Barred or not."""

from collections.abc import Callable

import pytest

DISC = {"a02_features_or_disk": 0.9, "a05_no": 0.9, "a04_yes": 0.1}


@pytest.mark.parametrize(
    ("bar", "expected"), [(0.6, "Barred"), (0.5, "Barred"), (0.35, None), (0.2, "Unbarred"), (0.0, "Unbarred")]
)
def test_a_bar_is_one_where_most_see_it(called: Callable, bar: float, expected: str | None) -> None:
    assert called("bars", "gz2", DISC | {"a06_bar": bar, "a07_no_bar": 1 - bar}) == expected


def test_on_edge_nobody_sees_bars(called: Callable) -> None:
    assert called("bars", "gz2", DISC | {"a05_no": 0.3, "a04_yes": 0.7, "a06_bar": 1.0}) is None
