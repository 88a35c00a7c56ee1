"""One run: where it is right, what it confuses, and the images behind every number."""

import streamlit as st

from galaxy_core.charts.class_labels import class_labels
from galaxy_core.evaluation import stored
from pages.ui import frame, inspect_run, matrix, panes

frame.page("Inspect", "Where one model is right, what it confuses, and the images behind every number.")
choices = inspect_run.choices()
with st.container(horizontal=True, vertical_alignment="bottom"):
    run = inspect_run.pick(choices)
    show = inspect_run.numbers()
predictions, galaxies = stored.predictions(run), inspect_run.galaxies(run)
labels = class_labels(predictions.classes)

left, right = panes.panes("inspect", "wide")
with left:
    st.subheader("Press a cell to see its galaxies", anchor=False)
    key = f"matrix-{run.name}"
    cell = matrix.matrix(predictions.confusion, labels, key, show)
    inspect_run.source(run, predictions)
with right:
    chosen = inspect_run.chosen(predictions, labels, cell, key)
    inspect_run.gallery(predictions, galaxies, labels, chosen, cell)

st.subheader("Class by class", anchor=False)
inspect_run.per_class(predictions)
