"""Inspect, for models of votes: each question beside the volunteers' own noise, then one answer, galaxy by galaxy."""

from contextlib import suppress

import numpy as np
import pandas as pd
import streamlit as st

from galaxy_core import GalaxyError
from galaxy_core.charts import formatting, vote_fractions
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import stored, vote_errors
from galaxy_core.runs import Run
from galaxy_core.tasks.voting import opinions, words
from galaxy_core.tasks.voting.predictions import ENOUGH, Predictions
from galaxy_core.tasks.voting.scoring import Scores
from galaxy_core.trees import Tree
from pages.ui import charts, component, galaxy_dialog, notes, panes, picture_pages, text, vote_tree

MOST = 40  # volunteers that can be asked for, at least
TREE = "one-tree"
WORST = 12  # galaxies at once


def questions(run: Run, other: Run | None, part: str, said: Predictions) -> None:
    """How far the fractions of each question are off, beside what volunteers' own number leaves and the column mean."""
    st.subheader("Question by question", anchor=False)
    tree, scores = said.tree, stored.scores_of(run, part)
    if not isinstance(scores, Scores):
        return
    text.sentence(finding(tree, scores))
    table = _table(tree, scores)
    with suppress(GalaxyError):
        beside = stored.scores_of(other, part) if other else None
        if isinstance(beside, Scores) and beside.questions.keys() == scores.questions.keys():
            table.insert(4, "RMSE, B", [_value(score.rmse) for score in beside.questions.values()])
            table = table.rename(columns={"RMSE": "RMSE, A", "95 % interval": "95 % interval, A"})
    st.dataframe(table, hide_index=True, width="stretch", height="content")
    text.caption(
        f"Of galaxies with at least {ENOUGH} answers to the question. RMSE: by how much its fractions are off. Noise "
        "floor: what is left to anybody, as few volunteers vote. Column mean: what no look at the image reaches. "
        "Majority named: how often its likeliest answer is that of most volunteers, where at least half were asked."
    )


def one_answer(run: Run, said: Predictions, galaxies: Galaxies | None) -> None:
    """Predicted against voted fractions of the answer that is chosen, its calibration, and the galaxies behind both."""
    st.subheader("One answer, galaxy by galaxy", anchor=False)
    tree = said.tree
    with panes.row("answer"):
        question = st.selectbox(
            "Question", range(len(tree.questions)), format_func=lambda at: tree.questions[at].title,
            key="vote-question",
            width=240, persist_state="session",
        )  # fmt: skip
        answers = tree.questions[question].answers
        at = st.selectbox(
            "Answer",
            range(len(answers)),
            format_func=lambda at: answers[at].title,
            key=f"vote-answer-{question}",
            width=240,
        )
        least = st.slider("At least so many votes", ENOUGH, MOST, ENOUGH, key="vote-least") if _counted(said) else 0
    pairs = vote_errors.pairs(said, tree.slices[question].start + at, least)
    if not len(pairs.places):
        notes.note("No galaxy has so many votes in this question.", "Ask for fewer.", "info")
        return
    left, right = panes.panes("answer")
    with left:
        text.heading("What volunteers said, what the model says")
        picked = charts.pick(vote_fractions.density(pairs, answers[at].title), vote_fractions.PICKED, "vote-density")
        text.caption(
            f"{formatting.count(len(pairs.places), 'galaxy', 'galaxies')}. Press a square to see its galaxies."
        )
    with right:
        text.heading("Calibration")
        charts.draw(
            vote_fractions.calibration(vote_errors.calibration(pairs), answers[at].title),
            "Calibration",
            "vote-calibration",
        )
    _behind(run, said, galaxies, pairs, (question, at, least), picked)


