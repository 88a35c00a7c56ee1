"""Names for Streamlit's own small buttons, which are called alike in every field and every table of a page."""

from functools import cache
from pathlib import Path

import streamlit as st


def tell() -> None:
    """From here on each of them also says whose it is: “Increment: Epochs”, “Search: All finished runs”."""
    st.html(f"<style></style><script>{_script()}</script>", unsafe_allow_javascript=True)


@cache
def _script() -> str:
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
