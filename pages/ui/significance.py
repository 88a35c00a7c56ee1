"""Which differences between runs are significant: the best against each other one on the same test images."""

from typing import TYPE_CHECKING

import streamlit as st

from galaxy_core import glossary, models
from galaxy_core.charts import formatting
from galaxy_core.evaluation.comparison import MEASURES, RunScore
from galaxy_core.evaluation.ranking import Against, Ranking
from pages.ui import text

if TYPE_CHECKING:
    import pandas as pd

NAMED = 3  # runs named in a sentence
TESTS = {"accuracy": "McNemar’s test"}  # of the other measures: the paired bootstrap


def differences(ranking: Ranking, measure: str) -> None:
    """The sentence, what can't be compared, and the table; nothing where there is only one run."""
    if not (ranking.against or ranking.elsewhere):
        return
    st.subheader("Significant differences", anchor=False)
    sentences = [_verdict(ranking)] * bool(ranking.against) + _elsewhere(ranking)
    text.sentence(" ".join(sentences))
    if ranking.against:
        st.dataframe(
            _frame(ranking), hide_index=True, key="significance-table", height="content", column_config=_columns()
        )
        text.caption(_how(ranking, measure))


def sentences(ranking: Ranking, measure: str) -> list[str]:
    """The best against the next two that look at images, in words."""
    looking = [other for other in ranking.against if not models.is_baseline(other.line.run.request.model)]
    return [_sentence(other, ranking.n, named(measure)) for other in looking[:2]]


def named(measure: str) -> str:
    """A measure as it stands within a sentence."""
    return MEASURES[measure][0].lower() + MEASURES[measure][1:]


def _sentence(other: Against, n: int, score: str) -> str:
    name = text.literal(other.line.title)
    if not other.significant:
        return f"Its difference from {name} is not significant."
    gap = f"{formatting.points(other.difference)} of {score} more than {name}"
    return (
        f"That is {gap} on the same {formatting.count(n)} images (95 % interval {_interval(other)}): a significant "
        "difference."
    )


def _verdict(ranking: Ranking) -> str:
    best, beaten, others = text.literal(ranking.best.title), len(ranking.beaten), len(ranking.against)
    close = _some([other.line for other in ranking.close])
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


def _how(ranking: Ranking, measure: str) -> str:
    compared = len(ranking.against) + 1
    on = f"on the same {formatting.count(ranking.n, 'image')}"
    method = TESTS.get(measure, "paired bootstrap")
    how = f"In points of {named(measure)}, {on}. {glossary.explained('significant difference', method)}"
    if ranking.pairs > 1:
        how += (
            f" Corrected for all {ranking.pairs} pairs of these {compared} runs (Holm), as the best of many was chosen "
            "by the same images."
        )
    if ranking.more:
        how += f" {formatting.count(ranking.more, 'run')} further down {'isn’t' if ranking.more == 1 else 'aren’t'} compared."
    return how


def _frame(ranking: Ranking) -> "pd.DataFrame":
    import pandas as pd

    def row(other: Against) -> dict[str, object]:
        return {
            "Compared with": other.line.title, "Significant": formatting.yes_no(other.significant),
            "Difference": 100 * other.difference, "95 % interval": _interval(other),
            "p-value": _probability(other.p), "Adjusted p-value": _probability(other.corrected),
        }  # fmt: skip

    return pd.DataFrame([row(other) for other in ranking.against])


def _interval(other: Against) -> str:
    return " to ".join(formatting.points(end).removesuffix(" points") for end in (other.low, other.high))


def _columns() -> dict:
    number = st.column_config.NumberColumn
    return {
        "Significant": st.column_config.TextColumn(help=glossary.meaning("significant difference")),
        "Difference": number(format="%.1f points", help="The best one’s score minus this one’s."),
        "95 % interval": st.column_config.TextColumn(help=glossary.meaning("95 % interval")),
        "p-value": st.column_config.TextColumn(help=glossary.meaning("p-value")),
        "Adjusted p-value": st.column_config.TextColumn(help=glossary.meaning("adjusted p-value")),
    }


def _probability(p: float) -> str:
    return "<0.001" if p < 0.0005 else formatting.number(p)
