"""Choose a model and its parameters, start it, and watch it learn."""

import streamlit as st

from galaxy_core import splits
from pages.ui import draft, explore, frame, panes, preset_cards, search, train

draft.from_address()
galaxies = frame.dataset_page(
    "Train", "Choose a model, press start. It runs in the background; you can close this page.", lists_going=True
)

if not splits.is_quick(galaxies):
    explore.preparing(galaxies)
with explore.folded("Presets: whole studies with one click", "presets") as opened:
    if opened:
        preset_cards.cards(galaxies)
with explore.folded("Hyperparameter search", "search") as opened:
    if opened:
        search.search(galaxies)
left, right = panes.panes("train")
with left, panes.card("new"):
    st.subheader("New run", anchor=False)
    asked = train.new_run(galaxies)
    train.start(asked, galaxies)
with right:
    train.overview()
