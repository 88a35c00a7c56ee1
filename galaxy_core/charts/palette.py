"""Every colour of the look, as data, and the CSS variables made from it.

A colour is a pair (dark theme, light theme) of "#RRGGBB". `.streamlit/config.toml` holds the ones that Streamlit
itself draws with; a test compares the two files.
"""

from math import isqrt
from typing import NamedTuple


class Colour(NamedTuple):
    """One colour in both themes, "#RRGGBB" each."""

    dark: str
    light: str


def _ramp(dark: str, light: str) -> tuple[Colour, ...]:
    return tuple(map(Colour, dark.split(), light.split()))


COLOURS = {
    "page": Colour("#0B0E13", "#FFFFFF"),
    "surface": Colour("#131820", "#F4F6F8"),
    "raised": Colour("#1A212B", "#FFFFFF"),
    "border": Colour("#2A3340", "#D5DBE3"),
    "strong": Colour("#66758A", "#7C8898"),
    "track": Colour("#222A35", "#E6EAEF"),
    "text": Colour("#E9EDF3", "#12181F"),
    "secondary": Colour("#B3BDCB", "#3E4957"),
    "muted": Colour("#8E9AAB", "#596575"),
    "link": Colour("#8CBBFF", "#1F5FBF"),
    "accent": Colour("#F2B84B", "#8A5200"),
    "ink": Colour("#1A1204", "#FFFFFF"),
    "wash": Colour("#241C0E", "#FBF1DF"),
    "right": Colour("#7FB2FF", "#1F5FBF"),
    "wrong": Colour("#FF8A70", "#B23A1E"),
    "good": Colour("#6FD3A6", "#0B6B47"),
    "sky": Colour("#16181C", "#16181C"),
}

RIGHT = _ramp(
    "#181F28 #1E2E42 #233E5F #284E7D #326198 #3C75B5 #4589D2 #60A1E2 #7CB9F2 #9ED1FD",
    "#F2F7FD #DDECFC #C9E0FA #B4D5F8 #95C0EE #77ABE4 #5896D9 #3E77BB #2B63A9 #144B92",
)
WRONG = _ramp(
    "#231C1A #3C251E #552C22 #703327 #8E3E2E #AC4A35 #CB573A #E0774D #F49663 #FEB98B",
    "#FDF5F1 #FDE7DC #FDDAC7 #FCCCB2 #F5B292 #EE9874 #E67D58 #CB6344 #B14A32 #96301F",
)
CATEGORICAL = _ramp(
    "#7FB2FF #F2B84B #849987 #B6420F #EBE9FE #09729A",
    "#1F5FBF #B26B00 #023219 #685153 #501278 #2197A6",
)
"""Runs and curves, at most six; dash curves too."""

BLUE, RED, GREY = "#3D79D6", "#D9603A", "#7C8898"
"""Better, worse, and what stands for comparison, in charts: each is readable on both grounds."""
AMBER = "#B26B00"
"""A second line beside a blue one, on both grounds."""

LEVELS = 10
_DARK_INK, _LIGHT_INK = "#0B0E13", "#FFFFFF"
_INK_TURNS_AT = 0.188  # luminance at which both inks read equally well


def right_level(count: int, total: int) -> int:
    """Level 0..9 of a diagonal cell: `count` of `total` galaxies, even steps from 0 to 100 %."""
    return min(LEVELS - 1, LEVELS * int(count) // int(total)) if total else 0


def wrong_level(count: int, total: int) -> int:
    """Level 0..9 of any other cell: ⌊10·√(share / 40 %)⌋, so that 2 % is visible.

    Whole numbers throughout: a share of exactly 10 % must not fall to the level below by rounding.
    """
    return min(LEVELS - 1, isqrt(250 * int(count) // int(total))) if total else 0


def luminance(colour: str) -> float:
    """Relative luminance 0..1 of "#RRGGBB" (WCAG 2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str) -> float:
    """Contrast ratio 1..21 of two colours (WCAG 2)."""
    low, high = sorted((luminance(colour), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_on(ground: str) -> str:
    """The text colour to write with on a cell of this ground."""
    return _DARK_INK if luminance(ground) > _INK_TURNS_AT else _LIGHT_INK


def light_dark(colour: Colour) -> str:
    """CSS value that follows the theme in force."""
    return f"light-dark({colour.light}, {colour.dark})"


def css_variables() -> str:
    """CSS text `:root{--gx-…}`: every colour, the levels `--gx-right-0…9`, `--gx-wrong-0…9` and the inks on them."""
    values = dict(COLOURS)
    for kind, levels in (("right", RIGHT), ("wrong", WRONG)):
        for level, colour in enumerate(levels):
            values[f"{kind}-{level}"] = colour
            values[f"{kind}-ink-{level}"] = Colour(text_on(colour.dark), text_on(colour.light))
    for number, colour in enumerate(CATEGORICAL):
        values[f"curve-{number}"] = colour
    return ":root{" + "".join(f"--gx-{name}:{light_dark(colour)};" for name, colour in values.items()) + "}"
