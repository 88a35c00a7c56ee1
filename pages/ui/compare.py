"""The first parts of Compare: the finding, the choice of the score, and the scores in order."""

import streamlit as st

from galaxy_core import datasets, presets
from galaxy_core.charts import formatting, measures
from galaxy_core.charts.score_rows import ScoreRow, picture, score_key, score_rows
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import comparison
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.evaluation.ranking import Ranking
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import plans
from galaxy_core.tasks import Measure
from pages.ui import address, download, notes, panes, shipped, significance, text

MOST = 12  # rows of marks; the table has all runs
CHOSEN = "In the order of the validation scores; shown are the test scores, which chose nothing."
UNCHOSEN = "Their validation scores aren’t known, so none can be chosen."
ELSEWHERE = "**Other test images**: these scores can’t be ranked with those above."


def nothing_yet(galaxies: Galaxies) -> None:
    """What to do while there are no finished runs."""
    pictures = thumbnails.pick(galaxies, thumbnails.handful(galaxies.strata, 5, 2))
    title, sentence = (
        "No finished runs yet",
        "A run is one model, trained once. The first takes seconds and appears here when it is done.",
    )
    if notes.empty(title, sentence, "Train a first model", "no-runs", [] if pictures is None else list(pictures)):
        st.switch_page("pages/3_Train.py")


def measure(galaxies: Galaxies) -> Measure:
    """The score that is shown, as chosen below the finding; that by which the task chooses unless it was."""
    task = galaxies.task
    return task.measure(address.follow("score", "measure", task.CHOOSES, [one.key for one in task.SCORES], kept=True))


def choose_measure(galaxies: Galaxies, references: bool) -> None:
    """The choice of the score, and what the marks mean; references: whether figures of others stand among them."""
    task = galaxies.task
    titles = {one.key: one.title for one in task.SCORES}
    with panes.row("measure"):
        st.segmented_control(
            "Score", list(titles), required=True, format_func=titles.__getitem__, label_visibility="collapsed",
            **address.written("score", "measure", task.CHOOSES),
        )  # fmt: skip
        st.html(score_key(references, task.TRIVIAL))


def finding(lines: list[RunScore], measure: Measure, galaxies: Galaxies, ranking: Ranking | None) -> None:
    """Which of one's own is best by the validation images, what it reaches on the test images, and whether it is
    significantly better than the next."""
    best = (comparison.own(lines) or lines)[0]
    score, chosen = best.score(measure.key), best.validation(measure.key)
    drawn, value = " drawn" if galaxies.synthetic else "", f"**{measures.value(measure, score.value)}**"
    said = f"{measure.title} {value} on the{drawn} test galaxies"
    if measure.key == galaxies.task.CHOOSES:
        said = f"it {galaxies.task.LINE.format(images=f'the{drawn} test galaxies', **{measure.key: value})}"
    if best.run.is_shipped:
        first = f"**{text.literal(best.title)}**: {said}."
    elif chosen is None:
        first = f"None of these runs is called the best. {UNCHOSEN} The newest, **{text.literal(best.title)}**: {said}."
    else:
        aside = ", shipped ones aside" if shipped.last(lines) else ""
        first = f"**{text.literal(best.title)}** is the best so far on validation images{aside}: {said}."
    sentences = significance.sentences(ranking, measure) if ranking and chosen else []
    whose = [shipped.OURS] * best.run.is_shipped
    text.finding(first, " ".join([*whose, *sentences, measures.explained(measure)]))


def scores(lines: list[RunScore], measure: Measure) -> None:
    """A row for each of the first runs: value, interval, and the baseline; runs with other test images stand apart."""
    others = [_reference(one) for one in reported(lines) if one.measure == measure.key]
    shown: list[ScoreRow] = []
    for number, some in enumerate(comparison.sets(lines[:MOST], measure.key)):
        if number:
            text.caption(ELSEWHERE)
        shown += _rows(some, measure, others if number == 0 else [])
    with panes.row("scores"):
        unknown = sum(line.validation(measure.key) is None for line in lines)
        said = [CHOSEN, shipped.last(lines)]
        if unknown:
            said.append(f"Of {formatting.count(unknown, 'run')} no validation score is known; such runs come last.")
        if len(lines) > MOST:
            said.append(f"The first {MOST} of {formatting.count(len(lines), 'run')}; all stand in the table.")
        text.caption(" ".join(filter(None, said)))
        largest = max(row.high for row in shown if row.high is not None)
        drawn = picture(shown, lines[0].baseline(measure.key), measures.scale(measure, largest))
        download.pictures(drawn, measure.title, "scores")


def _rows(lines: list[RunScore], measure: Measure, others: list[ScoreRow]) -> list[ScoreRow]:
    """Draws the runs of one set of test images."""
    best = lines[0] if lines[0].validation(measure.key) and not lines[0].run.is_shipped else None
    rows = []
    for line in lines:
        score = line.score(measure.key)
        note = "shipped" if line.run.is_shipped else "" if line.validation(measure.key) else "no validation score"
        rows.append(ScoreRow(line.title, score.value, score.low, score.high, score.n, note=note, bold=line is best))
    largest = max(row.high for row in rows if row.high is not None)
    st.html(score_rows([*rows, *others], lines[0].baseline(measure.key), measures.scale(measure, largest)))
    return [*rows, *others]


def look_into(ticked: list[RunScore]) -> None:
    """The way to Inspect with the runs that are ticked: one, or the first two side by side."""
    if ticked:
        names = dict(zip(("run", "beside"), [line.run.name for line in ticked], strict=False))
        label = "Inspect it" if len(ticked) == 1 else "Inspect and compare two"
        st.page_link("pages/5_Inspect.py", label=label, query_params=names)


def reported(lines: list[RunScore]) -> tuple[presets.Published, ...]:
    """Figures of others for the data set of these runs, and for the studies that they are a part of."""
    names = {preset for line in lines if (preset := plans.preset_of(line.run.request)) is not None}
    return presets.published(lines[0].run.request.dataset, names)


def _reference(one: presets.Published) -> ScoreRow:
    """A figure of others: a hollow diamond, with how it was measured, and on what where that is another data set."""
    on = datasets.title(one.dataset)
    return ScoreRow(one.who, None, None, None, None, reference=one.value, note=f"{on}; {one.protocol}")
