"""Something large in a dialog: steps to the one before and after it in its gallery,
also by the arrow keys; pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages.ui import dialog, download, panes, text


@dataclass(frozen=True)
class Way:
    """What else a large picture offers: a button's label, and what it does with the number of the picture shown."""

    label: str
    go: Callable[[int], None]


def steps(at: int | None, n: int, go: Callable[[int], None], key: str) -> None:
    """The place `at` among n, and buttons that call `go` with the one before or after it;
    nothing where there is none."""
    if at is None or n < 2:
        return
    with panes.row(f"{key}-steps"):
        for label, arrow, to in (("Previous", "Left", at - 1), ("Next", "Right", at + 1)):
            st.button(
                label, key=f"{key}-{label}", shortcut=arrow, disabled=not 0 <= to < n, on_click=go, args=(to,)
            )  # fmt: skip
        text.caption(f"{at + 1:,} of {n:,}")


def pictures(
    images: Sequence[np.ndarray], names: Sequence[str], pressed: int | None, title: str, way: Way | None = None
) -> None:
    """Opens the picture that was pressed, if one was, in a dialog of this title, with steps to all the others.

    images: uint8 (h, w, c) each, as they were made; names: what each is, under its picture and of its file.
    """
    if pressed is None:
        return
    st.session_state[_AT] = pressed
    dialog.dialog(title, width="large")(_picture)(images, names, way)


_AT = "large-at"


def _picture(images: Sequence[np.ndarray], names: Sequence[str], way: Way | None) -> None:
    at = min(st.session_state[_AT], len(images) - 1)
    image = images[at]
    left, right = panes.panes("dialog")
    with left:
        st.image(image, width="stretch", alt=names[at])
    with right:
        text.finding(text.literal(names[at]))
        steps(at, len(images), _go, "picture")
        height, width = image.shape[:2]
        text.caption(f"{width} × {height} pixels, enlarged.")
        with panes.row("picture-file"):
            download.image(image, names[at], "picture-download")
            if way is not None and st.button(way.label, key="picture-way", type="primary", on_click=way.go, args=(at,)):
                st.rerun()


def _go(to: int) -> None:
    st.session_state[_AT] = to
