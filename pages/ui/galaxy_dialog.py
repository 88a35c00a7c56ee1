"""One galaxy, large: what and where it is, what a model said about it, why, and what it learned from that is alike."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.charts.sky import viewer
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import stored
from galaxy_core.prediction import attention, neighbours
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import Run
from pages.ui import cache, chips, notes, panes, text
from pages.ui import gallery as galleries
from pages.ui.probability_bars import probability_bars_html

ALIKE = 6  # neighbours shown
PICTURES = ("As it is", "Where it looks (Grad-CAM)")


def show(galaxies: Galaxies, row: int, probabilities: np.ndarray | None = None, run: Run | None = None) -> None:
    """Opens a dialog on one galaxy; with a model's probabilities (k,), what it said; with the run, also why."""
    st.dialog(f"Galaxy no. {row:,}", width="large")(_inside)(galaxies, row, probabilities, run)


def place(galaxies: Galaxies, row: int) -> tuple[str, str] | None:
    """A galaxy's position in words, and the address of the survey's viewer there; None where it has none."""
    address = None if galaxies.synthetic else viewer(galaxies, row)
    at = _position(galaxies, row)
    return (f"{at[0]:.3f}° {at[1]:+.3f}°".replace("-", "−"), address) if at and address else None


def _inside(galaxies: Galaxies, row: int, probabilities: np.ndarray | None, run: Run | None) -> None:
    labels, label = class_labels(galaxies.classes), int(galaxies.labels[row])
    left, right = panes.panes("dialog")
    with left:
        try:
            seen = thumbnails.saw(galaxies, run.result.get("steps", ())) if run else ""
            _picture(galaxies.images(np.array([row]))[0], labels, label, probabilities, run, seen)
        except GalaxyError as error:
            notes.error(error)
    with right:
        text.caption("In truth" if not galaxies.synthetic else "Drawn as (synthetic)")
        st.html(chips.chip_html(labels[label]))
        if probabilities is not None:
            text.caption("The model said")
            wrong = int(probabilities.argmax()) != label
            st.html(probability_bars_html(labels, probabilities, top=len(labels) if run else 3, wrong=wrong))
        _facts(galaxies, row)
    if run is not None:
        _alike(galaxies, row, labels, run)


def _picture(
    image: np.ndarray, labels: Sequence[ClassLabel], label: int, probabilities: np.ndarray | None, run: Run | None, seen: str
) -> None:  # fmt: skip
    """The image as it is in the data set, or lit where it speaks for what the model said (or for the truth); `seen` is
    what the model saw of it, in words."""
    if run is None or probabilities is None:
        st.image(image, width="stretch")
        return
    said = int(probabilities.argmax())
    if _choice("Picture", PICTURES) == PICTURES[0]:
        st.image(image, width="stretch")
        text.caption(f"The whole image; the model saw {seen}." if seen else "The whole image.")
        return
    asked = said
    if said != label:
        names = {said: f"for {labels[said].short}, as it said", label: f"for {labels[label].short}, the truth"}
        asked = _choice("What speaks", tuple(names), names)
    try:
        found = attention.attention(run, image, asked)
    except GalaxyError as error:
        st.image(image, width="stretch")
        notes.note("There is no map of where it looks.", text.literal(str(error)), "info")
        return
    st.image(found.lit(), width="stretch")
    nothing = "" if found.map.max() > 0 else " Nothing in this image speaks for it."
    text.caption(
        f"What the model saw: bright is what speaks for {labels[asked].name}. The map is as coarse as its "
        f"last layer, and shows where it looks, not why.{nothing}"
    )


def _choice(label: str, options: tuple, names: dict | None = None):
    return st.segmented_control(
        label, options, default=options[0], required=True, label_visibility="collapsed",
        key=f"dialog-{label}-{options}", format_func=names.__getitem__ if names else str,
    )  # fmt: skip


def _alike(galaxies: Galaxies, row: int, labels: Sequence[ClassLabel], run: Run) -> None:
    """The training images most like it."""
    text.heading("Nearest neighbours among the training images")
    try:
        rows = stored.predictions(run, "train").rows
        pictures = thumbnails.find(galaxies)
        if pictures is None:
            thumbnails.start(galaxies)
            text.caption("The pictures are being prepared; come back in a moment.")
            return
        with notes.loading("Comparing it with all of them…", 90):
            among = cache.described(galaxies, pictures, rows)
            found = neighbours.nearest(among, np.asarray(pictures[row]), ALIKE + 1)
    except GalaxyError as error:
        notes.error(error)
        return
    near = [other for other in found.rows.tolist() if other != row][:ALIKE]
    captions = [(labels[galaxies.labels[other]].short, f"no. {other:,}") for other in near]
    galleries.gallery([np.asarray(pictures[other]) for other in near], captions, "alike", columns=ALIKE, least=72)
    same = sum(galaxies.labels[other] == galaxies.labels[row] for other in near)
    text.caption(
        f"{formatting.small(int(same)).capitalize()} of {formatting.small(len(near))} are {labels[galaxies.labels[row]].name}, "
        "as it is. Alike is told by pixels, however either is turned; the model isn’t asked."
    )


def _facts(galaxies: Galaxies, row: int) -> None:
    pairs = []
    if at := _position(galaxies, row):
        pairs.append(("Position", f"{at[0]:.4f}° {at[1]:+.4f}°"))
    if galaxies.redshift is not None and np.isfinite(galaxies.redshift[row]):
        pairs.append(("Redshift", f"{galaxies.redshift[row]:.3f}"))
    if pairs:
        text.facts(pairs)
    if found := place(galaxies, row):
        st.link_button("Open in the Legacy Surveys viewer", found[1])


def _position(galaxies: Galaxies, row: int) -> tuple[float, float] | None:
    """Right ascension and declination in degrees; None where they aren't known."""
    if galaxies.ra is None or galaxies.dec is None:
        return None
    ra, dec = float(galaxies.ra[row]), float(galaxies.dec[row])
    return (ra, dec) if np.isfinite(ra) and np.isfinite(dec) else None
