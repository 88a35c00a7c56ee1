"""The model card."""

from collections.abc import Callable

import pytest

from galaxy_core import RunError, runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import summaries
from galaxy_core.report import card, limits, provenance
from galaxy_core.report.evidence import gather

HEADINGS = [
    "Model details", "Intended use", "Factors", "Metrics", "Data: training and evaluation", "Quantitative analyses",
    "Ethical considerations", "Caveats and recommendations",
]  # fmt: skip


def test_headings_of_a_model_card_and_the_facts_of_the_report(make: Callable) -> None:
    run = make(0.6)
    text, evidence = card.markdown(run), gather(run)
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == HEADINGS
    for sentence in limits.sentences(evidence):
        assert f"- {card.plain(sentence)}" in text
    for name, said in provenance.facts(evidence):
        assert f"- **{card.plain(name)}**: {card.plain(said)}" in text
    score = summaries.summary(run).test.values["macro_f1"]
    assert f"| Macro-F1 | {formatting.score(score.value, score.low, score.high)} | {score.n} images | – |" in text
    assert "Mitchell et al. 2019" in text and text.count("| Disturbed |") == 1 and "drawn by a program" in text


def test_what_people_typed_is_text(make: Callable) -> None:
    classes = [f"a|b{number}" for number in range(10)]
    text = card.markdown(make(0.6, title="# <b>x</b> [y](http://z) *w*", classes=classes))
    assert text.splitlines()[0] == r"# Model card: \# \<b\>x\</b\> \[y\](http://z) \*w\*"
    lengths = {line.count("|") - line.count(r"\|") for line in text.splitlines() if line.startswith(r"| a\|b")}
    assert lengths == {7}


def test_what_is_missing_is_said(make: Callable) -> None:
    run = make(0.6)
    (run.folder / "predictions.npz").unlink()
    text = card.markdown(run)
    assert "there are no scores and no mistakes" in text and "There are none" in text and "| Macro-F1" not in text


def test_no_mistake(make: Callable) -> None:
    assert "It made no mistake here." in card.markdown(make(1.0))


def test_only_finished_runs(own_runs) -> None:
    with pytest.raises(RunError, match="hasn't finished"):
        card.markdown(runs.create(runs.request("sample", "majority")))
