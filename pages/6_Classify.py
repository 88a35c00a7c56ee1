"""A galaxy, and what a model thinks of it."""

from pages.ui import classify, frame, notes, present, tasks

frame.page("Classify", "Show the model a galaxy and see what it thinks, and how sure it is.")
run = classify.pick_run()
present.offer(run)
if not tasks.draw(run.task, "answer", run):
    notes.note("This model can’t be asked here.", "“predict” on the command line asks it.", "info")
