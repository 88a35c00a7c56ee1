"""Which differences between runs are significant: the best against each other one on the same test images."""

from typing import TYPE_CHECKING

import streamlit as st

from galaxy_core import glossary, models
from galaxy_core.charts import formatting, measures
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.evaluation.ranking import Against, Ranking
from galaxy_core.tasks import Measure
from pages.ui import text

if TYPE_CHECKING:
    import pandas as pd

NAMED = 3  # runs named in a sentence
TESTS = ("paired bootstrap", "McNemar’s test")  # by whether the measure is the share of images that are right


def differences(ranking: Ranking, measure: Measure) -> None:
    """The sentence, what can't be compared, and the table; nothing where there is only one run."""
    if not (ranking.against or ranking.elsewhere):
        return
    st.subheader("Significant differences", anchor=False)
    sentences = [_verdict(ranking)] * bool(ranking.against) + _elsewhere(ranking)
    text.sentence(" ".join(sentences))
    if ranking.against:
        st.dataframe(
            _frame(ranking, measure),
            hide_index=True,
            key="significance-table",
            height="content",
            column_config=_columns(measure),
        )
        text.caption(_how(ranking, measure))


def sentences(ranking: Ranking, measure: Measure) -> list[str]:
    """The best against the next two that look at images, on the test images, in words."""
    looking = [other for other in ranking.against if not models.is_baseline(other.line.run.request.model)]
    return [_sentence(other, ranking.n, measure) for other in looking[:2]]


def _sentence(other: Against, n: int, measure: Measure) -> str:
    name = text.literal(other.line.title)
    if not other.significant:
        return f"Its difference from {name} is not significant."
    return (
        f"That is {measures.better(measure, other.difference)} than {name} on the same {formatting.count(n)} test "
        f"images (95 % interval {measures.ends(measure, other.low, other.high)}): a significant difference."
    )


def _verdict(ranking: Ranking) -> str:
    best, beaten, others = text.literal(ranking.best.title), len(ranking.beaten), len(ranking.against)
    close = _some([other.line for other in ranking.close])
    if ranking.ahead:
        ahead = _some([other.line for other in ranking.ahead])
        verb = "is" if len(ranking.ahead) == 1 else "are"
        return f"On the test images {ahead} {verb} significantly better than **{best}**, which validation images chose."
    if not ranking.close:
        rest = {1: "the only other one", 2: "both others"}.get(others, f"all {formatting.small(others)} others")
        return f"**{best}** is significantly better than {rest}."
    if not beaten:
        return f"**{best}** is not significantly better than {close}."
    counted = f"{formatting.small(beaten)} of {formatting.small(others)} others"
    return f"**{best}** is significantly better than {counted}, but not than {close}."


def _elsewhere(ranking: Ranking) -> list[str]:
    others = ranking.elsewhere
    if not others:
        return []
    if len(others) == 1:
        return [f"{text.literal(others[0].title)} was tested on other images, so the two can’t be compared."]
    return [f"{formatting.count(len(others), 'run')} were tested on other images, so they can’t be compared with it."]


def _some(lines: list[RunScore]) -> str:
    titles = [text.literal(line.title) for line in lines[:NAMED]]
    return formatting.listed(
        [*titles, f"{formatting.small(len(lines) - NAMED)} more"] if len(lines) > NAMED else titles
    )


def _how(ranking: Ranking, measure: Measure) -> str:
    on = f"on the same {formatting.count(ranking.n, 'test image')}"
    unit = f"In points of {measures.within(measure)}" if measure.is_share else measure.title
    how = f"{unit}, {on}. {glossary.explained('significant difference', TESTS[measure.counts_hits])}"
    if ranking.best.validation(measure.key):
        how += " The best was chosen on validation images, before these were looked at"
        enough = f", so it is enough to correct for its {ranking.comparisons} comparisons (Holm)."
        how += enough if ranking.comparisons > 1 else "."
    if ranking.more:
        how += (
            f" {formatting.count(ranking.more, 'run')} further down {'isn’t' if ranking.more == 1 else 'aren’t'} "
            "compared."
        )
    return how


def _frame(ranking: Ranking, measure: Measure) -> "pd.DataFrame":
    import pandas as pd

    def row(other: Against) -> dict[str, object]:
        return {
            "Compared with": other.line.title, "Significant": formatting.yes_no(other.significant),
            "Difference": (100 if measure.is_share else 1) * other.difference,
            "95 % interval": measures.ends(measure, other.low, other.high),
            "p-value": _probability(other.p), "Adjusted p-value": _probability(other.corrected),
        }  # fmt: skip

    return pd.DataFrame([row(other) for other in ranking.against])


def _columns(measure: Measure) -> dict:
    number = st.column_config.NumberColumn
    return {
        "Significant": st.column_config.TextColumn(help=glossary.meaning("significant difference")),
        "Difference": number(
            format="%.1f points" if measure.is_share else "%.3f",
            help="By how much the best one’s score is better than this one’s.",
        ),
        "95 % interval": st.column_config.TextColumn(help=glossary.meaning("95 % interval")),
        "p-value": st.column_config.TextColumn(help=glossary.meaning("p-value")),
        "Adjusted p-value": st.column_config.TextColumn(help=glossary.meaning("adjusted p-value")),
    }


def _probability(p: float) -> str:
    return "<0.001" if p < 0.0005 else formatting.number(p)
