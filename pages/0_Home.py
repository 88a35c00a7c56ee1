"""Home: what this is, which data are here, the best result so far, and what to do next."""

import streamlit as st

from galaxy_core.evaluation import comparison
from pages.ui import frame, home, panes, scoring, tour

galaxies = home.data_of_visit()
frame.page(
    home.title(galaxies),
    "Look at them, teach a computer to tell them apart, and see exactly where it goes wrong.",
    lists_going=True,
)
draw_galaxies, below_board = home.board(galaxies), st.container()
tour.offer()

found, waiting = comparison.table_within(scoring.FIRST, galaxies.name)
lines = comparison.best_first(found)
best, hardest, now = panes.cards("home", 3)
with best:
    home.best_result(lines, galaxies)
    scoring.go_on(waiting, len(lines))
with hardest:
    home.hardest(lines, galaxies)
with now:
    home.training_now()

st.subheader("What next", anchor=False)
home.next_steps(galaxies, lines)
tour.again()
draw_galaxies()
with below_board:
    home.rest(galaxies)
st.subheader("Data sets", anchor=False)
home.data_sets()
