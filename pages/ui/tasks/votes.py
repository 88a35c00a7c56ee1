"""Parts of pages for galaxies that volunteers voted on."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from galaxy_core.charts import formatting, question_heat
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import stored, vote_errors
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.runs import Run
from galaxy_core.tasks.voting.predictions import Predictions
from galaxy_core.tasks.voting.scoring import Scores
from pages.ui import compare as page
from pages.ui import home_board, run_charts, text, votes_answer, votes_explore, votes_inspect

if TYPE_CHECKING:
    from pages.ui.galaxy_dialog import Origin

ROWS = 12  # runs in the table of questions


def board(galaxies: Galaxies) -> home_board.Board:
    """Of each question the galaxies that got most votes for its first answer."""
    return votes_explore.board(galaxies)


def explore(galaxies: Galaxies) -> None:
    """The tree, the answers, who was asked."""
    votes_explore.section(galaxies)


def answer(run: Run) -> None:
    """A galaxy, and how volunteers would answer about it."""
    votes_answer.section(run)


def inspect(run: Run, other: Run | None, part: str, galaxies: Galaxies | None) -> None:
    """Question by question, one answer galaxy by galaxy, the tree of one galaxy."""
    said = Predictions.of(stored.predictions(run, part))
    votes_inspect.questions(run, other, part, said)
    votes_inspect.one_answer(run, said, galaxies)


def hardest(best: RunScore, galaxies: Galaxies) -> None:
    """The questions that the best run is nearest to the volunteers' own noise in, and furthest from it."""
    scores = stored.scores_of(best.run)
    if isinstance(scores, Scores):
        tree = Predictions.of(stored.predictions(best.run)).tree
        text.sentence(votes_inspect.finding(tree, scores))
    st.page_link("pages/5_Inspect.py", label="See where it is off", query_params={"run": best.run.name})


def large(origin: "Origin", row: int) -> None:
    """What volunteers said of a galaxy, and what the run says, in words."""
    votes_inspect.in_words(origin, row)


def compare(shown: list[RunScore], lines: list[RunScore]) -> None:
    """The RMSE of each question by each of the best runs."""
    alike = run_charts.comparable(shown)
    scored = vote_errors.by_question(alike[:ROWS])
    if not scored:
        return
    st.subheader("RMSE by question", anchor=False)
    tree = Predictions.of(stored.predictions(scored[0][0].run)).tree
    st.html(question_heat.question_heat(tree, [(line.title, scores) for line, scores in scored]))
    text.caption(
        "On the same test images; the smaller, the better. The deeper the blue, the further below what the mean of all "
        f"galaxies reaches; a ring round the best of a question.{run_charts.left_out(shown, alike)}"
    )
    _reported(lines)


def _reported(lines: list[RunScore]) -> None:
    """What others reported of single questions, by itself: on other galaxies, by another protocol."""
    figures = [figure for figure in page.reported(lines) if figure.question]
    if not figures:
        return
    st.subheader("Reported by others, by question", anchor=False)
    rows = [(figure.question, figure.who, formatting.percent(figure.value, 2), figure.protocol) for figure in figures]
    st.dataframe(
        pd.DataFrame(rows, columns=["Question", "Who", "Majority named", "How it was measured"]), hide_index=True
    )
    text.caption(
        "How often the likeliest answer was that of most volunteers. These are other galaxies than those above, and "
        "another network: no difference between the two tables says which model is better."
    )
