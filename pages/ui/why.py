"""Where a model looks: an image as it is, or lit where it speaks for what the model said, or for the truth."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets import Galaxies
from galaxy_core.prediction import attention
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import Run
from pages.ui import notes, text

PICTURES = ("As it is", "Where it looks (Grad-CAM)")


@dataclass(frozen=True, eq=False)
class Seen:
    """A galaxy, its image uint8 (h, w, 3), and what a run said of it, float32 (k,), if it has said anything."""

    galaxies: Galaxies
    row: int
    image: np.ndarray
    said: np.ndarray | None = None
    run: Run | None = None


def picture(seen: Seen) -> None:
    """The image, and the choice of what is shown of it."""
    if seen.run is None or seen.said is None:
        _draw(seen, seen.image)
    elif _choice("Picture", PICTURES) == PICTURES[0]:
        _draw(seen, seen.image)
        saw = thumbnails.saw(seen.galaxies, seen.run.result.get("steps", ()))
        text.caption(f"The whole image; the model saw {saw}." if saw else "The whole image.")
    else:
        _grad_cam(seen, seen.run, seen.said)


def _grad_cam(seen: Seen, run: Run, said: np.ndarray) -> None:
    labels, asked = class_labels(seen.galaxies.classes), _asked(seen, said)
    try:
        found = attention.attention(run, seen.image, asked)
    except GalaxyError as error:
        _draw(seen, seen.image)
        notes.note("There is no map of where it looks.", text.literal(str(error)), "info")
        return
    _draw(seen, found.lit(), f", bright where it speaks for {labels[asked].name}")
    nothing = "" if found.map.max() > 0 else " Nothing in this image speaks for it."
    text.caption(
        f"What the model saw: bright is what speaks for {labels[asked].name}. The map is as coarse as its "
        f"last layer, and shows where it looks, not why.{nothing}"
    )


def _draw(seen: Seen, image: np.ndarray, more: str = "") -> None:
    label = (
        f"{class_labels(seen.galaxies.classes)[seen.galaxies.labels[seen.row]].name}, " if seen.galaxies.classes else ""
    )
    st.image(image, width="stretch", alt=f"Galaxy: {label}row {seen.row}{more}")


def _asked(seen: Seen, said: np.ndarray) -> int:
    """The class whose reasons are shown: what it said, or where that is wrong also the truth."""
    labels, label, first = class_labels(seen.galaxies.classes), int(seen.galaxies.labels[seen.row]), int(said.argmax())
    if first == label:
        return first
    names = {first: f"for {labels[first].short}, as it said", label: f"for {labels[label].short}, the truth"}
    return _choice("What speaks", tuple(names), names)


def _choice(label: str, options: tuple, names: dict | None = None):
    return st.segmented_control(
        label, options, default=options[0], required=True, label_visibility="collapsed",
        key=f"dialog-{label}-{options}", format_func=names.__getitem__ if names else str,
    )  # fmt: skip
