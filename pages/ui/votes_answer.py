"""Classify, for models of votes: a galaxy, and how volunteers would answer about it."""

from galaxy_core import runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import stored
from galaxy_core.models import familiarity
from galaxy_core.tasks.voting import opinions, words
from galaxy_core.tasks.voting.predictions import Predictions
from pages.ui import asked_galaxy, classify, notes, panes, run_names, text, vote_tree


def section(run: runs.Run) -> None:
    """The whole page below its title."""
    left, right = panes.panes("classify")
    with left:
        asked = asked_galaxy.pick(run)
    if asked is None:
        return
    said = Predictions.of(stored.predictions(run))
    predicted = opinions.predicted(said.tree, asked.outputs)
    voted = None if asked.place is None else opinions.voted(said.tree, said.targets[asked.place])
    with right:
        text.caption(f"{text.literal(run_names.name(run))} says")
        text.finding(words.path(said.tree, predicted.fractions))
        if voted is not None:
            who = "Simulated volunteers" if run.result.get("made_by", {}).get("synthetic") else "Volunteers"
            text.sentence(f"**{who}**: {words.path(said.tree, voted.fractions, voted.totals)}")
        else:
            _nobody_voted(asked.distance)
        text.caption(f"Answered in {formatting.moment(asked.seconds)}.")
    vote_tree.show(said.tree, voted, predicted, "one-tree")
    classify.learned_from_alike(run, asked, None)


def _nobody_voted(distance: float | None) -> None:
    if (distance or 0) >= familiarity.UNLIKE:
        notes.note("Not like anything it has learned.", "Its answer means little here.")
    notes.note(
        "Nobody has voted on this picture.",
        "What it sees is taken for the same piece of sky as the images that the model learned from.", "info",
    )  # fmt: skip
