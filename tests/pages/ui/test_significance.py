"""Which differences are significant, in words."""

from pathlib import Path

import pytest

from galaxy_core import glossary, tasks
from galaxy_core.evaluation import proportion
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.evaluation.ranking import Against, Ranking
from galaxy_core.evaluation.summaries import Summary
from galaxy_core.runs import Request, Run
from pages.ui import significance

TASK = tasks.kind("classes")


def line(title: str, model: str = "cnn") -> RunScore:
    """A run of that title."""
    score = proportion(5, 10)
    scores = tasks.Scores(10, {one.key: score for one in TASK.SCORES}, 1.0)
    summary = Summary("classes", scores, scores, {}, 1.0, 1, 0.0, None, "a", "b", "")
    return RunScore(Run(Path(title), Request("sample", model, {})), title, summary)


def ranking(*corrected: float, elsewhere: int = 0, more: int = 0) -> Ranking:
    """The best against as many others as there are p's."""
    against = [Against(line(f"run {at}"), 0.031, -0.002, 0.064, p / 3, p) for at, p in enumerate(corrected, start=1)]
    return Ranking(line("A *b*"), 1774, tuple(against), more, tuple(line(f"other {at}") for at in range(elsewhere)))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (ranking(0.01), "**A \\*b\\*** is significantly better than the only other one."),
        (ranking(0.01, 0.02), "**A \\*b\\*** is significantly better than both others."),
        (ranking(0.01, 0.02, 0.01), "**A \\*b\\*** is significantly better than all three others."),
        (ranking(0.3, 0.05), "**A \\*b\\*** is not significantly better than run 1 and run 2."),
        (
            ranking(0.3, 0.01, 0.02),
            "**A \\*b\\*** is significantly better than two of three others, but not than run 1.",
        ),
        (
            ranking(*[0.9] * 5),
            "**A \\*b\\*** is not significantly better than run 1, run 2, run 3 and two more.",
        ),
    ],
)  # fmt: skip
def test_the_verdict(found: Ranking, said: str):
    assert significance._verdict(found) == said


def test_what_was_tested_elsewhere():
    assert significance._elsewhere(ranking(0.1)) == []
    assert significance._elsewhere(ranking(elsewhere=1)) == [
        "other 0 was tested on other images, so the two can’t be compared."
    ]
    assert significance._elsewhere(ranking(elsewhere=2))[0].startswith("2 runs were tested on other images")


def test_how_it_was_tested():
    how = significance._how(ranking(0.1), TASK.measure("accuracy"))
    assert (
        how.startswith("In points of accuracy, on the same 1,774 test images. ")
        and glossary.meaning("McNemar’s test")[1:] in how
    )
    said = significance._how(ranking(0.1, 0.2, more=1), TASK.measure("macro_f1"))
    assert "macro-F1" in said and "Paired bootstrap" in said and "correct for its 2 comparisons (Holm)" in said
    assert said.endswith("1 run further down isn’t compared.")


def test_the_finding_leaves_out_the_majority():
    found = ranking(0.01, 0.9, 0.9)
    first = found.against[0]
    others = (Against(line("Largest", "majority"), 0.5, 0.4, 0.6, 0.0, 0.0), *found.against)
    said = significance.sentences(Ranking(found.best, 1774, others, 0, ()), TASK.measure("balanced_accuracy"))
    assert said == [
        f"That is 3.1 points of balanced accuracy more than {first.line.title} on the same 1,774 test images "
        "(95 % interval −0.2 to 6.4): a significant difference.",
        "Its difference from run 2 is not significant.",
    ]


def test_the_table():
    frame = significance._frame(ranking(0.0004, 0.0006), TASK.measure("accuracy"))
    assert frame["Difference"].tolist() == [3.1, 3.1] and frame["95 % interval"].tolist() == ["−0.2 to 6.4"] * 2
    assert frame["Adjusted p-value"].tolist() == ["<0.001", "0.001"] and frame["Significant"].tolist() == ["yes"] * 2


def test_who_does_better_on_the_test_images_is_named():
    found = ranking(0.9, 0.9)
    ahead = Against(line("run 3"), -0.05, -0.08, -0.02, 0.001, 0.002)
    said = significance._verdict(Ranking(found.best, 1774, (*found.against, ahead), 0, ()))
    assert said == "On the test images run 3 is significantly better than **A \\*b\\***, which validation images chose."
