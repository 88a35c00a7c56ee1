"""The look of every page: writes the CSS once per run."""

from functools import cache
from pathlib import Path

import streamlit as st

from galaxy_core.charts import stylesheet

_TITLES = """<style></style><script>
window.gxTitles ??= document.addEventListener("mouseover", ({ target }) => {
  if (target.matches?.('[data-testid="stSelectbox"] input')) target.title = target.value;
}) ?? true;
</script>"""  # what is chosen may end in an ellipsis: all of it is shown on hovering


def apply() -> None:
    """Put the style sheet on the page; the first thing every page does, on every run."""
    st.html(f"<style>{_rules()}\nhtml{{color-scheme:{_scheme()}}}</style>")
    st.html(_TITLES, unsafe_allow_javascript=True)


def _scheme() -> str:
    """Which theme is in force.

    Streamlit says it at `.stApp`; dialogs hang outside of that, so the page's root must say it too.
    """
    return st.context.theme.type or "light dark"


@cache
def _rules() -> str:
    here = Path(__file__).parent
    return stylesheet() + "\n".join((here / name).read_text(encoding="utf-8") for name in ("style.css", "parts.css"))
