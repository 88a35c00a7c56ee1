"""Galaxies by their names: the New General Catalogue that is here first (OpenNGC), then Sesame of the CDS.

Nothing is sent for a name that OpenNGC knows: NGC, IC, Messier, UGC, PGC, MCG, ESO numbers of its objects, and common
names as “Whirlpool Galaxy”. Its data are CC-BY-SA-4.0, by Mattia Verga.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import galaxy_core
from galaxy_core import AbsentError, DataError, UsageError
from galaxy_core.sky import asking
from galaxy_core.sky.positions import Position, position
from galaxy_core.storage import atomic
from galaxy_core.surveys import services

ARCMIN = 60.0  # arcsec
LONGEST = 60  # characters of a name
GALAXIES = {  # the kinds of SIMBAD that are galaxies, as Sesame writes them
    "G", "GiC", "GiG", "GiP", "BiC", "IG", "PaG", "LSB", "SBG", "bCG", "H2G", "EmG", "rG", "AGN", "LIN", "SyG", "Sy1",
    "Sy2",
    "BLL", "Bla", "QSO", "LeG", "LeQ", "ERO", "PoG", "AG?", "Q?", "BL?", "Bz?", "G?", "SFR",
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A place to look at: what it was asked as, what it is called, where it lies, and how large it is.

    diameter: of the isophote of 25 mag/arcsec² (D25) in arcsec; None where nobody knows it.
    """

    asked: str
    name: str
    position: Position
    diameter: float | None = None


def target(text: str) -> Target:
    """What a text means, a position or a name.

    Raises UsageError for neither, AbsentError for a name that nobody knows or where Sesame can't be reached, DataError
    for what is no galaxy.
    """
    asked = " ".join(text.split())
    if not asked or len(asked) > LONGEST or not asked.isprintable():
        said = "".join(one for one in asked[:LONGEST] if one.isprintable())
        raise UsageError(f"“{said}” is neither a name nor a position: write “M 51”, “13:29:52.7 +47:11:43” or degrees.")
    if (place := position(asked)) is not None:
        return Target(asked, str(place), place)
    return _in_catalogue(asked) or _by_sesame(asked)


def _in_catalogue(asked: str) -> Target | None:
    """As OpenNGC has it; None for what it doesn't know."""
    from pyongc.exceptions import InvalidCoordinates, ObjectNotFound, UnknownIdentifier
    from pyongc.ongc import Dso

    try:
        entry = Dso(_common_names().get(_key(asked), asked), returndup=False)
    except (UnknownIdentifier, ObjectNotFound, InvalidCoordinates, ValueError, TypeError, AttributeError):
        return None
    if entry.coords is None:
        return None
    if "galax" not in entry.type.lower():
        raise DataError(_no_galaxy(asked, entry.type))
    hours, degrees = entry.coords
    sign = -1 if entry.dec.startswith("-") else 1
    ra = 15 * (hours[0] + hours[1] / 60 + hours[2] / 3600)
    dec = sign * (abs(degrees[0]) + degrees[1] / 60 + degrees[2] / 3600)
    longest = entry.dimensions[0]
    return Target(asked, _spaced(entry.name), Position(ra, dec), ARCMIN * longest if longest else None)


@lru_cache(maxsize=1)
def _common_names() -> dict[str, str]:
    """OpenNGC's names of objects by what people call them."""
    from pyongc import ongc

    named: dict[str, str] = {}
    for entry in ongc.listObjects(withname=True):
        for common in entry.identifiers[3] or ():
            named.setdefault(_key(common), entry.name)
            named.setdefault(_key(common).removesuffix("galaxy"), entry.name)
    return named


def _by_sesame(asked: str) -> Target:
    """As Sesame answers, kept for good once it knows the name; what it doesn't know is asked again another time."""
    kept = galaxy_core.data_folder() / "sky" / "names" / f"{hashlib.sha256(_key(asked).encode()).hexdigest()[:20]}.json"
    answer = _sound(atomic.read_json(kept)) or _sound(_answer(asked))
    if answer is None:
        raise AbsentError(f"Nobody knows “{asked}”: check how it is written, or give its position.")
    ra, dec, kind = answer
    if kind and kind not in GALAXIES:
        raise DataError(_no_galaxy(asked, kind))
    if not kept.exists():
        atomic.write_json(kept, {"asked": asked, "ra": ra, "dec": dec, "kind": kind})
    return Target(asked, asked, Position(ra, dec))


def _answer(asked: str) -> dict[str, Any]:
    """What Sesame says: lines that begin with “%J” for the position in degrees and “%C” for the kind."""
    reply = asking.ask(services.address("GALAXY_SESAME"), asked).decode("utf-8", "replace")
    place = re.search(r"^%J\s+([0-9.]+)\s+([+-]?[0-9.]+)", reply, re.MULTILINE)
    kind = re.search(r"^%C(?:\.\d+)?\s+(\S+)", reply, re.MULTILINE)
    if not place:
        return {}
    return {"ra": float(place[1]), "dec": float(place[2]), "kind": kind[1] if kind else ""}


def _sound(document: Any) -> tuple[float, float, str] | None:
    """Right ascension, declination and kind, if they can be."""
    if not isinstance(document, dict):
        return None
    ra, dec, kind = document.get("ra"), document.get("dec"), document.get("kind", "")
    if not isinstance(ra, float) or not isinstance(dec, float) or not (0 <= ra < 360 and -90 <= dec <= 90):
        return None
    return ra, dec, str(kind)


def _no_galaxy(asked: str, kind: str) -> str:
    return f"“{asked}” is no galaxy, but: {kind}. Only galaxies have a class here; give another name."


def _key(name: str) -> str:
    """What is compared of a name: letters and digits."""
    return "".join(character for character in name.casefold() if character.isalnum())


def _spaced(name: str) -> str:
    """“NGC 5194” for “NGC5194”, “IC 10” for “IC0010”."""
    parts = re.fullmatch(r"([A-Za-z]+)0*(\d.*)", name)
    return f"{parts[1]} {parts[2]}" if parts else name
