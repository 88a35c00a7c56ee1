"""A gallery of thumbnails that can be pressed."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import streamlit as st

from galaxy_core.charts.jpeg import data_uri
from pages.ui.component import register, seen

EMPTY = np.full((8, 8, 3), (22, 24, 28), np.uint8)  # what stands where a picture will be

_mount = register("gallery")


@dataclass(frozen=True)
class Bar:
    """A small bar under a thumbnail: a class's glyph, its share 0…1, and its colour; `text` is read out."""

    glyph: str
    share: float
    kind: str  # "right", "wrong" or "other"
    text: str


@dataclass(frozen=True)
class Card:
    """What stands under a thumbnail: lines, the second and further ones in grey; bars; a link as (text, address).

    `name` is what is read out, where the lines aren't.
    """

    lines: tuple[str, ...]
    bars: tuple[Bar, ...] = ()
    link: tuple[str, str] | None = None
    name: str = ""


@dataclass(frozen=True)
class Grid:
    """At most so many side by side; narrow places show fewer, none under `least` pixels wide (88: three on a phone).
    `label` is what the gallery is, for screen readers. above: a press changes what stands above it in its dialog, whose
    beginning is then scrolled to. Where not `pressable`, they are only looked at."""

    columns: int = 10
    least: int = 88
    label: str = "Galaxies"
    above: bool = False
    pressable: bool = True


def gallery(
    images: Sequence[np.ndarray],
    captions: Sequence[str | Sequence[str] | Card],
    key: str,
    grid: Grid = Grid(),
    on_press: Callable[[int], None] | None = None,
) -> int | None:
    """Draw thumbnails with captions; return the index of the one pressed just now, for this one run, or None.

    images: uint8 (h, w, 3) each, cropped by the caller. captions: one line each, or (first line, second line in grey),
    or a Card. on_press: called with that index before the page is drawn again. The focus comes back to what was pressed
    when a dialog that opens then is closed.
    """
    cards = [_card(caption) for caption in captions]
    items = [{"src": data_uri(image)} | asdict(card) for image, card in zip(images, cards, strict=True)]
    data = {"items": items, "seen": seen(key)} | asdict(grid)

    def told() -> None:
        at = _valid((st.session_state.get(key) or {}).get("pressed"), len(items))
        if at is not None and on_press is not None:
            on_press(at)

    return _valid(_mount(key=key, data=data, on_pressed_change=told).pressed, len(items))


def _valid(pressed: object, n: int) -> int | None:
    return pressed if isinstance(pressed, int) and 0 <= pressed < n else None


def _card(caption: str | Sequence[str] | Card) -> Card:
    if isinstance(caption, Card):
        return caption
    return Card((caption,) if isinstance(caption, str) else tuple(caption))
