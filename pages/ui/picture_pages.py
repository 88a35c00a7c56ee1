"""Images of a data set, a page of them at a time; says which one was pressed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from galaxy_core.charts import formatting
from galaxy_core.datasets import Galaxies
from galaxy_core.prepare import thumbnails
from pages.ui import gallery as galleries
from pages.ui import panes, text

NAMED = 40  # pages that all have a number to press; of more some are left out


@dataclass(frozen=True)
class Look:
    """How a gallery looks: the key of its component, images at once, images side by side, their least width, what is
    said of their order, and the preparation of the model that saw them."""

    key: str
    size: int
    columns: int
    least: int = 88
    order: str = ""
    steps: tuple[str, ...] = ()


def draw(
    rows: np.ndarray,
    galaxies: Galaxies | None,
    caption: Callable[[int], str | Sequence[str] | galleries.Card],
    look: Look,
    key: str,
) -> int | None:
    """Draws the page in force of these rows, int64 (n,), and returns the place in `rows` of the one pressed just now.

    `caption(place)` is what stands under an image; `key` is that of the page's number. Where there is no data set, only
    how many there are is said.
    """
    if not len(rows):
        text.sentence("None.")
        return None
    if galaxies is None:
        text.caption(f"{formatting.count(len(rows), 'image')}, which aren’t here.")
        return None
    pages = -(-len(rows) // look.size)
    first = (min(st.session_state.get(key, 1), pages) - 1) * look.size
    shown, pressed = rows[first : first + look.size], None
    pictures = thumbnails.pick(galaxies, shown)
    if thumbnails.find(galaxies) is None:
        thumbnails.start(galaxies)  # also where some can be read one by one: all of them are quicker, and are compared
    if pictures is not None:
        captions = [caption(first + number) for number in range(len(shown))]
        with st.container(key=f"gx-images-{look.key}"):
            grid = galleries.Grid(look.columns, look.least)
            pressed = galleries.gallery(list(pictures), captions, look.key, grid)
    else:
        text.caption("The pictures are being prepared; come back in a moment.")
    with panes.row(f"{look.key}-pages"):
        text.caption(f"{first + 1}–{first + len(shown)} of {formatting.count(len(rows))}{look.order}")
        text.caption(thumbnails.shown(galaxies, look.steps))
        if pages > 1:
            st.pagination(pages, max_visible_pages=None if pages <= NAMED else NAMED, key=key)
    return None if pressed is None else first + pressed
