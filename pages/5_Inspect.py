"""One run: where it is right, what it confuses, and the images behind every number."""

from functools import partial

from galaxy_core.charts.class_labels import class_labels
from pages.ui import certainty, class_scores, exports, frame, inspect_run, panes, picked_cell, picked_images, two_runs

frame.page("Inspect", "Where one model is right, what it confuses, and the images behind every number.")
choices = inspect_run.choices()
with panes.row("pick-run"):
    run = inspect_run.pick(choices)
    other = inspect_run.other(choices, run)
    part = inspect_run.part()
predictions, galaxies = inspect_run.predictions(run, part), inspect_run.galaxies(run)
inspect_run.source(run, part, predictions)
if other:
    two_runs.section(run, other, part, galaxies)
picked_images.matrix_and_images(inspect_run.sides(run, other, part, predictions), galaxies)
class_scores.section(predictions, class_labels(predictions.classes), "curves", partial(picked_cell.pick, run))
certainty.section(run, part, predictions)
exports.section(run, part)
