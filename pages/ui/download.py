"""Downloads of what stands on a page; nothing is made before its button is pressed."""

import re
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import streamlit as st

from galaxy_core.charts import pictures as files
from galaxy_core.charts.vega import Chart
from galaxy_core.evaluation import exporting, stored
from galaxy_core.runs import Run
from pages.ui import text


def pictures(chart: Chart, name: str, key: str, notes: Sequence[str] = ()) -> None:
    """A small "Download" under a chart, with PNG and SVG; `name` is the picture's title and the name of its file.

    notes: smaller lines under the title.
    """
    kinds = (("PNG", "image/png", files.png), ("SVG", "image/svg+xml", files.svg))
    with st.popover(text.of("Download", name), type="tertiary", key=f"{key}-download"):
        for kind, mime, made in kinds:
            st.download_button(
                f"Picture ({kind})", partial(made, chart, name, notes), _file(name, kind), mime,
                key=f"{key}-{kind}", on_click="ignore", width="stretch",
            )  # fmt: skip


def table(made: Callable[[], bytes], name: str, label: str = "Download table (CSV)") -> None:
    """A button for a table; `made` gives the content of the file."""
    st.download_button(label, made, _file(name, "csv"), "text/csv", on_click="ignore")


def image(pixels: np.ndarray, name: str, key: str) -> None:
    """A button for an image, uint8 (h, w, c), as PNG: its very pixels; `name` is that of its file."""
    st.download_button(
        "Download", partial(files.image, pixels), _file(name, "png"), "image/png", key=key, on_click="ignore"
    )


def predictions(run: Run, label: str, part: str = "test") -> None:
    """A button for what a finished run said of every image of a part: row, true and predicted class, probabilities."""
    name = f"predictions-{run.name}-{part}.csv"
    st.download_button(
        label, lambda: exporting.predictions(stored.task(run), stored.predictions(run, part)), name, "text/csv",
        key=f"predictions-{run.name}", on_click="ignore",
    )  # fmt: skip


def _file(name: str, kind: str) -> str:
    """A name that every system takes: "Accuracy by training time" → "accuracy-by-training-time.png"."""
    return f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')[:60] or 'galaxies'}.{kind.lower()}"
