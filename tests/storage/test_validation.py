"""Stored JSON against types: what is damaged is as if it weren't there, and spoils nothing beside it."""

import math
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict

import pytest
from msgspec import Meta

from galaxy_core.storage import validation
from galaxy_core.storage.validation import Count, Number, Numbers, Time

DAMAGES = [None, "x", -1, 1e301, 10**400, math.nan, math.inf, True, [], {}, [[]], {"a": []}]


class Inner(TypedDict, total=False):
    """Two fields of two kinds."""

    name: str
    size: Count


class Outer(TypedDict, total=False):
    """One field of each kind that there is."""

    count: Count
    speed: Number
    when: Time
    text: Annotated[str, Meta(pattern=r"\S")]
    names: list[str]
    costs: Numbers
    inner: Inner
    anything: dict[str, Any]


@dataclass(frozen=True)
class Thing:
    """Fields with defaults."""

    name: str = ""
    sizes: tuple[int, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)


WHOLE = {
    "count": 3, "speed": 2.5, "when": 1e9, "text": "a", "names": ["b"], "costs": {"c": 1, "d": 2.5},
    "inner": {"name": "e", "size": 4}, "anything": {"f": [None]},
}  # fmt: skip


def test_what_is_sound_is_as_it_was() -> None:
    assert validation.sound(Outer, WHOLE) == WHOLE
    assert type(validation.sound(Outer, {"speed": 3})["speed"]) is int, "a whole number stays one"
    assert validation.sound(Thing, {"name": "x", "sizes": [1, 2]}) == Thing("x", (1, 2))


@pytest.mark.parametrize("damage", DAMAGES, ids=repr)
@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_field_spoils_no_other(name: str, damage: object) -> None:
    read = validation.sound(Outer, WHOLE | {name: damage})
    assert {other: read[other] for other in WHOLE if other != name} == {n: v for n, v in WHOLE.items() if n != name}
    if name in read:  # it can be meant after all
        assert isinstance(read[name], type(WHOLE[name])) or (name in ("speed", "when") and type(read[name]) is not bool)


def test_entries_are_sound_one_by_one() -> None:
    values = {"a": 1, "b": 2.5, "c": math.nan, "d": math.inf, "e": True, "f": "7", "g": 10**400, "h": None, "i": 2**60}
    assert validation.sound(Numbers, values) == {"a": 1, "b": 2.5}
    assert validation.sound(Outer, {"costs": values, "inner": {"name": 3, "size": 4, "more": 5}}) == {
        "costs": {"a": 1, "b": 2.5}, "inner": {"size": 4},
    }  # fmt: skip
    assert validation.sound(Outer, {"names": ["a", 3]}) == {}, "the places in a list mean something"
    for stored in (None, [], [1, 2], "text", 3):
        assert validation.sound(Numbers, stored) == validation.sound(Outer, stored) == {}
        assert validation.sound(Thing, stored) == Thing()
    assert validation.sound(Thing, {"name": 3, "sizes": ["x"], "options": [], "more": 1}) == Thing()


def test_whole_or_not_at_all() -> None:
    assert validation.whole(Thing, {"name": "x", "sizes": [1]}) == Thing("x", (1,))
    for stored in ({"name": 3}, {"sizes": "12"}, {"more": 1}, {"sizes": [1, "x"]}, [], None, "x"):
        assert validation.whole(Thing, stored) is None
    assert validation.whole(Count, 3) == 3 and validation.whole(Count, -3) is None


def test_reading_thousands_takes_a_blink() -> None:
    began = time.thread_time()
    for _ in range(3000):
        validation.sound(Outer, WHOLE)
    assert time.thread_time() - began < 30
    ended = subprocess.run([sys.executable, "-X", "importtime", "-c", "import msgspec"], capture_output=True, text=True)
    assert "pydantic" not in ended.stderr and ended.returncode == 0
