"""All finished runs on a data set: which is best, by how much, and whether the difference is more than luck."""

import streamlit as st

from galaxy_core.evaluation import comparison
from pages.ui import compare, frame, scoring

galaxies = frame.dataset_page("Compare", "Which model is best, by how much, and is the difference more than luck?")
found, waiting = comparison.table_within(scoring.FIRST, galaxies.name)
scoring.go_on(waiting, len(found))
if not found:
    if not waiting:
        compare.nothing_yet(galaxies)
    st.stop()

measure = compare.measure()
lines = comparison.best_first(found, measure)
compare.finding(lines, measure, galaxies)
compare.choose_measure(bool(compare.reported(lines)))
compare.scores(lines, measure)

st.subheader("All finished runs", anchor=False)
chosen = compare.table(lines)
compare.labels_needed(lines)
compare.curves(chosen or lines[:4])
