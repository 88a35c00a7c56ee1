"""Positions: each form is read as one thing, as astropy reads it when told which; names are left to others."""

import pytest

from galaxy_core import UsageError
from galaxy_core.sky.positions import Position, position

DEGREES = (
    "187.27 12.05", "187.27, 12.05", "187.27;12.05", "187.27,+12.05", "ra=187.27 dec=12.05", "RA: 187.27, Dec: +12.05",
    "187,27 12,05", "187.27° 12.05°", " 187.27\t12.05 ", "187.27d 12.05d", "187°16′12″ +12°03′",
)  # fmt: skip
HOURS = (
    "12:29:52 -41:10:30", "12:29:52, -41:10:30", "12h29m52s -41d10m30s", "12 29 52 -41 10 30", "12:29:52 −41:10:30",
    "12h29m52s-41d10m30s", "RA 12:29:52 Dec -41:10:30", "J122952-411030", "SDSS J122952.00-411030.0",
)  # fmt: skip
NAMES = (
    "M 51",
    "M51",
    "NGC 1300",
    "3C 273",
    "Mrk 421",
    "DDO 155",
    "HD 12 34",
    "12",
    "1e3 4",
    "",
    "Dec 12",
    "Arp 220",
    "J1329+4711",
)
IMPOSSIBLE = {
    "370 12": "370°", "12 95": "95°", "12:61:00 4": "60 and more", "-5 4": "negative", "12:00:60 +1:0:0": "60 and more",
    "25:00:00 +10:00:00": "375°",
}  # fmt: skip


@pytest.mark.parametrize("text", DEGREES)
def test_degrees(text: str):
    place = position(text)
    assert place is not None and (place.ra, place.dec) == pytest.approx((187.27, 12.05))


@pytest.mark.parametrize("text", HOURS)
def test_hours(text: str):
    place = position(text)
    assert place is not None and (place.ra, place.dec) == pytest.approx((187.4666667, -41.175))


def test_a_declination_just_south_of_the_equator_stays_south():
    place = position("12:29:52 -00:10:30")
    assert place is not None and place.dec == pytest.approx(-0.175)


def test_seconds_without_their_point():
    place = position("2MASX J13295269+4711429")
    assert place is not None and (place.ra, place.dec) == pytest.approx((202.4695417, 47.1952500))


@pytest.mark.parametrize("text", NAMES)
def test_names_are_none(text: str):
    assert position(text) is None


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_places_that_there_are_not(text: str):
    with pytest.raises(UsageError, match=IMPOSSIBLE[text]):
        position(text)


def test_it_can_be_read_again():
    place = Position(10.684708, -0.5)
    again = position(str(place))
    assert again is not None and (again.ra, again.dec) == pytest.approx((place.ra, place.dec), abs=1e-5)
