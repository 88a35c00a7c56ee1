"""Charts on a page: drawn once by `galaxy_core.charts`, shown, and offered as pictures."""

from collections.abc import Sequence

import streamlit as st

from galaxy_core.charts.vega import Chart
from pages.ui import download


def draw(chart: Chart, title: str = "", key: str = "", notes: Sequence[str] = ()) -> None:
    """Shows a chart; with a title also a small "Download" under it, whose pictures have the title and these notes."""
    st.vega_lite_chart(list(chart.rows), chart.spec, alt=chart.alt)
    if title:
        download.pictures(chart, title, key, notes)


def pick(chart: Chart, selection: str, key: str) -> list[dict]:
    """Shows a chart in which points can be pressed, and returns what its selection of that name holds now."""
    shown = st.vega_lite_chart(
        list(chart.rows), chart.spec, alt=chart.alt, key=key, on_select="rerun", selection_mode=selection
    )
    return list(shown["selection"].get(selection) or [])
