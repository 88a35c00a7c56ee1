"""Names of classes are readable, and each is its own."""

import os

import pytest

from galaxy_core.datasets.files import class_names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("spiral", "spiral"), ("St\u00f6rung", "Störung"), ("Sto\u0308rung", "Störung"), (" a\nb\t c ", "a b c"),
        ("a.", "a."),
        (os.fsdecode("旋涡".encode("gbk")), "旋涡"), (os.fsdecode(b"St\xf6rung"), "St\\xf6rung"), (" ", "' '"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)  # fmt: skip
def test_a_name_is_readable(name: str, shown: str) -> None:
    assert class_names.readable([name]) == ((shown,), ())


def test_names_that_look_the_same_are_told_apart_and_said() -> None:
    names, notes = class_names.readable(["St\u00f6rung", "a", "Sto\u0308rung", "a ", "a (2)"])
    assert names == ("Störung", "a", "Störung (2)", "a (2)", "a (2) (2)")
    assert notes[0].startswith("Names of 4 classes look the same") and "“Störung (2)”" in notes[0]
