"""The tree as a picture: every question has a place of its own, paths are as wide as shares, names are text."""

import re

import numpy as np
import pytest

from galaxy_core import trees
from galaxy_core.charts import vote_tree
from galaxy_core.tasks.voting.opinions import Opinion
from galaxy_core.trees import Answer, Question, Tree


def opinion(tree: Tree, **more: object) -> Opinion:
    """All that are asked give the first answer."""
    fractions = np.zeros(len(tree.answers))
    fractions[[columns.start for columns in tree.slices]] = 1
    return Opinion(fractions, tree.asked(fractions), **more)


@pytest.mark.parametrize("name", trees.names())
def test_no_two_questions_overlap(name: str):
    tree = trees.tree(name)
    boxes = vote_tree.places(tree)
    for number, box in enumerate(boxes):
        bottom = box.y + vote_tree.HEAD + vote_tree.ROW * len(tree.questions[number].answers)
        below = [other.y for at, other in enumerate(boxes) if at != number and other.x == box.x and other.y >= box.y]
        assert all(bottom < other for other in below)
        for parent in tree.parents[number].tolist():
            assert boxes[tree.question_of[parent]].x < box.x, "a path leads to the right"


def test_paths_bars_and_what_is_pale():
    tree = trees.tree("gz2")
    html = vote_tree.vote_tree_html(tree, opinion(tree), None, picked="t02")
    widths = [float(width) for width in re.findall(r'stroke-width="([\d.]+)"', html)]
    assert len(widths) == sum(len(parents) for parents in tree.parents) and set(widths) == {
        1.0,
        float(vote_tree.WIDEST),
    }
    groups = re.findall(r'<g class="gx-question([^"]*)" data-question="(\w+)"', html)
    pale = {key for classes, key in groups if "gx-pale" in classes}
    assert pale == {"t02", "t03", "t04", "t05", "t09", "t10", "t11"}
    assert [key for classes, key in groups if "gx-picked" in classes] == ["t02"]
    assert html.count('class="gx-voted"') == 37 and "gx-predicted" not in html and "gx-interval" not in html


def test_both_sides_with_intervals_and_unasked_questions():
    tree = trees.tree("gz2")
    voted = opinion(tree, totals=np.full(len(tree.questions), 12.0))
    voted.fractions[tree.slices[3]] = np.nan
    predicted = opinion(tree, intervals=np.tile([0.2, 0.4], (37, 1)))
    html = vote_tree.vote_tree_html(tree, voted, predicted)
    assert html.count('class="gx-interval"') == html.count('class="gx-predicted"') == 37
    assert html.count('class="gx-voted"') == 37 - 2 and html.count("12 asked") == 2 * len(tree.questions)
    assert (
        "Spiral: 100 % predicted, No spiral: 0 % predicted" in html
        and "Smooth: 100 % voted and 100 % predicted" in html
    )
    assert vote_tree.key_html(True, False, False).count("<i") == 1


def test_names_are_text():
    tree = Tree("x", "x", (Question("<q>", "<b>title", '"words"', (Answer("a", "<i>one"), Answer("b", "two" * 20))),))
    html = vote_tree.vote_tree_html(tree, opinion(tree), None)
    assert not re.search(r"<(b>title|i>one|q>)", html) and "…" in html
