"""Two hundred odd names and texts of coordinates: a place, or one sentence; never a traceback, and no guess."""

from itertools import product

import pytest

from galaxy_core import GalaxyError
from galaxy_core.sky import names
from tests.sky.conftest import service as service

RA = (
    "",
    "0",
    "359.99999",
    "360",
    "-1",
    "1e3",
    "nan",
    "inf",
    "12h",
    "24:00:00",
    "12:60:00",
    "12 29 52",
    "１２",
    "+5",
    "5.",
)
DEC = ("", "0", "-0", "-90", "90.0001", "+41:10:30", "-0:00:01", "−12.5", "41d10m30s", "1e-3", "NaN", "12:61")
BETWEEN = (" ", ",", ";", "\t", "  /  ")
NAMES = (
    "", " ", "\n", "M", "M 0", "M 110", "M 111", "m51", "M-51", "ngc", "NGC 0", "NGC 99999", "NGC 5194A",
    "ngc5194 ngc5195", "IC 1e9", "UGC 4136", "PGC 0", "Messier 51", "messier fifty-one", "Whirlpool galaxy",
    "the whirlpool", "sombrero", "Milky Way", "Sun", "Moon", "M 42", "'; DROP TABLE objects; --",
    "../../etc/passwd", "<script>alert(1)</script>", "NGC\x0051", "NGC\u202e5194", "🌌", "Галактика", "銀河", "é" * 60,
    "x" * 61, "x" * 100_000, "%J 1 2", "%00", "NGC%205194", "J132952.7+471143", "SDSS J132952.7+471143",
    "J999999+999999", "2MASX J13295269+4711429", "Mrk 231", "Arp 85", "Dso()", "{0}", "%s%s%s",
    "NGC 5194\r\nHost: x", "http://127.0.0.1/", "file:///etc/passwd", "-", "+", ",", "0x10", "1", "1 2 3",
    "1 2 3 4 5", "1,2,3", "12,5 41,2", "ra=1 dec=2", "RA 1 DEC", "α 5 δ 6", "5h 6d", "5d 6h", "°", "1° 2°",
    "1°2′3″ 4°5′6″", "1:2:3:4 5:6", "::: :::", "--5 6", "5 --6", "5 +-6", "1..2 3", "∞ ∞", "½ ¼", "٣ ٤", "NULL",
    "None", "undefined", "\\", '"',
)  # fmt: skip
TEXTS = list(dict.fromkeys([*NAMES, *(f"{ra}{mark}{dec}" for ra, mark, dec in product(RA, BETWEEN, DEC))]))


def test_each_is_a_place_or_a_sentence(service) -> None:
    service.answer = lambda path, query: (200, b"# nothing found\n")
    places = 0
    for text in TEXTS[: len(NAMES)] + TEXTS[len(NAMES) :: 5]:
        try:
            target = names.target(text)
        except GalaxyError as error:
            said = str(error)
            assert said.endswith(".") and "\n" not in said and "Traceback" not in said and len(said) < 300, said
        else:
            assert 0 <= target.position.ra < 360 and -90 <= target.position.dec <= 90
            places += 1
    assert places > 20


@pytest.mark.parametrize("text", ["360 5", "5 90.0001", "12:60:00 5", "nan 5", "inf inf", "-1 5"])
def test_what_is_no_place_is_none(text: str, service) -> None:
    service.answer = lambda path, query: (200, b"")
    with pytest.raises(GalaxyError):
        names.target(text)


def test_there_are_two_hundred() -> None:
    assert len(TEXTS) >= 200
