"""A running run: what it is doing now, how far it is, how it learns; and the button that stops it."""

from dataclasses import replace

import streamlit as st

from galaxy_core import glossary, queue, tasks
from galaxy_core.charts import formatting, measures
from galaxy_core.runs import Run
from galaxy_core.runs.run import Live
from galaxy_core.tasks import VALIDATION
from pages.ui import panes, run_actions, run_card, run_details, run_list, text

EVERY = "1s"
ASKED = "name-asked"  # the run whose name the reader wants to change
ENDING = "It ends with the epochs it has, and is being scored."
ENDING_FIRST = "It ends with its first epoch, and is then scored."
KEPT = (
    "It ends with its last whole epoch and is scored, so it can be inspected, compared and used. "
    "“Continue” still goes on."
)
LOST = "It ends at once and gets no scores. “Continue” goes on from its last whole epoch."
EXPLAINED = ("epoch", "batch", "training", "validation", "test", "accuracy", "loss", "learning rate", "log")


def live_card(run: Run) -> None:
    """Draws it. Only this part of the page is drawn anew, each second, as long as the run runs."""
    with panes.card(f"live-{run.name}"):
        if st.session_state.pop(ASKED, "") == run.name:
            run_actions.ask_name(run)
        st.fragment(_panel, run_every=EVERY)(run)
        with st.expander("What do these words mean?"):
            text.sentence(glossary.explained(*EXPLAINED))


def facts(live: Live) -> str:
    """What else is known of it now, in a line: the batch, the speed, the memory."""
    known = [
        f"Batch {live['batch']:.0f} of {live['batches']:.0f}" if live.get("epochs") else "",
        f"{formatting.count(round(live['images_per_second']), 'image')} a second"
        if live.get("images_per_second")
        else "",
        f"{formatting.size(int(1e6 * live['memory_mb']))} of memory" if live.get("memory_mb") else "",
    ]
    return " · ".join(filter(None, known))


def _panel(run: Run) -> None:
    if run.status != "running":
        st.rerun()
    live, history = run.live, run.learned
    row = replace(run_list.row(run), note=run.metadata.note)
    followed = next(
        (one for one in tasks.kind(run.task).EPOCH if history and VALIDATION + one.key in history[-1]), None
    )
    if followed:
        value = measures.value(followed, history[-1][VALIDATION + followed.key])
        row = replace(row, value=value, under=f"validation {measures.within(followed)}")
    st.html(run_card.run_html(row))
    text.caption(facts(live))
    epochs = int(live.get("epochs") or len(history))
    if epochs:
        run_details.learned(run, history, epochs)
    with panes.row(f"stop-{run.name}"):
        if run.ends_early:
            text.caption(ENDING if history else ENDING_FIRST)
        elif "epochs" in run.request.parameters and st.button(
            text.of(run_actions.KEEP, row.name), key=f"keep-{run.name}", help=KEPT
        ):
            run_actions.attempt(lambda: queue.finish(run))
        if st.button(text.of(run_actions.CANCEL, row.name), key=f"stop-{run.name}", help=LOST):
            run_actions.attempt(lambda: queue.stop(run))
        if st.button(text.of(run_actions.NAME, row.name), key=f"name-{run.name}-live", type="tertiary"):
            st.session_state[ASKED] = run.name  # a dialog of what draws itself anew each second would close with that
            st.rerun()
    with st.expander("Learning rate and log", key=f"log-{run.name}", on_change="rerun") as fold:
        if fold.open:
            run_details.learning_rate(history, epochs)
            st.code(run.log(1500) or "Nothing yet.", language=None)
