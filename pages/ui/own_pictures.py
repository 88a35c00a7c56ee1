"""Pictures of the reader's own: uploaded, one or many or in a ZIP, kept, and told in a table where they are many."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, prediction
from galaxy_core.charts import jpeg
from galaxy_core.datasets.files import formats
from galaxy_core.prediction import framing, several, shown
from galaxy_core.runs import Run
from pages.ui import answer_table, answering, framed_picture, notes, text
from pages.ui.answer_table import Line

PICTURES = "classify-pictures"  # of this visit: identities and names of what was uploaded last


@dataclass(frozen=True)
class _Given:
    """A picture that was given, and the identity of the file that it is in."""

    identity: str
    picture: several.Picture


def pick(run: Run) -> np.ndarray | None:
    """What a model is to see of the picture that is asked about, uint8 (s, s, 3); None where there is none yet."""
    endings = [*(ending.removeprefix(".") for ending in formats.endings()), "zip"]
    st.file_uploader(
        "Pictures of galaxies, or a ZIP of them", endings, accept_multiple_files=True, key="upload",
        on_change=_uploaded,
    )  # fmt: skip
    given = _given()
    if not given:
        return None
    chosen: _Given | None = given[0]
    if len(given) > 1:
        chosen = _of_many(run, given)
    image = framed_picture.pick(run, chosen.picture, chosen.identity) if chosen else None
    if not st.session_state["upload"]:  # of before a reload, or another page
        st.button("Take it away", key="no-picture", type="tertiary", on_click=_forget)
    return image


def _uploaded() -> None:
    """Keeps what was uploaded, by what is in it; taken away, it is shown no more."""
    _forget()
    kept = []
    for uploaded in st.session_state["upload"] or ():
        try:
            kept.append({"identity": shown.keep(uploaded.getvalue()), "name": uploaded.name})
        except GalaxyError as error:
            notes.error(error)
    if kept:
        st.session_state[PICTURES] = kept


def _forget() -> None:
    st.session_state.pop(PICTURES, None)


def _given() -> list[_Given]:
    """All pictures in what was uploaded last; says which aren't there any more."""
    given, gone = [], []
    for kept in st.session_state.get(PICTURES) or ():
        path = shown.path(kept["identity"])
        if path is None:
            gone.append(text.literal(kept["name"]))
        else:
            given += [_Given(kept["identity"], picture) for picture in several.of_file(path, kept["name"])]
    if gone:
        more = f" and {len(gone) - 1} more aren’t" if len(gone) > 1 else " isn’t"
        notes.note(
            f"{gone[0]}{more} kept any more.", "Show it again." if len(gone) == 1 else "Show them again.", "info"
        )
    return given


def _of_many(run: Run, given: list[_Given]) -> _Given | None:
    """The table of many pictures; the one that is picked in it."""
    try:
        ready, known = prediction.classifier(run), framing.learned(run)
    except GalaxyError as error:
        notes.error(error)
        return None
    keys = [(run.name, one.identity, one.picture.name) for one in given]
    made = answering.answered(
        {key: partial(_line, ready, one.picture, known) for key, one in zip(keys, given, strict=True)}
    )
    lines = [made.get(key) or Line(one.picture.name, "", None) for key, one in zip(keys, given, strict=True)]
    answer_table.summary(lines)
    picked = answer_table.table(lines, "own")
    if picked is None:
        text.caption("Tick a row to see its picture large, with the whole answer.")
        return None
    return given[picked]


def _line(ready: prediction.Classifier, picture: several.Picture, known: framing.Learned | None) -> Line:
    told, seen = several.framed(ready, picture, known)
    return Line(picture.name, "" if seen is None else jpeg.once(seen, answer_table.THUMBNAIL), told)
