"""Choose a model and its parameters, start it, and watch it learn."""

import streamlit as st

from galaxy_core import runs
from pages.ui import frame, panes, run_list, train

galaxies = frame.dataset_page(
    "Train", "Choose a model, press start. It runs in the background; you can close this page."
)

left, right = panes.panes("train")
with left, panes.card("new"):
    st.subheader("New run", anchor=False)
    asked = train.new_run(galaxies)
    train.start(asked, galaxies)
with right:
    every = runs.every()
    train.unreadable()
    for run in every:
        if run.status == "running":
            run_list.live_card(run)
    others = [run for run in every if run.status != "running"]
    st.subheader("Queue and recent runs", anchor=False)
    train.recent(others)
