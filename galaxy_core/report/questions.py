"""Scores by question, of a model that tells how volunteers vote: beside what their own number leaves, and the column
mean."""

from galaxy_core import AbsentError
from galaxy_core.charts import formatting
from galaxy_core.evaluation import stored
from galaxy_core.intervals import Score
from galaxy_core.report import markup
from galaxy_core.report.evidence import Evidence
from galaxy_core.tasks.voting.predictions import ENOUGH
from galaxy_core.tasks.voting.scoring import Scores

HEAD = ("Question", "Galaxies", "RMSE (95 %)", "Noise floor", "Column mean", "Majority named (95 %)")
MEANING = (
    f"On galaxies with at least {ENOUGH} answers to the question. RMSE: by how much its fractions are off. Noise "
    "floor: what is left to anybody, as few volunteers vote. Column mean: what the best constant reaches, without a "
    "look at the image. Majority named: how often its likeliest answer is that of most volunteers, where at least half "
    "of them were asked. In brackets the 95 % interval."
)


def rows(evidence: Evidence) -> list[tuple[str, ...]]:
    """A line for each question in the order of HEAD, in words; none where its task asks none or nothing is stored."""
    try:
        scores = stored.scores_of(evidence.run, "test") if evidence.line is not None else None
    except AbsentError:
        return []
    if evidence.task is None or not isinstance(scores, Scores):
        return []
    titles = {question.key: question.title for question in evidence.task.tree.questions}  # type: ignore[attr-defined]
    return [
        (
            titles[key], formatting.count(score.n), _error(score.rmse), formatting.number(score.floor),
            formatting.number(score.column_mean_rmse), _share(score.accuracy),
        )
        for key, score in scores.questions.items()
    ]  # fmt: skip


def html(evidence: Evidence) -> str:
    """The section; "" where there are no questions."""
    if not (lines := rows(evidence)):
        return ""
    table = markup.table(HEAD, [tuple(map(markup.text, line)) for line in lines], "Scores of each question")
    return markup.section("questions", "Scores by question", table + markup.sentences([MEANING], "quiet"))


def _error(score: Score | None) -> str:
    if score is None:
        return formatting.MISSING
    return f"{formatting.number(score.value)} ({formatting.between(score.low, score.high)})"


def _share(score: Score | None) -> str:
    return f"{formatting.scored(score)} of {score.n:,}" if score is not None and score.n else formatting.MISSING
