"""Which differences between runs are more than luck: the best against each other one on the same test images."""

from typing import TYPE_CHECKING

import streamlit as st

from galaxy_core.charts import formatting
from galaxy_core.evaluation.comparison import MEASURES, RunScore
from galaxy_core.evaluation.ranking import Against, Ranking
from pages.ui import text

if TYPE_CHECKING:
    import pandas as pd

NAMED = 3  # runs named in a sentence
TESTS = {"accuracy": "McNemar’s exact test"}  # of the other measures: the paired bootstrap
BOOTSTRAP = "a paired bootstrap over the images, 2,000 resamples"


def differences(ranking: Ranking, measure: str) -> None:
    """The sentence, what can't be compared, and the table; nothing where there is only one run."""
    if not (ranking.against or ranking.elsewhere):
        return
    st.subheader("Which differences are more than luck?", anchor=False)
    said = [_verdict(ranking)] * bool(ranking.against) + _elsewhere(ranking)
    text.sentence(" ".join(said))
    if ranking.against:
        st.dataframe(_frame(ranking), hide_index=True, key="luck-table", height="content", column_config=_columns())
        text.caption(_how(ranking, measure))


def sentences(ranking: Ranking, measure: str) -> list[str]:
    """The best against the next two that look at images, in words."""
    said, what = [], named(measure)
    for one in [one for one in ranking.against if one.line.run.request.model != "majority"][:2]:
        name = text.literal(one.line.title)
        if one.verdict == "more than luck":
            gap = f"{formatting.points(one.difference)} of {what} more than {name}"
            between = f"95 % interval {_between(one)}"
            said.append(
                f"That is {gap} on the same {formatting.count(ranking.n)} images ({between}), so more than luck."
            )
        else:
            said.append(f"Between it and {name} the difference is too small to call.")
    return said


def named(measure: str) -> str:
    """A measure as it stands within a sentence."""
    return MEASURES[measure][0].lower() + MEASURES[measure][1:]


def _verdict(ranking: Ranking) -> str:
    best, beaten, others = text.literal(ranking.best.title), len(ranking.beaten), len(ranking.against)
    close = _some([one.line for one in ranking.close])
    if not ranking.close:
        rest = {1: "the only other one", 2: "both others"}.get(others, f"all {formatting.small(others)} others")
        return f"**{best}** beats {rest} by more than luck."
    if not beaten:
        return f"Between **{best}** and {close} the difference is too small to call."
    sentence = f"**{best}** beats {formatting.small(beaten)} of {formatting.small(others)} others by more than luck."
    return f"{sentence} Between it and {close} the difference is too small to call."


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
    said = f"In points of {named(measure)}, {on}: {TESTS.get(measure, BOOTSTRAP)}."
    if ranking.pairs > 1:
        said += (
            f" Corrected for all {ranking.pairs} pairs of these {compared} runs (Holm), as the best of many was chosen "
            "by the same images."
        )
    if ranking.more:
        said += f" {formatting.count(ranking.more, 'run')} further down {'isn’t' if ranking.more == 1 else 'aren’t'} compared."
    return said


def _frame(ranking: Ranking) -> "pd.DataFrame":
    import pandas as pd

    def row(one: Against) -> dict[str, object]:
        return {
            "Compared with": one.line.title, "Difference": one.verdict, "The best has more": 100 * one.difference,
            "95 % interval": _between(one), "p": _chance(one.p), "Corrected p": _chance(one.corrected),
        }  # fmt: skip

    return pd.DataFrame([row(one) for one in ranking.against])


def _between(one: Against) -> str:
    return " to ".join(formatting.points(end).removesuffix(" points") for end in (one.low, one.high))


def _columns() -> dict:
    number = st.column_config.NumberColumn
    return {
        "The best has more": number(format="%.1f points"),
        "p": st.column_config.TextColumn(help="How often luck alone makes a difference as large, of two equal runs."),
        "Corrected p": st.column_config.TextColumn(help="The same, as one of all pairs. Under 0.05: more than luck."),
    }


def _chance(p: float) -> str:
    return "<0.001" if p < 0.0005 else formatting.number(p)
