"""The parts of Train."""

import streamlit as st

from galaxy_core import GalaxyError, models, plugins, queue, runs, splits
from galaxy_core.charts import words
from galaxy_core.datasets import Galaxies
from galaxy_core.plugins import parameters
from pages.ui import cache, form, notes, panes, run_list, text

SHOWN = 12  # recent runs; all of them are on Compare


def new_run(galaxies: Galaxies) -> runs.Request | None:
    """The form of a new run: model, its parameters, seed and split. None, and a sentence, where they don't fit."""
    heads = {head.name: head for head in plugins.heads(models)}
    usable = [name for name, head in heads.items() if not head.reason]
    name = st.selectbox(
        "Model",
        usable,
        index=len(usable) - 1,
        format_func=lambda name: heads[name].title,
        key="model",
        persist_state="session",
    )
    text.caption(heads[name].sentence)
    for head in heads.values():
        if head.reason:
            text.caption(f"{head.title} can’t be used here. {head.reason}")
    values = form.form(parameters.describe(models.model(name).Parameters), key=f"form-{name}")
    with st.expander("Split and chance"):
        part = "Of a split in two, validation images are taken out of the training part."
        split = st.selectbox(
            "Training / validation / test", splits.POLICIES, key="policy", help=part, persist_state="session"
        )
        other = "Another number draws other test images. Only runs on the same test images can be compared."
        draw = st.number_input("Draw of the split", 0, 10**9 - 1, 0, key="draw", help=other, persist_state="session")
        same = "The same seed gives the same result. Other seeds show how much of a score is chance."
        seed = st.number_input("Seed", 0, 2**31 - 1, 0, key="seed", help=same, persist_state="session")
    try:
        return runs.request(galaxies.name, name, values, int(seed), f"{split}@{draw}" if draw else split)
    except GalaxyError as error:
        notes.error(error)
        return None


def start(asked: runs.Request | None, galaxies: Galaxies) -> None:
    """The estimate of the time, and the button."""
    if asked is None:
        return
    try:
        split = cache.split(galaxies, asked.split)
    except GalaxyError as error:
        notes.error(error)
        return
    before = len(runs.going())
    seconds = queue.estimate(asked, len(split.train), len(galaxies.classes))
    with panes.row("start"):
        pressed = st.button("Start training", type="primary", key="start")
        after = f" It starts after {before} other{'s' if before > 1 else ''}." if before else ""
        text.caption(f"Takes {words.duration(seconds)} here, on {words.count(len(split.train), 'image')}.{after}")
    if pressed:
        try:
            queue.submit(asked)
        except GalaxyError as error:
            notes.error(error, "Nothing has been started.")
            return
        st.rerun()


def unreadable() -> None:
    """Run folders that can't be read, each with its reason; the others are shown."""
    for sentence in runs.unreadable().values():
        notes.error(sentence, "All others are shown.")


def recent(others: list[runs.Run]) -> None:
    """Waiting runs first, then those that have ended, the newest first."""
    waiting = [run for run in reversed(others) if run.status == "queued"]
    ended = [run for run in others if run.status != "queued"]
    if not others:
        text.sentence("Nothing has been trained yet. Press Start: the first model takes seconds to minutes.")
        return

    run_list.lines([*waiting, *ended[:SHOWN]])
    if waiting:
        _wait_for_change([run.name for run in waiting])
    if len(ended) > SHOWN:
        st.page_link("pages/4_Compare.py", label=f"All {len(ended)} runs")


def _wait_for_change(waiting: list[str]) -> None:
    """Looks each second whether a waiting run has begun, and draws the page anew then."""

    def look() -> None:
        if [run.name for run in reversed(runs.every()) if run.status == "queued"] != waiting:
            st.rerun()

    st.fragment(look, run_every="1s")()
