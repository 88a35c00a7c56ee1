"""A galaxy by its name or place: what a survey shows there, and the same galaxy in other surveys."""

import streamlit as st

from galaxy_core import GalaxyError, prediction, runs, surveys
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.sky import cutouts, names
from galaxy_core.sky.cutouts import Cutout
from pages.ui import gallery, large, notes, panes, text

PLACES = "M 51, NGC 1300, Sombrero, 13:29:52.7 +47:11:43, or 202.47 47.19 in degrees"
ANSWERS = "sky-answers"  # of this session: a picture or a sentence by place and survey


def pick() -> Cutout | None:
    """The picture of the place that was typed, shown with where it comes from; None before, or where there is none.

    A service is asked only for a place that somebody has typed, and not again for what it has answered.
    """
    titles = {name: surveys.survey(name).TITLE for name in surveys.names()}
    with panes.row("sky"):
        place = st.text_input(
            "Name or position", key="sky-place", placeholder="M 51", help=f"Such as {PLACES}.", persist_state="session"
        )
        survey = st.selectbox(
            "Survey", list(titles), format_func=titles.__getitem__, key="sky-survey", width=180, persist_state="session"
        )
    if not place.strip():
        text.caption(f"{PLACES}. The survey is asked over the internet once you press Enter, for nothing else.")
        return None
    cutout = _asked(place, survey)
    if isinstance(cutout, str):
        notes.error(cutout)
        st.button("Ask again", key="sky-again", on_click=_forget, args=(place, survey))
        return None
    show(cutout)
    return cutout


def elsewhere(run: runs.Run, cutout: Cutout) -> None:
    """What the model says of the same galaxy as other surveys show it; they are asked when that is opened."""
    if not st.toggle("Ask the other surveys, too", key="sky-others"):
        return
    labels, images, captions, titles = class_labels(tuple(run.result["classes"])), [], [], []
    for name in surveys.names():
        other = cutout if name == cutout.survey else _asked(cutout.target.asked, name)
        title = surveys.survey(name).TITLE
        if isinstance(other, str):
            text.caption(f"{title}: {text.literal(other)}")
            continue
        probabilities = prediction.classifier(run).outside(other.image)
        first = int(probabilities.argmax())
        images.append(other.image)
        captions.append((title, f"{labels[first].name}, {formatting.share(float(probabilities[first]))}"))
        titles.append(f"{other.target.name} in {title}")
    grid = gallery.Grid(columns=4, label="The same galaxy")
    large.pictures(images, titles, gallery.gallery(images, captions, "sky-surveys", grid), "The same galaxy")
    text.caption("Surveys differ in colours and depth; a model is at home in that which it learned from.")


def show(cutout: Cutout) -> None:
    """The picture, large, with where it comes from."""
    field = cutouts.SIZE * cutout.pixel_scale / 60
    module = surveys.survey(cutout.survey)
    st.image(cutout.image, width="stretch", alt=f"{cutout.target.name} in {module.TITLE}")
    text.caption(
        f"{text.literal(cutout.target.name)} in {module.TITLE}, {field:.1f} arcmin wide, north up. "
        f"Picture: {cutout.credit}."
    )
    st.link_button(f"Open in the viewer of {module.TITLE}", cutout.viewer)


def _asked(place: str, survey: str) -> Cutout | str:
    """The picture, or the sentence on why there is none."""
    answers = st.session_state.setdefault(ANSWERS, {})
    if (place, survey) not in answers:
        with notes.loading(f"Asking {surveys.survey(survey).TITLE} for {text.literal(place)} …"):
            try:
                answers[place, survey] = cutouts.cutout(names.target(place), survey)
            except GalaxyError as error:
                answers[place, survey] = str(error)
    answer: Cutout | str = answers[place, survey]
    return answer


def _forget(place: str, survey: str) -> None:
    st.session_state.get(ANSWERS, {}).pop((place, survey), None)
