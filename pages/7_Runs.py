"""All runs of all data sets: find them, and do something about several at once."""

from galaxy_core import runs
from galaxy_core.evaluation import comparison, index, summaries
from pages.ui import all_runs, frame, scoring, shipped, train

frame.page("Runs", "Every training on this computer, in one place.", lists_going=True)
every = [*runs.every(), *runs.shipped.listed()]
unscored = [run for run in every if run.is_finished and summaries.is_unscored(run)]
left = comparison.score(unscored, scoring.FIRST)
known = index.entries(every)
train.unreadable()
shipped.offer_back()
shown = all_runs.filtered(known)
all_runs.listed(shown)
scoring.go_on(left, len(known) - len(left))
