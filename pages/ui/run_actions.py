"""What can be done about a run: continue it, run it again with changes, name it, move it in the queue, delete it."""

from collections.abc import Callable

import streamlit as st

from galaxy_core import GalaxyError, queue, runs
from galaxy_core.charts import formatting
from galaxy_core.runs import Run
from pages.ui import dialog, draft, notes, run_details, run_names, text, undo
from pages.ui.run_card import RunRow

CHANGE, MORE, NAME, DETAILS, DELETE = (
    "Change and run again", "More epochs", "Name and note", "Details", "Delete"
)  # fmt: skip
FIRST = {"stopped": "Continue", "failed": "Try again", "queued": "Stop"}  # by status, as a button of its own
KEEP, CANCEL = "Stop and keep what it learned", "Cancel without keeping"
NAMED = 5  # of several runs that are to be deleted, by their titles
SHARE = 0.25  # of the epochs so far that are proposed as more


def buttons(run: Run, shown: RunRow, place: int = 0, waiting: int = 0) -> str | None:
    """Draws what can be done about a run that isn't running, as its row shows it; returns what was pressed just now.

    What is offered is for the state that the row shows, though the run may have gone on meanwhile.
    """
    status = "queued" if shown.state in ("waiting", "interrupted") else shown.state
    whom = f"{shown.name}, {shown.value}" if shown.value else shown.name
    pressed = []
    if status == "finished":
        st.page_link("pages/5_Inspect.py", label=text.of("Inspect", whom), query_params={"run": run.name})
    if place > 1:
        pressed.append(_button("Sooner", run, whom))
    if 0 < place < waiting:
        pressed.append(_button("Later", run, whom))
    first = "Continue" if status == "finished" and (run.planned_epochs or not run.is_done) else FIRST.get(status)
    if first:
        pressed.append(_button(first, run, whom))
    pressed.append(st.menu_button(text.of("More", whom), _menu(run, status), key=f"more-{run.name}", type="tertiary"))
    return next(filter(None, pressed), None)


def do(pressed: str | None, run: Run, place: int = 0) -> None:
    """Does what was pressed; where it can't be done, says why."""
    if pressed == CHANGE:
        draft.begin(run)
        st.rerun()
    dialogs: dict[str, Callable[[Run], None]] = {
        MORE: ask_epochs,
        NAME: ask_name,
        DETAILS: run_details.show,
        DELETE: ask_delete,
    }
    if pressed in dialogs:
        dialogs[pressed](run)
    at_once = {
        "Sooner": lambda: queue.move(run, place - 1),
        "Later": lambda: queue.move(run, place + 1),
        "Stop": lambda: queue.stop(run),
        "Continue": lambda: queue.resume(run),
        "Try again": lambda: queue.resume(run),
    }
    if pressed in at_once:
        attempt(at_once[pressed])


def attempt(action: Callable[[], object]) -> None:
    """Does something and draws the page anew; where it can't be done, says why instead."""
    try:
        action()
    except GalaxyError as error:
        notes.error(error)
        return
    st.rerun()


def ask_delete(*members: Run) -> None:
    """Asks whether runs are to be deleted."""
    several = len(members) > 1

    def inside() -> None:
        for run in members[:NAMED]:
            text.sentence(f"**{text.literal(run_names.name(run))}**")
        if more := members[NAMED:]:
            text.sentence(f"and {formatting.count(len(more), 'more run')}")
        owned = "their models" if several else "its model"
        text.caption(f"With {owned} and predictions. For ten seconds afterwards it can be undone, then no more.")
        if st.button("Delete them" if several else "Delete it", type="primary", key="delete-yes"):
            attempt(lambda: undo.delete(*members))

    dialog.dialog(f"Delete {len(members)} runs?" if several else "Delete this run?")(inside)()


def ask_epochs(run: Run) -> None:
    """Asks for how many more epochs a finished run is to go on."""
    so_far = runs.goals.epochs(run) or 1

    def inside() -> None:
        text.sentence(
            f"**{text.literal(run_names.name(run))}** goes on from where it is. Its results so far stay until "
            "the new ones are there."
        )
        more = st.number_input("More epochs", 1, 500, max(1, round(SHARE * so_far)), key="epochs-more")
        if st.button("Go on", type="primary", key="epochs-yes"):
            attempt(lambda: queue.resume(run, int(more)))

    dialog.dialog("More epochs")(inside)()


def ask_name(run: Run) -> None:
    """Asks for a title and a note."""

    def inside() -> None:
        title = st.text_input(
            "Name", run.metadata.title, max_chars=80, placeholder=runs.title(run), key=f"name-{run.name}"
        )
        note = st.text_area("Note", run.metadata.note, max_chars=2000, key=f"note-{run.name}")
        text.caption("Without a name it is called by its settings.")
        if st.button("Save", type="primary", key="name-yes"):
            attempt(lambda: runs.describe(run, title, note))

    dialog.dialog("Name and note")(inside)()


def _button(label: str, run: Run, whom: str) -> str | None:
    return (
        label
        if st.button(text.of(label, whom), key=f"{label.lower().replace(' ', '-')}-{run.name}", type="tertiary")
        else None
    )


def _menu(run: Run, status: str) -> list[str]:
    if status == "queued":
        return [NAME, DETAILS]
    more = status == "finished" and "epochs" in run.request.parameters
    return [CHANGE, *([MORE] if more else []), NAME, DETAILS, DELETE]
