"""The parts of Train."""

import streamlit as st

from galaxy_core import AbsentError, GalaxyError, backends, glossary, models, plugins, queue, runs, splits
from galaxy_core.charts import formatting
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import comparison, duration, summaries
from galaxy_core.plugins import parameters
from galaxy_core.runs import Run
from pages.ui import (
    cache,
    draft,
    form,
    layers,
    live_card,
    notes,
    panes,
    queueing,
    run_list,
    run_names,
    scoring,
    text,
    tour,
    treatment,
    where,
)

FEW = 3  # runs that can't be read, each said in a box of its own; the others are in a fold
SHOWN = 12  # recent runs; all of them are on Compare


def new_run(galaxies: Galaxies) -> runs.Request | None:
    """The form of a new run: model, its parameters, seed and split. None, and a sentence, where they don't fit."""
    like = draft.run()
    if like or draft.carried():
        with panes.row("like"):
            begin = f"the settings of **{text.literal(run_names.name(like))}**" if like else "what **Augment** chose"
            text.caption(f"Begins with {begin}.")
            if st.button("Back to the defaults", key="no-draft", type="tertiary"):
                draft.begin(None)
                st.rerun()
    name = _model(like, galaxies.task.name)
    first = like.request.parameters if like and like.request.model == name else None
    given = form.Given(galaxies, name, _split_now(like))
    known = models.described(models.model(name), galaxies.task.name)
    values = form.form(known, draft.key(f"form-{name}"), first, given)
    split, seed = _split_and_seed(galaxies, like)
    treated = treatment.treatment(galaxies, name, like, split)
    try:
        asked = runs.request(galaxies.name, name, values, seed, split, **treated)
    except GalaxyError as error:
        notes.error(error)
        return None
    layers.layers(asked, galaxies)
    if like:
        changed = runs.changes(Run(like.folder / "again", asked), like)
        said = f"Against it: {', '.join(changed)}." if changed else "Nothing is changed yet: it would give the same."
        text.caption(text.literal(said))
    return asked


def start(asked: runs.Request | None, galaxies: Galaxies) -> None:
    """The estimate of the time, and the button."""
    if asked is None:
        return
    try:
        counts = cache.counts(galaxies, asked.split)
        seconds = duration.estimate(asked, counts)
    except AbsentError as error:  # above it stands how far that is
        text.caption(text.literal(str(error)))
        return
    except GalaxyError as error:
        notes.error(error)
        return
    _lacking(asked)
    place = where.where()
    before, seeds = len(runs.going()), int(st.session_state.get(draft.key("seeds"), 1))
    with panes.row("start"):
        pressed = st.button("Start training", type="primary", key="start")
        after = _behind(before)
        each = f", {seeds} times" if seeds > 1 else ""
        text.caption(
            f"Takes {formatting.duration(seconds)} here{each}, "
            f"on {formatting.count(int(counts.sum()), 'image')}.{after}"
        )
    if pressed:
        _begin(asked, seeds, place)


def _begin(asked: runs.Request, seeds: int, place: backends.Where | None) -> None:
    """Queues it, or as many as there are seeds; or says why it can't."""
    try:
        agreed = where.agreed(place)
        if seeds == 1:
            queue.submit_all([asked], agreed)
    except GalaxyError as error:
        notes.error(error, "Nothing has been started.")
        return
    tour.trained()
    if seeds > 1:
        again = runs.seeded(asked, seeds)
        queueing.begin(models.model(asked.model).TITLE, seeds, lambda: queue.submit_all(again, agreed))
    st.rerun()


def _behind(before: int) -> str:
    """What it waits for: runs that go on, or wait themselves."""
    verbs = "goes on or waits" if before == 1 else "go on or wait"
    return f" It starts after {formatting.count(before, 'run')} that {verbs}." if before else ""


def _lacking(asked: runs.Request) -> None:
    """What has to be downloaded before it can learn."""
    module = models.model(asked.model)
    chosen = parameters.parse(module.Parameters, asked.parameters)
    if sentence := module.lacking(chosen) if hasattr(module, "lacking") else "":
        first, _, rest = sentence.partition(". ")
        notes.note(f"{first}.", text.literal(rest), "info")


