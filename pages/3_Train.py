"""Choose a model and its parameters, start it, and watch it learn."""

import streamlit as st

from pages.ui import draft, frame, panes, train

draft.from_address()
galaxies = frame.dataset_page(
    "Train", "Choose a model, press start. It runs in the background; you can close this page."
)

left, right = panes.panes("train")
with left, panes.card("new"):
    st.subheader("New run", anchor=False)
    asked = train.new_run(galaxies)
    train.start(asked, galaxies)
with right:
    train.overview()
