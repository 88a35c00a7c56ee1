"""Class glyphs and icons: a file in `assets/glyphs` is a shape and its colour, a file in `assets/icons` a shape.

Adding a glyph is adding `assets/glyphs/NAME.svg`: 24 × 24, drawn in currentColor, its root carrying `data-dark` and
`data-light`. Shapes are shown as CSS masks over a coloured ground, so that one string serves both themes and survives
sanitizers that drop <svg>.
"""

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from galaxy_core.charts.palette import Colour, light_dark

ASSETS = Path(__file__).resolve().parents[2] / "assets"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLOUR = re.compile(r'data-(dark|light)="(#[0-9A-Fa-f]{6})"')


@dataclass(frozen=True)
class Glyph:
    """One shape: its name, SVG text, and colour on dark and on light ground ("#RRGGBB")."""

    name: str
    svg: str
    dark: str
    light: str


@dataclass(frozen=True)
class ClassLabel:
    """How a class is written everywhere: full name, short name, name of its glyph.

    Any object with these three attributes will do; this one is for callers that have only names.
    """

    name: str
    short: str
    glyph: str


class UnknownGlyph(LookupError):
    """There is no file of that name in assets/glyphs."""


@cache
def glyph(name: str) -> Glyph:
    """The glyph of that name, read from `assets/glyphs/NAME.svg`."""
    path = ASSETS / "glyphs" / f"{name}.svg"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise UnknownGlyph(f"There is no glyph {name!r}; there are {', '.join(names())}. Add assets/glyphs/NAME.svg.")
    svg = path.read_text(encoding="utf-8").strip()
    colours = dict(_COLOUR.findall(svg))
    if set(colours) != {"dark", "light"}:
        raise UnknownGlyph(
            f"The glyph {name!r} says no colour: its <svg> needs data-dark and data-light, each #RRGGBB."
        )
    return Glyph(name, svg, colours["dark"], colours["light"])


@cache
def names() -> tuple[str, ...]:
    """The names of all glyphs, in alphabetical order."""
    return tuple(sorted(path.stem for path in (ASSETS / "glyphs").glob("*.svg")))


def labels(classes: list[str]) -> list[ClassLabel]:
    """Labels for classes nobody drew glyphs for: `shape-0`, `shape-1`, … in order, over again when they run out."""
    shapes = sum(name.startswith("shape-") for name in names())
    return [ClassLabel(name, name, f"shape-{number % shapes}") for number, name in enumerate(classes)]


def data_uri(svg: str, colour: str = "black") -> str:
    """A data URI of SVG text, drawn in `colour`: for CSS masks (where only the shape counts) and <img>."""
    return "data:image/svg+xml," + quote(svg.replace("currentColor", colour), safe=" =:/'")


@cache
def css_variables() -> str:
    """CSS text: `--gx-glyph-NAME` and `--gx-icon-NAME` (masks), `--gx-class-NAME` (the glyph's colour)."""
    lines = []
    for name in names():
        drawn = glyph(name)
        lines.append(f'--gx-glyph-{name}:url("{data_uri(drawn.svg)}");')
        lines.append(f"--gx-class-{name}:{light_dark(Colour(drawn.dark, drawn.light))};")
    for path in sorted((ASSETS / "icons").glob("*.svg")):
        lines.append(f'--gx-icon-{path.stem}:url("{data_uri(path.read_text(encoding="utf-8").strip())}");')
    return ":root{" + "".join(lines) + "}"


def glyph_html(name: str, title: str = "") -> str:
    """HTML of a glyph in its colour, 1.2 em square; `title` is what it says to who cannot see it (default: nothing)."""
    drawn = glyph(name)
    spoken = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    style = f"--gx-shape:var(--gx-glyph-{drawn.name});background:var(--gx-class-{drawn.name})"
    return f'<span class="gx-glyph" {spoken} style="{style}"></span>'


def icon_html(name: str, colour: str = "secondary") -> str:
    """HTML of the icon `assets/icons/NAME.svg` in a colour of `palette.COLOURS`.

    It is decoration: words must stand beside it.
    """
    style = f"--gx-shape:var(--gx-icon-{name});background:var(--gx-{colour})"
    return f'<span class="gx-glyph" aria-hidden="true" style="{style}"></span>'
