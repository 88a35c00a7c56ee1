"""The menu: each file `pages/N_Name.py` is a page, in the order of the numbers; the first is what opens."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.pages_manager import PagesManager

from pages.ui import visit

PRESENT = "present"  # in the address of any page: it leads to the page that presents a model
PRESENTING = "pages/8_Present.py"


def menu() -> Page:
    """Draws it, and returns the page that is asked for."""
    st.set_option("client.showSidebarNavigation", True)  # off in config.toml, or Streamlit's own would be seen before
    page = st.navigation(sorted(Path(__file__).parents[1].glob("[0-9]_*.py")))
    asked = st.query_params.get(PRESENT)
    if asked is not None and page.title != Path(PRESENTING).stem.partition("_")[2]:
        st.switch_page(PRESENTING, query_params={PRESENT: asked})
    return page


def complete() -> None:
    """Draws it for a page that Streamlit has opened without app.py, as the very first page of a server by its address.

    The page is then drawn anew by way of app.py: fields are known by both, and the first choice in one would be lost.
    """
    if PagesManager.uses_pages_directory:
        visit.begin()
        menu()
        st.rerun()
