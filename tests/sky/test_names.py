"""Names: OpenNGC without asking anybody, then Sesame once."""

import pytest

from galaxy_core import AbsentError, DataError, UsageError
from galaxy_core.sky import names

SESAME = (
    "# {name}\n#=S=Simbad:    1\n%@ 1\n%C.0 {kind}\n%J 202.469575 -47.195258 = 13:29:52.69 -47:11:42.9\n%I.0 {name}\n"
)


@pytest.mark.parametrize("text", ["M 51", "m51", "ngc 5194", "Whirlpool", "whirlpool galaxy", "UGC 8493", "PGC 47404"])
def test_a_name_of_the_catalogue_needs_nobody(text: str, service):
    whirlpool = names.target(text)
    assert whirlpool.name == "NGC 5194" and whirlpool.diameter == pytest.approx(13.71 * 60)
    assert (whirlpool.position.ra, whirlpool.position.dec) == pytest.approx((202.46963, 47.19517), abs=1e-4)
    assert service.asked == []


def test_south_is_south(service):
    assert names.target("ngc 1300").position.dec == pytest.approx(-19.41136, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "kind"), [("M 42", "Nebula"), ("M45", "Cluster"), ("NGC 7000", "nebula|Nebula|region")]
)
def test_what_is_no_galaxy_is_said_to_be_none(text: str, kind: str, service):
    with pytest.raises(DataError, match=kind):
        names.target(text)


def test_other_names_are_asked_for_once(service):
    service.answer = lambda path, query: (200, SESAME.format(name=query[""], kind="SBG").encode())
    for _ in range(2):
        target = names.target("Arp  220")
        assert target.name == "Arp 220" and target.diameter is None and target.position.dec == pytest.approx(-47.195258)
    assert service.asked == ["/sesame?Arp%20220"]


def test_a_star_that_sesame_knows(service):
    service.answer = lambda path, query: (200, SESAME.format(name="Vega", kind="dS*").encode())
    with pytest.raises(DataError, match="“Vega” is no galaxy, but: dS"):
        names.target("Vega")


@pytest.mark.parametrize(
    "body", [b"", b"#! Nothing found *****", b"<html>no</html>", b"%J 999 999", b"%J nan nan", b"\xff\xfe\x00"]
)
def test_what_nobody_knows_is_asked_for_again_another_time(body: bytes, service):
    service.answer = lambda path, query: (200, body)
    for _ in range(2):
        with pytest.raises(AbsentError, match="Nobody knows “Zzyzx 7”"):
            names.target("Zzyzx 7")
    assert len(service.asked) == 2


@pytest.mark.parametrize("text", ["", "   ", "x" * 100, "a\x00b"])
def test_what_can_be_no_name(text: str, service):
    with pytest.raises(UsageError, match="neither a name nor a position"):
        names.target(text)
    assert service.asked == []


def test_a_position_is_a_target_without_a_size(service):
    target = names.target("12:29:52 +41:10:30")
    assert target.diameter is None and target.name == "187.46667, +41.17500" and service.asked == []
