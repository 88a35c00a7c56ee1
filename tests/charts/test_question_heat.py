"""The heat of questions: the deeper, the further below the column mean; a ring round the best; names are text."""

from galaxy_core import trees
from galaxy_core.charts.question_heat import question_heat
from galaxy_core.intervals import Score
from galaxy_core.tasks.voting.scoring import QuestionScore

TREE = trees.tree("gz2")


def scores(rmse: float) -> dict[str, QuestionScore]:
    known = {
        question.key: QuestionScore(50, Score(rmse, rmse - 0.01, rmse + 0.01, 50), 0.05, 0.3, None)
        for question in TREE.questions
    }
    return known | {"t08": QuestionScore(0, None, None, None, None)}


def test_the_best_of_each_question_has_a_ring():
    html = question_heat(TREE, [("<b>one", scores(0.2)), ("two", scores(0.1))])
    assert html.count("gx-top") == 10 and html.count("0.100</td>") == 10 and "<b>one" not in html
    assert html.count("gx-right-6)") == 10 and html.count("gx-right-3)") == 10 and html.count("<td>–</td>") == 2
    assert question_heat(TREE, [])
