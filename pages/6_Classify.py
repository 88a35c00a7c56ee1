"""A galaxy, and what a model thinks of it."""

import streamlit as st

from pages.ui import classify, frame, panes

frame.page("Classify", "Show the model a galaxy and see what it thinks, and how sure it is.")
run = classify.pick_run()
source = st.session_state.get("classify-source") or classify.SOURCES[0]

left, right = panes.panes("classify")
with left:
    shown = classify.random_galaxy(run) if source == classify.SOURCES[0] else classify.own_image(run)
    classify.choices(source)
with right:
    if shown is not None:
        classify.answer(run, shown)
    classify.words_explained()
