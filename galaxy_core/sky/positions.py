"""Positions as people type them: decided by their form, never tried twice.

Degrees are two numbers (“187.27 12.05”, “187.27, +12.05”). Hours of right ascension have a colon, an h, or are one of
six numbers (“12:29:52 +41:10:30”, “12h29m52s +41d10m30s”, “12 29 52 +41 10 30”), or stand in a name of the IAU's form
(“J132952.7+471143”).
"""

import re
from dataclasses import dataclass

from galaxy_core import UsageError

HOUR = 15.0  # degrees
_NUMBER = r"\d+(?:\.\d*)?"
_IAU = re.compile(
    r"(?:\w+ )?J(\d\d)(\d\d)(\d\d)\.?(\d*)([+-])(\d\d)(\d\d)(\d\d)\.?(\d*)", re.IGNORECASE
)  # the point in the seconds may be left out
_SIGNED = re.compile(rf"[+-]?{_NUMBER}")
_SPLIT = re.compile(r"[\s,;]+")
_MARKED = re.compile(r"[:hdms°'′\"″]", re.IGNORECASE)
_LETTERS = re.compile(r"^\s*(?:ra|α)\s*[=:]?\s*(.*?)[\s,;]*(?:dec|de|δ)\s*[=:]?\s*(.*)$", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"^\s*(\d+),(\d+)[\s;]+([+-]?\d+),(\d+)\s*$")


@dataclass(frozen=True)
class Position:
    """Right ascension 0 … 360 and declination −90 … 90, in degrees (ICRS)."""

    ra: float
    dec: float

    def __post_init__(self) -> None:
        if not 0 <= self.ra < 360:
            raise UsageError(f"The right ascension {self.ra:g}° isn't between 0° and 360°: check the position.")
        if not -90 <= self.dec <= 90:
            raise UsageError(f"The declination {self.dec:g}° isn't between −90° and 90°: check the position.")

    def __str__(self) -> str:
        return f"{self.ra:.5f}, {self.dec:+.5f}"


def position(text: str) -> Position | None:
    """The position that a text is; None where it has not the form of one, and may be a name.

    Raises UsageError for one that has the form, and no place on the sky.
    """
    plain = text.strip().replace("−", "-").replace("–", "-")
    if named := _IAU.fullmatch(plain):
        hours = _sexagesimal((named[1], named[2], f"{named[3]}.{named[4]}"), text)
        degrees = _sexagesimal((named[6], named[7], f"{named[8]}.{named[9]}"), text)
        return Position(HOUR * hours, -degrees if named[5] == "-" else degrees)
    if lettered := _LETTERS.match(plain):
        plain = f"{lettered[1]} {lettered[2]}"
    if comma := _DECIMAL_COMMA.match(plain):
        plain = f"{comma[1]}.{comma[2]} {comma[3]}.{comma[4]}"
    fields = _fields(plain)
    if fields is None:
        return None
    ra, dec, in_hours = fields
    degrees = _sexagesimal(ra, text) * (HOUR if in_hours else 1)
    sign = -1 if dec[0].startswith("-") else 1
    return Position(degrees, sign * _sexagesimal((dec[0].lstrip("+-"), *dec[1:]), text))


def _fields(plain: str) -> tuple[tuple[str, ...], tuple[str, ...], bool] | None:
    """The numbers of right ascension, those of declination, and whether the first are hours; None for another form."""
    halves = _halves(plain)
    if halves is None:
        return None
    numbers = [tuple(part for part in _SPLIT.split(_MARKED.sub(" ", half).strip()) if part) for half in halves]
    for half in numbers:
        if not 1 <= len(half) <= 3 or not _SIGNED.fullmatch(half[0]):
            return None
        if any(not re.fullmatch(_NUMBER, later) for later in half[1:]):
            return None
    if numbers[0][0].startswith("-"):
        raise UsageError(f"“{plain}” has a negative right ascension: it lies between 0° and 360°.")
    first = (numbers[0][0].lstrip("+"), *numbers[0][1:])
    in_degrees = "°" in halves[0] or "d" in halves[0].lower() or (len(first) == 1 and "h" not in halves[0].lower())
    return first, numbers[1], not in_degrees


def _halves(plain: str) -> tuple[str, str] | None:
    """Right ascension and declination: apart by a comma, by a sign, or by there being as many numbers in each."""
    if re.search(r"[a-ce-gi-ln-rt-zA-CE-GI-LN-RT-Z]", plain):  # other letters than those of h, m, s and d
        return None
    for mark in (",", ";"):
        if plain.count(mark) == 1:
            first, second = plain.split(mark)
            return first.strip(), second.strip()
    if signed := re.fullmatch(r"(\S.*?)\s*([+-].*)", plain):
        return signed[1], signed[2]
    parts = plain.split()
    if not parts or len(parts) % 2:
        return None
    half = len(parts) // 2
    return " ".join(parts[:half]), " ".join(parts[half:])


def _sexagesimal(parts: tuple[str, ...], text: str) -> float:
    """Whole units, minutes and seconds as one number."""
    values = [float(part) for part in parts]
    if any(value >= 60 for value in values[1:]):
        raise UsageError(f"“{text}” has minutes or seconds of 60 and more: check the position.")
    return sum(value / 60**power for power, value in enumerate(values))
