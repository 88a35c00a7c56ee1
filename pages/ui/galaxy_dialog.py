"""One galaxy, large: what it is, where it is, and what a model said about it."""

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets import Galaxies
from pages.ui import chips, notes, panes, text
from pages.ui.probability_bars import probability_bars_html

VIEWER = "https://www.legacysurvey.org/viewer?ra={ra:.5f}&dec={dec:+.5f}&layer=ls-dr9&zoom=15"


def show(galaxies: Galaxies, row: int, probabilities: np.ndarray | None = None) -> None:
    """Opens a dialog on one galaxy; with a model's probabilities (k,), also what it said."""
    st.dialog(f"Galaxy no. {row:,}", width="large")(_inside)(galaxies, row, probabilities)


def _inside(galaxies: Galaxies, row: int, probabilities: np.ndarray | None) -> None:
    labels, label = class_labels(galaxies.classes), int(galaxies.labels[row])
    left, right = panes.panes("dialog")
    with left:
        try:
            st.image(galaxies.images(np.array([row]))[0], width="stretch")
        except GalaxyError as error:
            notes.error(error)
    with right:
        text.caption("In truth" if not galaxies.synthetic else "Drawn as (synthetic)")
        st.html(chips.chip_html(labels[label]))
        if probabilities is not None:
            text.caption("The model said")
            st.html(probability_bars_html(labels, probabilities, wrong=int(probabilities.argmax()) != label))
        _place(galaxies, row)


def _place(galaxies: Galaxies, row: int) -> None:
    pairs = []
    known = galaxies.ra is not None and np.isfinite(galaxies.ra[row]) and np.isfinite(galaxies.dec[row])
    if known:
        pairs.append(("Position", f"{galaxies.ra[row]:.4f}° {galaxies.dec[row]:+.4f}°"))
    if galaxies.redshift is not None and np.isfinite(galaxies.redshift[row]):
        pairs.append(("Redshift", f"{galaxies.redshift[row]:.3f}"))
    if pairs:
        text.facts(pairs)
    if known and not galaxies.synthetic:
        st.link_button("Open in the Legacy Surveys viewer", VIEWER.format(ra=galaxies.ra[row], dec=galaxies.dec[row]))
