"""One run: where it is right, what it confuses, and the images behind every number."""

from pages.ui import exports, frame, inspect_run, panes, tasks

frame.page("Inspect", "Where one model is right, what it confuses, and the images behind every number.")
choices = inspect_run.choices()
with panes.row("pick-run"):
    run = inspect_run.pick(choices)
    other = inspect_run.other(choices, run)
    part = inspect_run.part()
predictions, galaxies = inspect_run.predictions(run, part), inspect_run.galaxies(run)
inspect_run.source(run, part, predictions)
tasks.draw(run.task, "inspect", run, other, part, galaxies)
exports.section(run, part)