def overview() -> None:
    """What runs now, what waits in the order in which it will begin, and the latest that have ended."""
    every = runs.every()
    by_status: dict[str, list[Run]] = {}
    for run in every:
        by_status.setdefault(run.status, []).append(run)
    running, waiting = by_status.get("running", []), runs.in_order(by_status.get("queued", []))
    ended = sorted((run for run in every if run not in running and run not in waiting), key=_begun, reverse=True)
    unreadable()
    for run in running:
        live_card.live_card(run)
    st.subheader("Queue and recent runs", anchor=False)
    if not every:
        text.sentence("Nothing has been trained yet. Press Start: the first model takes seconds to minutes.")
    run_list.queued(waiting, every)
    here, elsewhere = run_names.divided(ended)
    shown = [*here, *elsewhere][:SHOWN]
    unscored = [run for run in shown if run.is_finished and summaries.is_unscored(run)]
    left = comparison.score(unscored, scoring.FIRST)
    run_list.recent(shown[: len(here)], every)
    if elsewhere and len(here) < SHOWN:
        text.caption("Of other data sets:")
        run_list.recent(shown[len(here) :], every)
    scoring.go_on(left, len(shown) - len(left))
    if every:
        st.page_link("pages/7_Runs.py", label=f"All {formatting.count(len(every), 'run')}" if every[1:] else "All runs")


def unreadable() -> None:
    """Run folders that can't be read, each with its reason; the others are shown."""
    sentences = list(runs.unreadable().values())
    for sentence in sentences[:FEW]:
        notes.error(sentence, "All others are shown.")
    if more := sentences[FEW:]:
        with st.expander(f"{formatting.count(len(more), 'more run')} can’t be read"):
            for sentence in more:
                text.sentence(text.literal(sentence))


def _model(like: Run | None, task: str) -> str:
    """The model that was chosen, out of those that serve the task of the data set."""
    heads = {head.name: head for head in plugins.heads(models)}
    usable = [name for name, head in heads.items() if not head.reason and models.serves(models.model(name), task)]
    wanted = like.request.model if like and like.request.model in usable else models.usual(task)
    name = st.selectbox(
        "Model",
        usable,
        index=usable.index(wanted),
        format_func=lambda name: heads[name].title,
        key=draft.key("model"),
        persist_state="session",
    )
    text.caption(heads[name].sentence)
    for head in heads.values():
        if head.reason:
            text.caption(f"{head.title} can’t be used here. {head.reason}")
    return name


def _split_and_seed(galaxies: Galaxies, like: Run | None) -> tuple[str, int]:
    """The split as it stands in a request ("80/10/10@7"), and the seed."""
    asked = like.request if like else runs.Request
    policy, _, number = asked.split.partition("@")
    offered = splits.offered(galaxies)
    policies = [*offered, *({policy} - set(offered))]
    usual = (asked.split, asked.seed) == (runs.Request.split, runs.Request.seed)
    with st.expander("Split and seeds", expanded=not usual):
        split = st.selectbox(
            "Split: training / validation / test", policies, index=policies.index(policy),
            help=glossary.meaning("split"), key=draft.key("policy"), persist_state="session",
        )  # fmt: skip
        text.caption("Of a split in two, validation images are taken out of the training part.")
        draw = _number("Split seed", 10**9 - 1, int(number or 0), "draw", glossary.meaning("split seed"))
        seed = _number("Seed", 2**31 - 1, asked.seed, "seed", glossary.meaning("seed"))
        st.number_input("Runs", 1, runs.SEEDS, 1, key=draft.key("seeds"))
        text.caption("So many runs, each with the next seed.")
    return f"{split}@{draw}" if draw else split, seed


def _split_now(like: Run | None) -> str:
    """The split as it is chosen, before its fields are drawn."""
    policy, _, number = (like.request if like else runs.Request).split.partition("@")
    draw = st.session_state.get(draft.key("draw"), int(number or 0))
    policy = st.session_state.get(draft.key("policy"), policy)
    return f"{policy}@{draw}" if draw else policy


def _number(label: str, most: int, begin: int, key: str, meaning: str) -> int:
    return st.number_input(label, 0, most, begin, key=draft.key(key), help=meaning, persist_state="session")


def _begun(run: Run) -> float:
    """When it was last begun or continued, as Unix time: then its state was written."""
    try:
        return max(run.request.created, (run.folder / "state.json").stat().st_mtime)
    except OSError:
        return run.request.created
