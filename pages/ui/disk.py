"""What prepared images take on disk, and the button that clears the least recently used."""

import time

import streamlit as st

from galaxy_core import prepare
from galaxy_core.charts import formatting
from galaxy_core.prepare.cache import room
from galaxy_core.runs import titles
from pages.ui import text


def prepared() -> None:
    """The sets that there are, the least recently used first, and what clearing the first of them frees."""
    sets = room.sets()
    if not sets:
        text.sentence("There are no prepared images on this computer. They are made when they are needed.")
        return
    number, total = formatting.count(len(sets), "set"), formatting.size(sum(one.size for one in sets))
    text.sentence(f"{number}, {total} in all. A set that is cleared is made again when needed.")
    for one in sets:
        what = titles.spoken(prepare, *one.steps) if one.steps else one.path.name
        used = formatting.ago(time.time() - one.used)
        text.caption(text.literal(f"{one.dataset or 'Unknown'} · {what} · {formatting.size(one.size)} · used {used}"))
    if st.button(f"Clear the oldest ({formatting.size(sets[0].size)})", key="clear-oldest"):
        room.clear_oldest()
        st.rerun()
