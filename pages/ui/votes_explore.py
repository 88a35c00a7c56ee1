"""Explore, for data sets with votes: the tree, the answers of a question with those who got most votes,
who was asked."""

import numpy as np
import streamlit as st

from galaxy_core.charts import formatting, vega
from galaxy_core.charts.glyphs import ClassLabel, labels
from galaxy_core.charts.vega import Chart
from galaxy_core.datasets import Galaxies
from galaxy_core.prepare import thumbnails
from galaxy_core.tasks.voting import opinions, words
from galaxy_core.tasks.voting.predictions import ENOUGH
from galaxy_core.trees import Tree
from pages.ui import (
    cache,
    charts,
    class_rows,
    component,
    explore,
    galaxy_dialog,
    home_board,
    panes,
    picture_pages,
    text,
    vote_tree,
    votes_rules,
)

FIVE = 5  # galaxies beside each answer
SHOWN, MOST = 18, 200  # galaxies of an answer at once, and in all


def section(galaxies: Galaxies) -> None:
    """The whole page below its title."""
    tree: Tree = galaxies.task.tree  # type: ignore[attr-defined]
    overall, key = cache.opinion(galaxies, tree), _tree_key(galaxies)
    question = vote_tree.picked(tree, key) or 0
    st.subheader("What volunteers were asked", anchor=False)
    vote_tree.pressable(tree, overall, key, lambda: _another_question(galaxies))
    text.caption("How wide a path is: the share of all volunteers who take it. Press a question to see its answers.")
    left, right = panes.panes("explore", "wide")
    with left:
        st.subheader(tree.questions[question].words, anchor=False)
        column = _answers(galaxies, tree, question, overall)
        text.sentence(f"**All galaxies together**: {words.path(tree, overall.fractions)}")
        _most_voted(galaxies, tree, column)
    with right:
        st.subheader("This data set", anchor=False)
        explore.facts(galaxies)
        explore.data_notes(galaxies)
    with explore.folded("Classes out of these votes", "rules") as opened:
        if opened:
            votes_rules.offered(galaxies)
    with explore.folded("Votes a galaxy got", "votes") as opened:
        if opened:
            _votes(galaxies, tree, question)
    with explore.folded("Sky map and redshifts", "sky") as opened:
        if opened:
            explore.sky(galaxies)


def board(galaxies: Galaxies) -> home_board.Board:
    """Home's board: of each question the two galaxies that got most votes for its first answer; a press picks it."""
    tree: Tree = galaxies.task.tree  # type: ignore[attr-defined]
    rows = [cache.most_voted(galaxies, tree, columns.start, MOST)[: home_board.EACH] for columns in tree.slices]
    glyphs = labels([question.answers[0].title for question in tree.questions])
    named = zip(glyphs, tree.questions, strict=True)
    called = [ClassLabel(f"{question.title}: {label.name}", label.short, label.glyph) for label, question in named]

    def pick(number: int) -> None:
        class_rows.clear(_key(galaxies))
        component.pick(_tree_key(galaxies), tree.questions[number].key)

    about = (
        "Volunteers have answered questions about these galaxies. Of each question the two are shown that stand for "
        "its first answer."
    )
    return home_board.Board(called, rows, pick, about)


def _answers(galaxies: Galaxies, tree: Tree, number: int, overall: opinions.Opinion) -> int:
    """The answers to a question with their shares of all votes, and five galaxies each; returns the column of the
    picked one, or of the first."""
    question, columns = tree.questions[number], tree.slices[number]
    rows = [
        class_rows.ClassRow(
            label, float(np.nan_to_num(overall.fractions[column])),
            formatting.percent(float(overall.fractions[column]), 0),
            "", _pictures(galaxies, cache.most_voted(galaxies, tree, column, MOST)[:FIVE]),
        )
        for column, label in enumerate(labels([answer.title for answer in question.answers]), start=columns.start)
    ]  # fmt: skip
    return columns.start + (class_rows.class_rows(rows, _key(galaxies)) or 0)


def _another_question(galaxies: Galaxies) -> None:
    """Another question was pressed: its answers, of which none is picked, stand below the tree and are scrolled to."""
    class_rows.clear(_key(galaxies))
    component.into_view(_key(galaxies))


def _tree_key(galaxies: Galaxies) -> str:
    return f"tree-{galaxies.identity.images}"


def _key(galaxies: Galaxies) -> str:
    return f"answers-{galaxies.identity.images}"


def _most_voted(galaxies: Galaxies, tree: Tree, column: int) -> None:
    """The galaxies that got the largest share of the votes for an answer."""
    number = int(tree.question_of[column])
    title = tree.questions[number].answers[column - tree.slices[number].start].title
    st.subheader(f"Most voted for: {title}", anchor=False)
    rows, fractions = cache.most_voted(galaxies, tree, column, MOST), galaxies.targets[:, 1, column]

    def caption(place: int) -> tuple[str, str]:
        row = int(rows[place])
        return formatting.percent(float(fractions[row]), 0), galaxy_dialog.called(galaxies, row).capitalize()

    pressed = picture_pages.draw(
        rows, galaxies, caption, picture_pages.Look("most-voted", SHOWN, 6), f"most-voted-page-{column}"
    )
    galaxy_dialog.large_view(galaxy_dialog.Origin(galaxies, rows), pressed)


def _votes(galaxies: Galaxies, tree: Tree, number: int) -> None:
    """How many volunteers were asked the question, over galaxies."""
    totals = tree.totals(galaxies.targets[:, 0])[:, number]
    if not np.isfinite(totals).any():
        text.caption("This data set holds fractions alone: nobody says how many volunteers were asked.")
        return
    charts.draw(_histogram(totals, tree.questions[number].title), "Votes a galaxy got", "votes")
    asked = formatting.share(float((totals >= ENOUGH).mean()))
    text.caption(f"{asked} of the galaxies have {ENOUGH} answers or more to “{tree.questions[number].title}”.")


def _histogram(totals: np.ndarray, title: str) -> Chart:
    counts, edges = np.histogram(totals, bins=min(40, max(5, int(totals.max()))))
    rows = [
        {"from": low, "to": high, "n": n, "galaxies": formatting.count(n)}
        for low, high, n in zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    ]
    encoding = {
        "x": vega.quantity("from", "volunteers who were "
                                   "asked"), "x2": {"field": "to"}, "y": vega.quantity("n", "galaxies"),
        "tooltip": vega.tooltip("galaxies"),
    }  # fmt: skip
    return vega.layered(
        rows, [vega.layer("bar", encoding)], f"Galaxies by how many volunteers were asked: {title}", 240
    )


def _pictures(galaxies: Galaxies, rows: np.ndarray) -> list[np.ndarray]:
    found = thumbnails.pick(galaxies, rows) if len(rows) else None
    return [] if found is None else list(found)
