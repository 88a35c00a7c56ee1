"""How a data set was read: its notes, what was left out by kind, and the whole list as a table to download."""

from functools import partial

import streamlit as st

from galaxy_core.charts import formatting
from galaxy_core.datasets import Galaxies
from galaxy_core.datasets.files import left_out
from pages.ui import download, text


def draw(galaxies: Galaxies) -> None:
    """How many images were read, all notes, and what wasn't read."""
    files = galaxies.left_out
    counts = left_out.counts(files)
    gone = formatting.count(len(files), "file") if files else "nothing"
    text.sentence(f"{formatting.count(galaxies.n, 'image')} read, {gone} left out.")
    for note in galaxies.notes:
        text.caption(text.literal(note))
    if not files:
        return
    st.table({"Left out": [left_out.counted(kind, count) for kind, count in counts.items()],
              "Why": [next(file.why for file in files if file.kind == kind) for kind in counts]})  # fmt: skip
    download.table(partial(left_out.csv, files), "left out", "Download the list (CSV)")
