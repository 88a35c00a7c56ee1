"""What a chain of preparation steps does to an image, stage by stage, and the images in which it finds no source."""

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, prepare
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets import Galaxies
from galaxy_core.prepare import cache, thumbnails
from pages.ui import dialog, gallery, notes, panes, run_card, text

MISSED = 24  # images without a source that are shown


def show(galaxies: Galaxies, steps: tuple[str, ...]) -> None:
    """Opens the dialog."""
    dialog.dialog("What the preprocessing does", width="large")(_inside)(galaxies, steps)


def _inside(galaxies: Galaxies, steps: tuple[str, ...]) -> None:
    row = _row(galaxies)
    try:
        stages = prepare.preview(galaxies.images(np.array([row]))[0], steps)
    except GalaxyError as error:
        notes.error(error)
        return
    label = class_labels(galaxies.classes)[galaxies.labels[row]].name
    text.caption(f"No. {row:,}, {text.literal(label)}. The last picture is what the model’s own resizing begins with.")
    captions = [(title, f"{image.shape[1]} × {image.shape[0]}") for title, image in stages]
    images = [image for _, image in stages]
    gallery.gallery(images, captions, "stages", gallery.Grid(4, label="Stages"), _enlarge)
    if (at := st.session_state.get("stages-large", len(stages))) < len(stages):
        st.image(images[at], caption=text.literal(captions[at][0]), width="stretch", alt=captions[at][0])
    if any(map(prepare.looks, steps)):
        _missed(galaxies, steps)


def _row(galaxies: Galaxies) -> int:
    """The image that is shown: one of the reader's choice, or another by chance."""
    with panes.row("stages"):
        if st.button("Another galaxy", key="stages-another"):
            st.session_state["stages-row"] = int(np.random.default_rng().integers(galaxies.n))
        st.session_state.setdefault("stages-row", int(thumbnails.handful(galaxies.labels, 1, 0)[0]))
        st.session_state["stages-row"] = min(st.session_state["stages-row"], galaxies.n - 1)
        return int(st.number_input("No.", 0, galaxies.n - 1, key="stages-row", width=140))


def _missed(galaxies: Galaxies, steps: tuple[str, ...]) -> None:
    """How many images have no source, and what they look like; that takes the whole set once."""
    text.heading("Images in which no source is found")
    rows = cache.fallbacks(galaxies, steps)
    if rows is None:
        _look_through(galaxies, steps)
        return
    share = f" of {galaxies.n:,} ({formatting.share(len(rows) / galaxies.n)})"
    text.sentence(
        f"**{formatting.count(len(rows), 'image')}**{share}: these are only resized." if len(rows) else "None."
    )
    shown = rows[:MISSED]
    pictures = thumbnails.pick(galaxies, shown) if len(shown) else None
    if pictures is not None:
        names, grid = [f"No. {row:,}" for row in shown], gallery.Grid(8, label="No source")
        gallery.gallery(list(pictures), names, "missed", grid, lambda at: _look_at(int(shown[at])))


def _enlarge(at: int) -> None:
    st.session_state["stages-large"] = at


def _look_at(row: int) -> None:
    st.session_state["stages-row"] = row


def _look_through(galaxies: Galaxies, steps: tuple[str, ...]) -> None:
    """Has the whole set prepared in the background, and shows how far that is."""
    if not st.session_state.get("stages-looking") and not st.button("Look through all images", key="stages-look"):
        text.caption("They are counted while all images are prepared, which training needs anyway.")
        return
    st.session_state["stages-looking"] = True

    @st.fragment(run_every="1s")
    def panel() -> None:
        if cache.fallbacks(galaxies, steps) is not None:
            st.session_state["stages-looking"] = False
            st.rerun(scope="fragment")
        job = cache.start(galaxies, steps)
        if job.error:
            notes.error(job.error)
            return
        left = f", {formatting.duration(job.seconds_left)} left" if job.seconds_left else ""
        text.caption(f"Looking through all images, {100 * job.share:.0f} %{left}. It goes on when you close this.")
        st.html(run_card.progress_html(job.share))

    panel()
