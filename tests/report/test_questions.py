"""Scores by question, where a run has learned votes."""

from collections.abc import Callable
from dataclasses import replace

from galaxy_core.evaluation import stored
from galaxy_core.report import questions
from galaxy_core.report.evidence import gather
from galaxy_core.runs import Run


def test_a_line_for_each_question_with_its_numbers(voted: dict[str, Run]) -> None:
    evidence, scores = gather(voted["cnn"]), stored.scores_of(voted["cnn"]).questions
    lines = questions.rows(evidence)
    assert [line[0] for line in lines] == [question.title for question in evidence.task.tree.questions]
    first, line = scores["t01"], lines[0]
    assert line[1] == str(first.n) and line[2].startswith(f"{first.rmse.value:.3f} ({first.rmse.low:.3f}–")
    assert line[3:5] == (f"{first.floor:.3f}", f"{first.column_mean_rmse:.3f}")
    assert line[5].endswith(f" of {first.accuracy.n}")
    assert all(title in questions.html(evidence) for title, *_ in lines)


def test_none_where_nothing_was_asked_or_is_stored(make: Callable, voted: dict[str, Run]) -> None:
    assert questions.rows(gather(make(0.7))) == [] and questions.html(gather(make(0.7))) == ""
    assert questions.rows(replace(gather(voted["cnn"]), line=None)) == []
