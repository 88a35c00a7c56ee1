"""Hyperparameter search: a form that begins one, its trials, what is best so far, and what matters."""

import streamlit as st

from galaxy_core import GalaxyError, glossary, models, plugins, queue, runs
from galaxy_core.charts import formatting, measures, parallel
from galaxy_core.datasets import Galaxies
from galaxy_core.plugins import parameters
from galaxy_core.search import MOST, Plan, Search, begin, close, dimension, every, plan, trials
from galaxy_core.search.progress import advance
from galaxy_core.search.trials import Trial
from pages.ui import charts, notes, panes, queueing, text

GRID, TPE = "Grid search", "Bayesian search (TPE)"


def search(galaxies: Galaxies) -> None:
    """The form, and the searches there are."""
    left, right = panes.panes("search", "narrow")
    with left:
        _form(galaxies)
    with right:
        _results(galaxies)


def _form(galaxies: Galaxies) -> None:
    text.sentence("Trains one model with many settings and chooses by the validation images. Trials are ordinary runs.")
    text.caption(glossary.explained("hyperparameter"))
    name = _model(galaxies)
    known = {p.name: p for p in parameters.describe(models.model(name).Parameters)}
    picked = st.multiselect(
        "Hyperparameters", list(known), key=f"search-names-{name}", persist_state="session",
        format_func=lambda one: known[one].label,
    )  # fmt: skip
    method = st.segmented_control(
        "Method", (GRID, TPE), default=GRID, required=True, key="search-method", persist_state="session"
    )
    text.caption(glossary.meaning(method))
    spaces, count = [_space(known[one], name, method) for one in picked], None
    if method == TPE:
        count = int(st.number_input("Trials", 1, MOST, 20, key="search-count", persist_state="session"))
    scores = {one.key: one.title for one in (*galaxies.task.SCORES, galaxies.task.LOSS)}
    measure = st.selectbox(
        "Objective", list(scores), format_func=scores.__getitem__, key="search-measure", persist_state="session",
        help=glossary.meaning("objective"),
    )  # fmt: skip
    if not picked:
        text.caption("Choose at least one hyperparameter.")
        return
    try:
        planned = plan((dimension(name, one) for one in spaces), count, measure, task=galaxies.task.name)
        asked = runs.request(galaxies.name, name)
    except GalaxyError as error:
        notes.error(error)
        return
    if st.button(f"Start {formatting.count(planned.trials, 'trial')}", key="search-start"):
        _begin(asked, planned)


def _model(galaxies: Galaxies) -> str:
    heads = [head for head in plugins.heads(models) if not head.reason]
    titles = {one.name: one.title for one in heads if models.serves(models.model(one.name), galaxies.task.name)}
    usual = list(titles).index(models.usual(galaxies.task.name))
    return st.selectbox(
        "Model", list(titles), usual, format_func=titles.__getitem__, key="search-model", persist_state="session"
    )


def _space(known: parameters.Parameter, model: str, method: str) -> str:
    """The values of one setting as a text, as the command line takes it."""
    begin = "|".join(map(str, known.choices)) if known.choices else str(known.default)
    hint = "Values, as 16,32" + (" or a range, as 0.0001..0.01:log" if method == TPE else "")
    key = f"search-{model}-{known.name}"
    return f"{known.name}={st.text_input(known.label, begin, help=hint, key=key, persist_state='session')}"


def _begin(asked: runs.Request, planned: Plan) -> None:
    try:
        found = begin(asked, planned)
    except GalaxyError as error:
        notes.error(error)
        return
    if found.plan.method == "grid":  # all at once: nobody has to wait for a process
        queueing.begin(_called(found), planned.trials, lambda: advance(found))
    queue.ensure()
    st.rerun()


def _results(galaxies: Galaxies) -> None:
    known = {one.name: one for one in every(galaxies.name)}
    if not known:
        text.sentence("No search yet. Its trials appear here as they finish.")
        return
    name = st.selectbox("Search", list(known), key="search-name", format_func=lambda one: _called(known[one]))
    found = known[name]

    @st.fragment(run_every="3s" if found.is_open or not trials.is_decided(found, trials.trials(found)) else None)
    def panel() -> None:
        table = trials.trials(found)
        text.caption(trials.state(found, table))
        _finding(found, table)
        _drawn(found, table)
        _listed(found, table)

    panel()
    if found.is_open and st.button(
        "End the search", key="search-end", help="Asks for nothing more; what runs goes on."
    ):
        close(found, "somebody ended it.")
        st.rerun()


def _finding(found: Search, table: list[Trial]) -> None:
    """The best so far; its test score only once nothing can change which one it is."""
    best = trials.best(found, table)
    if best is None:
        return
    label = found.measure.title.lower()
    settings = ", ".join(f"{name} {value}" for name, value in best.values.items())
    said = f"Best so far: **{text.literal(settings)}**, {label} {_score(found, best)} on validation images."
    if won := trials.winner(found, table):
        score = won[1]
        said = (
            said.replace("Best so far", "Best") + f" On test images, which chose nothing: "
            f"{measures.scored(trials.reported_measure(found), score)}."
        )
    text.sentence(said)
    matters = {name: share for name, share in trials.importance(found, table).items() if share is not None}
    if matters:
        ordered = sorted(matters, key=matters.__getitem__, reverse=True)
        text.caption(
            "Hyperparameter importance: " + ", ".join(f"{name} {formatting.share(matters[name])}" for name in ordered)
        )


def _drawn(found: Search, table: list[Trial]) -> None:
    known = [(one.values, value) for one in table if (value := trials.value(found, one)) is not None]
    if len(known) > 1:
        label = found.measure.title
        chart = parallel.chart(known, label, lower_is_better=not found.measure.higher_is_better)
        charts.draw(chart, f"Trials by their hyperparameters and {label.lower()}", f"parallel-{found.name}")


def _listed(found: Search, table: list[Trial]) -> None:
    import pandas as pd

    so_far = trials.so_far(found, table)
    rows = [
        {"Trial": one.number, **{name: str(value) for name, value in one.values.items()}, "State": one.status,
         "Validation": _score(found, one), "Best so far": _number(found, so_far[one.number - 1]),
         "Epochs": one.epochs}
        for one in table
    ]  # fmt: skip
    st.dataframe(pd.DataFrame(rows), hide_index=True, key=f"trials-{found.name}")


def _score(found: Search, one: Trial) -> str:
    if one.score is None:
        return _number(found, one.loss)
    return measures.scored(found.measure, one.score)


def _number(found: Search, value: float | None) -> str:
    return measures.value(found.measure, value)


def _called(found: Search) -> str:
    day, time = found.name.split("-")[1:3]
    title = models.model(found.request.model).TITLE if found.request.model in models.names() else found.request.model
    space = ", ".join(one.name for one in found.plan.space)
    return f"{title}: {space} · {day[:4]}-{day[4:6]}-{day[6:]} {time[:2]}:{time[2:4]}"
