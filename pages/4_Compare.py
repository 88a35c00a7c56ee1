"""All finished runs on a data set: which is best, by how much, and whether the difference is significant."""

import streamlit as st

from galaxy_core.evaluation import comparison
from galaxy_core.evaluation.ranking import against_best
from pages.ui import compare, exports, frame, panes, run_charts, run_table, scoring, significance
from pages.ui import tasks as parts

galaxies = frame.dataset_page("Compare", "Which model is best, by how much, and is the difference significant?")
found, waiting = comparison.table_within(scoring.FIRST, galaxies.name)
scoring.go_on(waiting, len(found))
if not found:
    if not waiting:
        compare.nothing_yet(galaxies)
    st.stop()

measure = compare.measure(galaxies)
lines = comparison.best_first([line for line in found if line.task is type(galaxies.task)], measure.key)
own = comparison.own(lines) or lines
ranking = against_best(own, measure.key)
compare.finding(lines, measure, galaxies, ranking)
compare.choose_measure(galaxies, bool(compare.reported(lines)))
compare.scores(lines, measure)
if ranking:
    significance.differences(ranking, measure)

st.subheader("All finished runs", anchor=False)
left = run_table.filtered(lines)
ticked = run_table.table(left, measure)
with panes.row("exports"):
    run_table.exports(left, ticked, measure)
    compare.look_into(ticked)
    exports.report_button([line.run for line in ticked or left[: exports.MOST]], "report")
run_charts.curves(ticked or left[:4])
run_charts.score_by_cost(left, measure)
parts.draw(galaxies.task.name, "compare", left, lines)
