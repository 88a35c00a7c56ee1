"""Which augmentation helps? A study of runs, started with one button, and its table of differences."""

import streamlit as st

from galaxy_core import GalaxyError, augmentations, glossary, models, plugins, queue, runs, tasks
from galaxy_core.charts import differences, formatting, measures
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import duration, study
from galaxy_core.runs import studies
from galaxy_core.runs.states import GOING
from galaxy_core.tasks import Measure
from pages.ui import cache, charts, choices, notes, panes, queueing, run_card, text

KIND = "augmentation"


def which_helps(galaxies: Galaxies) -> None:
    """The form that starts a study, and the studies there are."""
    left, right = panes.panes("study", "narrow")
    with left:
        _start(galaxies)
    with right:
        _results(galaxies)


def _start(galaxies: Galaxies) -> None:
    text.sentence("Trains the same model without augmentation, with each one alone, and with all of them.")
    text.caption(glossary.explained("ablation study"))
    titles = {head.name: head.title for head in plugins.heads(models) if not head.reason}
    names = [name for name in titles if hasattr(models.model(name), "AUGMENT")]
    name = st.selectbox(
        "Model to train",
        names,
        names.index(models.usual()),
        format_func=titles.__getitem__,
        key="study-model",
        persist_state="session",
    )
    usual = models.model(name).Parameters().epochs
    epochs = int(st.number_input("Epochs", 1, 500, usual, key=f"study-epochs-{name}", persist_state="session"))
    seeds = int(
        st.number_input(
            "Seeds", 1, studies.SEEDS, 1, key="study-seeds", persist_state="session", help=glossary.meaning("seed")
        )
    )
    everything = augmentations.operations()
    texts = choices.several("Augmentations to compare", augmentations, "study-operations", everything, everything)
    try:
        requests = studies.augmentation(runs.request(galaxies.name, name, {"epochs": epochs}), texts, seeds)
        once = requests[: len(requests) // seeds]  # other seeds take as long
        seconds = seeds * sum(duration.estimate(request, cache.counts(galaxies, request.split)) for request in once)
    except GalaxyError as error:
        notes.error(error)
        return
    with panes.row("study-start"):
        pressed = st.button(f"Start {formatting.count(len(requests), 'run')}", key="study-start")
        text.caption(f"Takes {formatting.duration(seconds)} here in all. They wait in the queue like any run.")
    if pressed:
        queueing.begin(studies.KINDS[KIND], len(requests), lambda: queue.submit_all(requests))


def _results(galaxies: Galaxies) -> None:
    by_name = studies.every(KIND, galaxies.name)
    if not by_name:
        text.sentence("No study yet. Its table appears here as its runs finish.")
        return
    name = st.selectbox("Study", list(by_name), key="study-name", format_func=lambda name: _called(by_name[name]))
    titles = {each.key: each.title for each in galaxies.task.SCORES}
    measure = st.segmented_control(
        "Score", list(titles), default=galaxies.task.CHOOSES, required=True, format_func=titles.__getitem__,
        key="study-measure", persist_state="session",
    )  # fmt: skip
    going = [run for run in by_name[name] if run.status in GOING]

    @st.fragment(run_every="3s" if going else None)
    def panel() -> None:
        members = studies.every(KIND, galaxies.name).get(name, [])
        _progress(members)
        _table(members, measure)
        if going and not any(run.status in GOING for run in members):
            st.rerun()

    panel()


def _progress(members: list[runs.Run]) -> None:
    """How many of how many have ended, and how."""
    by_status: dict[str, int] = {}
    for run in members:
        by_status[run.status] = by_status.get(run.status, 0) + 1
    done = sum(count for status, count in by_status.items() if status not in GOING)
    text.caption(", ".join(f"{count} {status}" for status, count in by_status.items()))
    if done < len(members):
        st.html(run_card.progress_html(done / len(members)))


def _table(members: list[runs.Run], key: str) -> None:
    effects = _effects(tuple((run.name, run.status) for run in members), key, members)
    measure = tasks.kind(members[0].task).measure(key)
    none, compared = effects[0], [(effect, effect.validation) for effect in effects[1:] if effect.validation]
    for effect in effects:
        if effect.reason and effect.validation is None:
            notes.note(f"{effect.title}: not compared.", effect.reason, "info")
    if none.validation is None or not compared:
        text.sentence("The first differences appear when the run without augmentation and another one have finished.")
        return
    n, seeds = formatting.count(none.validation.n), formatting.count(none.validation.seeds, "seed")
    text.sentence(
        f"Without augmentation: **{measures.value(measure, none.validation.value)}** on {n} validation images, "
        f"{seeds}. The marks say what each one adds to that, with its 95 % interval."
    )
    ordered = sorted(compared, key=lambda pair: measure.merit(pair[1].difference), reverse=True)
    rows = [
        differences.Difference(
            effect.title,
            against.difference,
            against.low,
            against.high,
            bool(against.significant),
        )
        for effect, against in ordered
    ]
    charts.draw(differences.chart(rows, measure), f"{measure.title}: what each augmentation adds", "study")
    st.dataframe(
        _frame([effect for effect, _ in ordered], measure), hide_index=True, key="study-table", height="content"
    )
    lower = "" if measure.higher_is_better else f"Less {measures.within(measure)} is better. "
    text.caption(
        f"{lower}Choose by the validation images; the test images say how well the choice holds. "
        "Blue and red: significantly better and worse, corrected for all comparisons."
    )


def _frame(effects: list[study.Effect], measure: Measure):
    import pandas as pd

    def cell(compared: study.Difference | None) -> str:
        if compared is None:
            return formatting.MISSING
        gap = measures.gap(measure, compared.difference, compared.low, compared.high)
        return f"{gap}, {formatting.significant(bool(compared.significant))}"

    return pd.DataFrame([
        {"Augmentation": effect.title, "Validation": cell(effect.validation), "Test": cell(effect.test),
         "Finished": f"{effect.finished} of {effect.planned}"}
        for effect in effects
    ])  # fmt: skip


@st.cache_resource(show_spinner=False, max_entries=64)
def _effects(key: tuple, measure: str, _members: list[runs.Run]) -> list[study.Effect]:
    return study.effects(_members, measure)


def _called(members: list[runs.Run]) -> str:
    """A study in a list: its model, how many runs, when it was begun."""
    first = members[0].request
    title = models.model(first.model).TITLE if first.model in models.names() else first.model
    day, time = first.study.split("-")[1:3]
    return f"{title}, {formatting.count(len(members), 'run')}, {day[:4]}-{day[4:6]}-{day[6:]} {time[:2]}:{time[2:4]}"
