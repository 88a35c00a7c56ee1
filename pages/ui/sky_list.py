"""A list of names or positions: asked in the background, one after the other, and told in a table that fills itself."""

from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from galaxy_core import GalaxyError, surveys
from galaxy_core.charts import formatting, jpeg
from galaxy_core.prediction import read_image, sky, sky_lists
from galaxy_core.runs import Run
from galaxy_core.sky import cutouts, names
from galaxy_core.sky.cutouts import Cutout
from pages.ui import answer_table, notes, panes, sky_picture, text
from pages.ui.answer_table import Line

LIST, FILE = "sky-list", "sky-file"
THUMBNAILS = "sky-thumbnails"  # of this session, by the file of the picture
EVERY = "1s"
REDRAWN = 5  # answers after which the table is drawn anew
MORE = "PGC 2557\nNGC 1300\n202.47 47.19"


def pick(run: Run) -> Cutout | None:
    """The picture of the place that is picked in the table, shown; None before one is."""
    titles = {name: surveys.survey(name).TITLE for name in surveys.names()}
    st.text_area(
        "Names or positions, one a line", key=LIST, placeholder=MORE, height=120, persist_state="session"
    )  # fmt: skip
    st.file_uploader("Or a CSV table of them", ["csv", "txt", "tsv"], key=FILE, on_change=_taken_up)
    asked = [line.strip() for line in str(st.session_state.get(LIST) or "").splitlines() if line.strip()]
    with panes.row("sky-list"):
        survey = st.selectbox(
            "Survey", list(titles), format_func=titles.__getitem__, key="sky-list-survey", width=180,
            persist_state="session",
        )  # fmt: skip
    if not asked:
        text.caption("A name or a position in each line. The survey is asked over the internet once you start.")
        return None
    answers = sky_lists.known(run, asked, survey)
    _start(run, asked, survey, answers)
    if not any(answers):
        return None
    lines = [_line(place, answer) for place, answer in zip(asked, answers, strict=True)]
    answer_table.summary(lines)
    picked = answer_table.table(lines, "sky-list", "Place")
    answer = answers[picked] if picked is not None else None
    if answer and "error" in answer:
        notes.error(answer["error"])
        return None
    if answer is None:
        text.caption("Tick a row to see its picture large, with the whole answer.")
        return None
    return _cutout(answer["asked"], survey)


def _taken_up() -> None:
    """The places of a table that was dropped stand in the field, where they can be read and changed."""
    uploaded = st.session_state[FILE]
    if uploaded is None:
        return
    try:
        st.session_state[LIST] = "\n".join(sky.entries(uploaded.getvalue(), uploaded.name))
    except GalaxyError as error:
        notes.error(error)


def _start(run: Run, asked: list[str], survey: str, answers: list[dict[str, Any] | None]) -> None:
    """The button that has the list asked, or how far it is."""
    job = sky_lists.job(run, survey)
    if job is not None and job.running:
        _progress(run, asked, survey)
        return
    if job is not None and job.error:
        notes.error(job.error)
    new = sum(answer is None for answer in answers)
    without = sum(answer is not None and "error" in answer for answer in answers)
    if not new and not without:
        return
    label = f"{'Ask' if new else 'Ask again'} for {formatting.count(new + without, 'place')}"
    if st.button(label, type="primary" if new else "secondary", key="sky-list-start"):
        try:
            sky_lists.start(run, asked, survey)
        except GalaxyError as error:
            notes.error(error)
            return
        st.rerun()


def _progress(run: Run, asked: list[str], survey: str) -> None:
    """How far it is, kept up to date; the table is drawn anew now and then, and at the end."""
    drawn = sum(answer is not None for answer in sky_lists.known(run, asked, survey))

    def panel() -> None:
        job = sky_lists.job(run, survey)
        there = sum(answer is not None for answer in sky_lists.known(run, asked, survey))
        if job is None or not job.running or there >= drawn + REDRAWN:
            st.rerun()
        st.progress(there / len(asked), f"{there:,} of {formatting.count(len(asked), 'place')}, one at a time")

    st.fragment(panel, run_every=EVERY)()
    st.button("Stop", key="sky-list-stop", on_click=partial(sky_lists.cancel, run, survey))


def _line(place: str, answer: dict[str, Any] | None) -> Line:
    name = (answer or {}).get("name")
    is_name = name and name != place and any(one.isalpha() for one in name)  # and no position again
    called = f"{place} · {name}" if is_name else place
    return Line(called, _thumbnail(answer.get("file", "")) if answer else "", answer)


def _thumbnail(file: str) -> str:
    """The picture that was classified, small; "" where it is gone."""
    known = st.session_state.setdefault(THUMBNAILS, {})
    if file not in known:
        try:
            known[file] = jpeg.once(read_image(Path(file).read_bytes(), file), answer_table.THUMBNAIL) if file else ""
        except (OSError, GalaxyError):
            return ""
    return str(known[file])


def _cutout(place: str, survey: str) -> Cutout | None:
    """The picture of one place, which is kept, shown large."""
    try:
        cutout = cutouts.cutout(names.target(place), survey)
    except GalaxyError as error:
        notes.error(error)
        return None
    sky_picture.show(cutout)
    return cutout
