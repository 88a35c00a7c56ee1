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
    by_name = {p.name: p for p in models.described(models.model(name), galaxies.task.name)}
    picked = st.multiselect(
        "Hyperparameters", list(by_name), key=f"search-names-{name}", persist_state="session",
        format_func=lambda parameter_name: by_name[parameter_name].label,
    )  # fmt: skip
    method = st.segmented_control(
        "Method", (GRID, TPE), default=GRID, required=True, key="search-method", persist_state="session"
    )
    text.caption(glossary.meaning(method))
    spaces, count = [_space(by_name[parameter_name], name, method) for parameter_name in picked], None
    if method == TPE:
        count = int(st.number_input("Trials", 1, MOST, 20, key="search-count", persist_state="session"))
    scores = {score.key: score.title for score in (*galaxies.task.SCORES, galaxies.task.LOSS)}
    measure = st.selectbox(
        "Objective", list(scores), format_func=scores.__getitem__, key="search-measure", persist_state="session",
        help=glossary.meaning("objective"),
    )  # fmt: skip
    if not picked:
        text.caption("Choose at least one hyperparameter.")
        return
    try:
        planned = plan((dimension(name, space) for space in spaces), count, measure, task=galaxies.task.name)
        request = runs.request(galaxies.name, name)
    except GalaxyError as error:
        notes.error(error)
        return
    if st.button(f"Start {formatting.count(planned.trials, 'trial')}", key="search-start"):
        _begin(request, planned)


def _model(galaxies: Galaxies) -> str:
    heads = [head for head in plugins.heads(models) if not head.reason]
    titles = {head.name: head.title for head in heads if models.serves(models.model(head.name), galaxies.task.name)}
    usual = list(titles).index(models.usual(galaxies.task.name))
    return st.selectbox(
        "Model", list(titles), usual, format_func=titles.__getitem__, key="search-model", persist_state="session"
    )


def _space(parameter: parameters.Parameter, model: str, method: str) -> str:
    """The values of one setting as a text, as the command line takes it."""
    begin = "|".join(map(str, parameter.choices)) if parameter.choices else str(parameter.default)
    hint = "The values to try, with commas between: 16,32."
    if parameter.choices:
        hint = "The choices to try, with | between."
    elif method == TPE:
        hint += " Or a range, 0.0001..0.01; with :log behind it, small values are tried as often as large ones."
    key = f"search-{model}-{parameter.name}"
    return f"{parameter.name}={st.text_input(parameter.label, begin, help=hint, key=key, persist_state='session')}"


def _begin(request: runs.Request, planned: Plan) -> None:
    try:
        search = begin(request, planned)
    except GalaxyError as error:
        notes.error(error)
        return
    if search.plan.method == "grid":  # all at once: nobody has to wait for a process
        queueing.begin(_called(search), planned.trials, lambda: advance(search))
    queue.ensure()
    st.rerun()


def _results(galaxies: Galaxies) -> None:
    searches = {each.name: each for each in every(galaxies.name)}
    if not searches:
        text.sentence("No search yet. Its trials appear here as they finish.")
        return
    name = st.selectbox(
        "Search", list(searches), key="search-name", format_func=lambda search_name: _called(searches[search_name])
    )
    search = searches[name]

    @st.fragment(run_every="3s" if search.is_open or not trials.is_decided(search, trials.trials(search)) else None)
    def panel() -> None:
        table = trials.trials(search)
        text.caption(trials.state(search, table))
        _finding(search, table)
        _drawn(search, table)
        _listed(search, table)

    panel()
    if search.is_open and st.button(
        "End the search", key="search-end", help="Asks for nothing more; what runs goes on."
    ):
        close(search, "somebody ended it.")
        st.rerun()


def _finding(search: Search, table: list[Trial]) -> None:
    """The best so far; its test score only once nothing can change which one it is."""
    best = trials.best(search, table)
    if best is None:
        return
    label = search.measure.title.lower()
    settings = ", ".join(f"{name} {value}" for name, value in best.values.items())
    sentence = f"Best so far: **{text.literal(settings)}**, {label} {_score(search, best)} on validation images."
    if won := trials.winner(search, table):
        score = won[1]
        sentence = (
            sentence.replace("Best so far", "Best") + f" On test images, which chose nothing: "
            f"{measures.scored(trials.reported_measure(search), score)}."
        )
    text.sentence(sentence)
    matters = {name: share for name, share in trials.importance(search, table).items() if share is not None}
    if matters:
        ordered = sorted(matters, key=matters.__getitem__, reverse=True)
        text.caption(
            "Hyperparameter importance: " + ", ".join(f"{name} {formatting.share(matters[name])}" for name in ordered)
        )


def _drawn(search: Search, table: list[Trial]) -> None:
    scored = [(trial.values, value) for trial in table if (value := trials.value(search, trial)) is not None]
    if len(scored) > 1:
        label = search.measure.title
        chart = parallel.chart(scored, label, lower_is_better=not search.measure.higher_is_better)
        charts.draw(chart, f"Trials by their hyperparameters and {label.lower()}", f"parallel-{search.name}")


def _listed(search: Search, table: list[Trial]) -> None:
    import pandas as pd

    so_far = trials.so_far(search, table)
    rows = [
        {"Trial": trial.number, **{name: str(value) for name, value in trial.values.items()}, "State": trial.status,
         "Validation": _score(search, trial), "Best so far": _number(search, so_far[trial.number - 1]),
         "Epochs": trial.epochs}
        for trial in table
    ]  # fmt: skip
    st.dataframe(pd.DataFrame(rows), hide_index=True, key=f"trials-{search.name}")


def _score(search: Search, trial: Trial) -> str:
    if trial.score is None:
        return _number(search, trial.loss)
    return measures.scored(search.measure, trial.score)


def _number(search: Search, value: float | None) -> str:
    return measures.value(search.measure, value)


def _called(search: Search) -> str:
    day, time = search.name.split("-")[1:3]
    title = models.model(search.request.model).TITLE if search.request.model in models.names() else search.request.model
    space = ", ".join(searched.name for searched in search.plan.space)
    return f"{title}: {space} · {day[:4]}-{day[4:6]}-{day[6:]} {time[:2]}:{time[2:4]}"
