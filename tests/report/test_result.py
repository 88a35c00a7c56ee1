"""The result in a sentence, its scores, the figures of others."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from galaxy_core import datasets
from galaxy_core.charts import formatting
from galaxy_core.report import result
from galaxy_core.report.evidence import gather


def test_the_finding_has_value_interval_n_and_majority(make: Callable) -> None:
    found = gather(make(0.7))
    score = found.line.score()
    said = result.finding(found)
    assert said.startswith(f"It names {100 * score.value:.1f} % of {score.n} test drawn galaxies correctly")
    assert f"95 % interval {100 * score.low:.1f}–{100 * score.high:.1f} %" in said
    assert said.endswith(f"The majority baseline reaches {100 * found.line.baseline():.1f} %.")
    assert result.finding(replace(found, line=None)).startswith("It has no scores")


def test_what_was_asked(make: Callable) -> None:
    found = gather(make(0.7))
    rows = found.result["rows"]
    said = result.question(found)
    assert "which of ten kinds a galaxy" in said and f"{rows['train']:.0f} pictures whose kind is known" in said
    assert f"{rows['test']:.0f} others" in said
    assert "which kind a galaxy" in result.question(replace(found, classes=(), task=None, result={}))


def test_scores_in_words(make: Callable) -> None:
    found = gather(make(0.7))
    names = [name for name, *_ in result.scores(found)]
    assert names == ["Accuracy", "Macro-F1", "Balanced accuracy"]
    balanced = found.line.score("balanced_accuracy")
    assert result.scores(found)[2][1] == formatting.score(balanced.value, balanced.low, balanced.high)
    assert result.scores(found)[1][3] == formatting.MISSING and result.scores(replace(found, line=None)) == []


def test_figures_of_others_stand_with_their_protocol_and_only_where_they_belong(make: Callable) -> None:
    assert result.references([gather(make(0.7)).line]) == []
    classes = datasets.plugin("sample").CLASSES
    line = gather(make(0.7, dataset="galaxy10_decals", labels=np.arange(60) % 10, classes=classes)).line
    rows = result.references([line, line])
    assert "Study 001, CNN (on the same 10 % that chose the model)" in [row.name for row in rows]
    assert all(row.value is None and 0 < row.reference < 1 for row in rows) and len({row.name for row in rows}) == len(
        rows
    )
