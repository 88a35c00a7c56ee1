"""RMSE of every question by every run as a table of coloured numbers, the deeper the further below the column mean.

Needs `charts.stylesheet()` on the page. It scrolls sideways in a box of its own where it is wider than the page.
"""

from collections.abc import Mapping, Sequence
from html import escape

from galaxy_core.charts import heat, palette
from galaxy_core.tasks.voting.scoring import QuestionScore
from galaxy_core.trees import Tree

WHAT = "RMSE of each question"


def question_heat(tree: Tree, lines: Sequence[tuple[str, Mapping[str, QuestionScore]]]) -> str:
    """HTML of the table: for each run its title and its scores by the keys of questions. In each column the best number
    has a ring."""
    questions = tree.questions
    best = {
        question.key: min((_rmse(scores[question.key]) for _, scores in lines), default=0) for question in questions
    }
    heads = (
        f'<th scope="col" title="{escape(question.words)}"><span>{escape(question.title)}</span></th>'
        for question in questions
    )
    rows = (
        (title, [_cell(scores[question.key], best[question.key]) for question in questions]) for title, scores in lines
    )
    counts = [lines[0][1][question.key].n for question in questions] if lines else []
    return heat.table(WHAT, heads, rows, counts)


def _rmse(score: QuestionScore) -> float:
    return score.rmse.value if score.rmse else float("inf")


def _cell(score: QuestionScore, best: float) -> str:
    if score.rmse is None:
        return heat.missing()
    gained = 1 - score.rmse.value / score.column_mean_rmse if score.column_mean_rmse else 0.0
    level = palette.right_level(round(1000 * min(1.0, max(0.0, gained))), 1000)
    is_best = score.rmse.value == best
    interval = f"{score.rmse.low:.3f}–{score.rmse.high:.3f}"
    return heat.cell(f"{score.rmse.value:.3f}", level, interval, "the best of this question" if is_best else "")
