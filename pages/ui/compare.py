"""The first parts of Compare: the finding, the choice of the score, and the scores in order."""

import streamlit as st

from galaxy_core import datasets, glossary, presets
from galaxy_core.charts import formatting
from galaxy_core.charts.score_rows import ScoreRow, picture, score_key, score_rows
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation.comparison import MEASURES, RunScore
from galaxy_core.evaluation.ranking import Ranking
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import plans
from pages.ui import download, notes, panes, significance, text

MOST = 12  # rows of marks; the table has all runs


def nothing_yet(galaxies: Galaxies) -> None:
    """What to do while there are no finished runs."""
    pictures = thumbnails.pick(galaxies, thumbnails.handful(galaxies.labels, 5, 2))
    title, sentence = (
        "No finished runs yet",
        "A run is one model, trained once. The first takes seconds and appears here when it is done.",
    )
    if notes.empty(title, sentence, "Train a first model", "no-runs", [] if pictures is None else list(pictures)):
        st.switch_page("pages/3_Train.py")


def measure() -> str:
    """The score that is shown, as chosen below the finding."""
    return st.session_state.get("measure") or "accuracy"


def choose_measure(references: bool) -> None:
    """The choice of the score, and what the marks mean; references: whether figures of others stand among them."""
    with panes.row("measure"):
        st.segmented_control(
            "Score", list(MEASURES), default="accuracy", required=True, format_func=MEASURES.__getitem__, key="measure",
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        st.html(score_key(references=references))


def finding(lines: list[RunScore], measure: str, galaxies: Galaxies, ranking: Ranking | None) -> None:
    """Which is best, and whether it is significantly better than the next."""
    best, score = lines[0], lines[0].score(measure)
    drawn = " drawn" if galaxies.synthetic else ""
    value = f"**{formatting.percent(score.value)}**"
    if measure == "accuracy":
        said = f"it names {value} of the{drawn} test galaxies correctly"
    else:
        said = f"{MEASURES[measure]} {value} on the{drawn} test galaxies"
    first = f"**{text.literal(best.title)}** is the best so far: {said}."
    sentences = significance.sentences(ranking, measure) if ranking else []
    text.finding(first, " ".join([*sentences, glossary.explained(MEASURES[measure])]))


def scores(lines: list[RunScore], measure: str) -> None:
    """A row for each of the best runs: value, interval, and the majority baseline."""
    rows = []
    for number, line in enumerate(lines[:MOST]):
        score, other = line.score(measure), line.summary.images != lines[0].summary.images
        note = "other test images" if other else ""
        rows.append(ScoreRow(line.title, score.value, score.low, score.high, score.n, note=note, bold=number == 0))
    rows += [_reference(one) for one in reported(lines) if one.measure == measure]
    majority = lines[0].guessing(measure)
    st.html(score_rows(rows, majority))
    with panes.row("scores"):
        if len(lines) > MOST:
            text.caption(f"The best {MOST} of {formatting.count(len(lines), 'run')}; all stand in the table.")
        download.pictures(picture(rows, majority), MEASURES[measure], "scores")


def look_into(ticked: list[RunScore]) -> None:
    """The way to Inspect with the runs that are ticked: one, or the first two side by side."""
    if ticked:
        names = dict(zip(("run", "beside"), [line.run.name for line in ticked], strict=False))
        label = "Inspect it" if len(ticked) == 1 else "Inspect and compare two"
        st.page_link("pages/5_Inspect.py", label=label, query_params=names)


def reported(lines: list[RunScore]) -> tuple[presets.Published, ...]:
    """Figures of others for the data set of these runs, and for the studies that they are a part of."""
    names = {plans.preset_of(line.run.request) for line in lines} - {None}
    return presets.published(lines[0].run.request.dataset, names)


def _reference(one: presets.Published) -> ScoreRow:
    """A figure of others: a hollow diamond, with how it was measured, and on what where that is another data set."""
    on = datasets.plugin(one.dataset).TITLE if one.dataset in datasets.names() else one.dataset
    return ScoreRow(one.who, None, None, None, None, reference=one.value, note=f"{on}; {one.protocol}")