def _behind(
    run: Run, said: Predictions, galaxies: Galaxies | None, pairs: vote_errors.Pairs, chosen: tuple[int, int, int],
    picked: list[dict],
) -> None:  # fmt: skip
    """The galaxies of the square that was pressed, or those whose question is off most; one of them with its tree."""
    question, at, least = chosen
    if picked:
        places = pairs.within(int(picked[0]["across"]), int(picked[0]["up"]))
        text.heading("Galaxies of this square")
    else:
        places = vote_errors.worst(said, question, least)
        text.heading(f"Furthest off: {said.tree.questions[question].title}")
    column = said.tree.slices[question].start + at
    answer = said.tree.questions[question].answers[at].title

    def caption(place: int) -> tuple[str, str]:
        voted, predicted = (float(part[places[place], column]) for part in (said.voted, said.fractions))
        return (
            f"No. {said.rows[places[place]]:,}",
            f"{answer}: {_percent(voted)} voted, {_percent(predicted)} predicted",
        )

    look = picture_pages.Look("vote-galaxies", WORST, 6, 120)
    pressed = picture_pages.draw(said.rows[places], galaxies, caption, look, f"vote-page-{question}-{at}-{least}")
    if pressed is not None:
        st.session_state["vote-galaxy"] = int(places[pressed])
        component.into_view(TREE)
    shown = st.session_state.get("vote-galaxy", int(places[0]))
    if shown < said.n:
        tree_of(said, shown, galaxies)
    if galaxies is not None:
        among = np.flatnonzero(places == shown)
        asked = bool(len(among)) and st.button("See it large", key="vote-large")
        origin = galaxy_dialog.Origin(galaxies, said.rows[places], run)
        galaxy_dialog.large_view(origin, int(among[0]) if asked else None)


def tree_of(said: Predictions, place: int, galaxies: Galaxies | None) -> None:
    """The tree of one galaxy: what volunteers said and what the model says."""
    row, tree = int(said.rows[place]), said.tree
    st.subheader(f"The tree of no. {row:,}", anchor=False)
    voted, predicted = opinions.voted(tree, said.targets[place]), opinions.predicted(tree, said.outputs[place])
    left, right = panes.panes("vote-tree", "narrow")
    with left:
        if galaxies is not None:
            with suppress(GalaxyError):
                st.image(galaxies.images(np.array([row]))[0], width=200, alt=f"No. {row:,}")
    with right:
        text.sentence(f"**Volunteers**: {words.path(tree, voted.fractions, voted.totals)}")
        text.sentence(f"**The model**: {words.path(tree, predicted.fractions)}")
    vote_tree.show(tree, voted, predicted, TREE)


def in_words(origin: galaxy_dialog.Origin, row: int) -> None:
    """What volunteers said of a galaxy, and what the run says of it, each as the way of most through the tree."""
    galaxies = origin.galaxies
    tree: Tree = galaxies.task.tree  # type: ignore[attr-defined]
    voted = opinions.voted(tree, galaxies.targets[row])
    text.caption("Simulated volunteers said" if galaxies.synthetic else "Volunteers said")
    text.sentence(words.path(tree, voted.fractions, voted.totals))
    if origin.run is None:
        return
    answer = stored.answer(origin.run, row)
    if answer is None:
        text.caption("The run has said nothing of this image.")
        return
    text.caption(f"{origin.mark or 'The model'} says")
    text.sentence(words.path(tree, opinions.predicted(tree, answer[0]).fractions))
    if answer[1] == "train":
        text.caption("It learned from this image, so being right here says little.")


def finding(tree: Tree, scores: Scores) -> str:
    """Which question is nearest to its noise floor, and which is furthest from it."""
    known = {
        question.title: score.rmse.value / score.floor
        for question, score in zip(tree.questions, scores.questions.values(), strict=True)
        if score.rmse and score.floor
    }
    if len(known) < 2:
        return "The smaller an RMSE, the better."
    best, worst = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    return (
        f"**{text.literal(best)}** is nearest to what the volunteers' own noise leaves ({known[best]:.1f} times as "
        f"far off), **{text.literal(worst)}** furthest from it ({known[worst]:.1f} times)."
    )


def _table(tree: Tree, scores: Scores) -> pd.DataFrame:
    rows = [
        {
            "Question": question.title, "Galaxies": score.n, "RMSE": _value(score.rmse),
            "95 % interval": f"{score.rmse.low:.3f}–{score.rmse.high:.3f}" if score.rmse else formatting.MISSING,
            "Noise floor": _number(score.floor), "Column mean": _number(score.column_mean_rmse),
            "Majority named": (f"{_percent(score.accuracy.value)} of "
                               f"{score.accuracy.n:,}") if score.accuracy and score.accuracy.n
            else formatting.MISSING,
        }
        for question, score in zip(tree.questions, scores.questions.values(), strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _counted(said: Predictions) -> bool:
    return bool(np.isfinite(said.totals).any())


def _value(score) -> str:
    return formatting.MISSING if score is None else f"{score.value:.3f}"


def _number(value: float | None) -> str:
    return formatting.MISSING if value is None else f"{value:.3f}"


def _percent(fraction: float) -> str:
    return formatting.MISSING if np.isnan(fraction) else formatting.percent(fraction, 0)
