"""Whole studies as cards: what each is, what it will need here, and the button that queues all of its runs."""

import time
from collections import Counter

import streamlit as st

from galaxy_core import GalaxyError, plugins, presets, runs
from galaxy_core.charts import formatting
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import resources
from galaxy_core.runs import plans
from pages.ui import cache, dialog, notes, panes, queueing, text

A_ROW = 3
STATES = {"running": "running", "queued": "waiting", "finished": "finished", "failed": "failed", "stopped": "stopped"}


def cards(galaxies: Galaxies) -> None:
    """A card for every preset of what is asked here; one that can't be loaded or can't run on this data set says
    why."""
    every = plugins.heads(presets)
    heads = [head for head in every if head.reason or presets.serves(presets.preset(head.name), galaxies.task.name)]
    for first in range(0, len(heads), A_ROW):
        some = heads[first : first + A_ROW]
        for head, card in zip(some, panes.cards(f"presets-{first}", A_ROW), strict=False):
            with card:
                _card(head, galaxies)


def _card(head: plugins.Head, galaxies: Galaxies) -> None:
    text.heading(head.title)
    if head.reason:
        text.caption(head.reason)
        return
    module = presets.preset(head.name)
    text.sentence(head.sentence)
    quick = st.toggle(
        text.of("Quick", head.title),
        key=f"quick-{head.name}",
        persist_state="session",
        help="Trains for less long and on smaller images, to see that it works.",
    )
    try:
        planned = len(plans.planned(head.name, cache.counts(galaxies)))
        needed = _needs(_key(galaxies), head.name, quick, len(runs.every()), planned, galaxies)
    except GalaxyError as error:
        notes.error(error)
        return
    text.caption(formatting.resources(needed.runs, needed.seconds, needed.memory, needed.disk))
    if module.DATASETS and galaxies.name not in module.DATASETS:
        text.caption("Made for another data set: its figures can’t be compared with those reported there.")
    with st.expander(text.of("How it is done here", head.title)):
        for sentence in plans.remarks(head.name, cache.counts(galaxies)):
            text.caption(sentence)
    before = _queued(head.name, galaxies)
    if st.button(text.of(f"Start {formatting.count(needed.runs, 'run')}", head.title), key=f"start-{head.name}"):
        if before:
            _ask(head, galaxies, quick, before)
        else:
            _start(head, galaxies, quick, needed.runs)


def _queued(name: str, galaxies: Galaxies) -> dict[str, list[runs.Run]]:
    """Draws what the preset has queued last on this data set, with the way there; returns all that it ever did."""
    known = plans.made(name, galaxies.name)
    for study, members in list(known.items())[:1]:
        counts = Counter(run.status for run in members)
        said = ", ".join(f"{counts[status]} {word}" for status, word in STATES.items() if counts[status])
        with panes.row(f"queued-{name}"):
            text.caption(f"Begun {formatting.ago(time.time() - members[0].request.created)}: {said}.")
            st.page_link("pages/7_Runs.py", label=text.of("See its runs", study), query_params={"study": study})
    return known


def _ask(head: plugins.Head, galaxies: Galaxies, quick: bool, before: dict[str, list[runs.Run]]) -> None:
    """Whether it is to be done once more."""
    members = next(iter(before.values()))

    def inside() -> None:
        began = formatting.ago(time.time() - members[0].request.created)
        text.sentence(
            f"**{text.literal(head.title)}** was begun on these images {began}, with "
            f"{formatting.count(len(members), 'run')}. The same runs again give the same results."
        )
        if st.button("Queue it once more", type="primary", key="preset-again"):
            _start(head, galaxies, quick, len(members))

    dialog.dialog("Once more?")(inside)()


def _start(head: plugins.Head, galaxies: Galaxies, quick: bool, count: int) -> None:
    counts = cache.counts(galaxies)
    queueing.begin(head.title, count, lambda: plans.create(head.name, galaxies.name, counts, quick))


@st.cache_data(show_spinner=False, max_entries=256)
def _needs(
    data: tuple[str, str], name: str, quick: bool, known: int, planned: int, _of: Galaxies
) -> resources.Resources:
    found = resources.resources(plans.requests(name, _of.name, cache.counts(_of), quick), _of)
    return resources.Resources(planned, found.seconds, found.disk, found.memory)


def _key(galaxies: Galaxies) -> tuple[str, str]:
    """What an estimate depends on: the images, and how many of each class there are."""
    return galaxies.identity.images, galaxies.identity.labels
