"""How a FITS file is shown: which of its bands, and how light becomes brightness."""

import streamlit as st

from galaxy_core.datasets.files.formats.fits import Planes, View
from galaxy_core.datasets.files.formats.survey_colours import USUAL, Stretch
from galaxy_core.prediction import fits_view
from pages.ui import notes

BANDS, STRETCH, Q = "fits-bands", "fits-stretch", "fits-q"


def pick(planes: Planes) -> View:
    """What is chosen, by default as the survey's viewer shows it; says what the file lacks."""
    if not fits_view.can_be_chosen(planes):
        return View(())
    choices = fits_view.choices(planes)
    if st.session_state.get(BANDS) not in choices:
        st.session_state[BANDS] = next(iter(choices))
    with st.expander("Bands and stretch"):
        bands = st.selectbox("Bands", list(choices), key=BANDS)
        stretch = st.select_slider(
            "Stretch", fits_view.STRETCHES, USUAL.stretch, key=STRETCH,
            format_func=lambda value: f"{value:.2g} nMgy/px",
            help="Up to this brightness, in nanomaggies per pixel with each band weighted as the survey’s viewer does, "
                 "light is shown in proportion. Other units are brought to about these first.",
        )  # fmt: skip
        q = st.select_slider(
            "Q", fits_view.QS, USUAL.q, key=Q, format_func=lambda value: f"{value:.2g}",
            help="How much brighter parts are held back (Lupton et al. 2004); a ratio, without unit.",
        )  # fmt: skip
        if (stretch, q) != USUAL or bands != next(iter(choices)):
            st.button("As the survey’s viewer", key="fits-usual", type="tertiary", on_click=_usual)
    if sentence := fits_view.lacks(planes):
        first, _, rest = sentence.partition(": ")
        notes.note(f"{first}.", f"{rest[:1].upper()}{rest[1:]}", "note")
    return View(choices[bands], Stretch(stretch, q))


def _usual() -> None:
    for key in (BANDS, STRETCH, Q):
        st.session_state.pop(key, None)
