"""Dialogs, and whether one is open: until it is closed the page behind it isn't drawn anew, which would close it."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

OPEN = "dialog-open"


def dialog(
    title: str, width: Literal["small", "medium", "large"] = "small", on_dismiss: Callable[[], None] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As `st.dialog`: `dialog("Details")(inside)(run)` opens one; on_dismiss is called where the reader closes it."""

    def dismissed() -> None:
        closed()
        if on_dismiss:
            on_dismiss()

    def opened(inside: Callable[..., None]) -> Callable[..., None]:
        st.session_state[OPEN] = True
        return st.dialog(title, width=width, on_dismiss=dismissed)(inside)

    return opened


def closed() -> None:
    """None is open: one was closed, which draws the page anew, or the page is just being drawn."""
    st.session_state[OPEN] = False


def is_open() -> bool:
    """Whether the reader has one open."""
    return bool(st.session_state.get(OPEN))
