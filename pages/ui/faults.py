"""What goes wrong unexpectedly on a page: a sentence that names the log with the traceback,
instead of the traceback."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from galaxy_core import GalaxyError
from galaxy_core.storage import faults
from pages.ui import notes

BEGAN = "This page could not be drawn to its end"


def watch() -> None:
    """From here on, whatever this run of a page raises becomes a sentence on it."""
    if (context := get_script_run_ctx()) is not None:
        context.on_script_error = _show


def _show(error: Exception) -> bool:
    """Draws the sentence; True: nothing else is drawn of the error."""
    is_ours = isinstance(error, GalaxyError)
    with st.container(key="gx-fault"):
        notes.error(str(error) if is_ours else faults.sentence(error, BEGAN))
    return True
