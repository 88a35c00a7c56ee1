"""Parameters that describe themselves: texts and values become the right kind, or a sentence."""

from dataclasses import dataclass

import pytest

from galaxy_core import UsageError
from galaxy_core.plugins import parameters
from galaxy_core.plugins.parameters import parameter


@dataclass(frozen=True)
class Kind:
    """One field of every kind."""

    depth: int = parameter(3, "Depth", "How deep.", low=1, high=9)
    rate: float = parameter(0.5, "Rate", "How fast.", low=0, high=1, step=0.1, folded=True)
    mirror: bool = parameter(True, "Mirror", "Whether mirrored.")
    views: int = parameter(8, "Views", "How many.", choices=(1, 8))
    name: str = parameter("round", "Name", "Which.")


def test_fields_are_described_in_their_order() -> None:
    found = parameters.describe(Kind)
    assert [p.name for p in found] == ["depth", "rate", "mirror", "views", "name"]
    assert [p.kind for p in found] == [int, float, bool, int, str]
    assert (found[1].low, found[1].high, found[1].step, found[1].folded, found[3].choices) == (0, 1, 0.1, True, (1, 8))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Kind()),
        ({"depth": "9", "rate": "1e-1", "mirror": "no", "views": "1", "name": "7"}, Kind(9, 0.1, False, 1, "7")),
        ({"depth": 4.0, "rate": 1, "mirror": False}, Kind(4, 1.0, False)),
        ({"mirror": "ON"}, Kind()),
        ({"mirror": 0}, Kind(mirror=False)),
    ],
)
def test_texts_and_values_become_the_right_kind(values: dict, expected: Kind) -> None:
    assert parameters.parse(Kind, values) == expected


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"deep": 1}, ["“deep”", "depth, rate, mirror, views, name"]),
        ({"depth": "three"}, ["depth", "three", "a whole number from 1 to 9"]),
        ({"depth": "2.5"}, ["2.5", "a whole number"]),
        ({"depth": 2.5}, ["2.5"]),
        ({"depth": 10}, ["10", "from 1 to 9"]),
        ({"depth": None}, ["None"]),
        ({"depth": float("inf")}, ["inf"]),
        ({"rate": "nan"}, ["nan", "a number from 0 to 1"]),
        ({"rate": "-0.1"}, ["-0.1"]),
        ({"mirror": "perhaps"}, ["perhaps", "yes or no"]),
        ({"views": 4}, ["4", "one of 1, 8"]),
    ],
)
def test_what_cannot_be_used_is_a_sentence(values: dict, words: list[str]) -> None:
    with pytest.raises(UsageError) as refused:
        parameters.parse(Kind, values)
    assert all(word in str(refused.value) for word in words), str(refused.value)


def test_a_plug_in_without_parameters_says_so() -> None:
    with pytest.raises(UsageError, match="there are none"):
        parameters.parse(dataclass(frozen=True)(type("Empty", (), {})), {"depth": 1})
