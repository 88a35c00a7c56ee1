"""The training images most like a galaxy, in two rows: alike in pixels, and alike to the model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, prediction, prepare
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import stored
from galaxy_core.prediction import neighbours, similar
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import Run
from pages.ui import cache, notes, text
from pages.ui import gallery as galleries

SHOWN = 6
AT_ONCE = 30_000  # training images whose pixels are compared unasked: seconds
PIXELS, MODEL = "In pixels", "To the model"


@dataclass(frozen=True, eq=False)
class Sought:
    """A galaxy that others are compared with: its image as it is, uint8 (h, w, 3); its row and its class in the data
    set of the run, None of one from elsewhere."""

    image: np.ndarray
    row: int | None = None
    label: int | None = None


def section(galaxies: Galaxies, run: Run, sought: Sought, on_press: Callable[[int], None]) -> np.ndarray:
    """Both rows; `on_press(row)` is called when an image is pressed. Returns all rows that are shown, int64 (n,)."""
    text.heading("Nearest neighbours among the training images")
    every: list[int] = []
    for title, find, words in ((MODEL, _to_the_model, _MODEL), (PIXELS, _in_pixels, _PIXELS)):
        try:
            found = find(galaxies, run, sought)
        except GalaxyError as error:
            notes.error(error)
            continue
        if found is not None:
            near = [row for row in found if row != sought.row][:SHOWN]
            _row(galaxies, title, near, on_press)
            text.caption(f"{_same(galaxies, near, sought)}{words}")
            every += near
    return np.array(list(dict.fromkeys(every)), np.int64)


_MODEL = "What the network makes of it before its last layer is compared with all that it learned from."
_PIXELS = "Told by pixels, however either is turned; the model isn’t asked."


def _to_the_model(galaxies: Galaxies, run: Run, sought: Sought) -> list[int] | None:
    prepared = prediction.classifier(run).fitted(sought.image)
    found = similar.nearest(run, prepared, SHOWN + 1)
    return None if found is None else found.rows.tolist()


def _in_pixels(galaxies: Galaxies, run: Run, sought: Sought) -> list[int] | None:
    pictures = thumbnails.find(galaxies)
    if pictures is None:
        thumbnails.start(galaxies)
        text.caption("In pixels: the pictures are being prepared; come back in a moment.")
        return None
    rows = stored.predictions(run, "train").rows
    if len(rows) > AT_ONCE and not st.toggle(f"Compare the pixels of all {len(rows):,}, too", key="alike-pixels"):
        return None
    image = prediction.framed(sought.image, galaxies.image_shape)
    small = prepare.apply(image[None], thumbnails.chain(galaxies))[0]
    with notes.loading("Comparing it with all of them…", 90):
        among = cache.described(galaxies, pictures, rows)
        found = neighbours.nearest(among, small, SHOWN + 1)
    return list(map(int, found.rows))


def _row(galaxies: Galaxies, title: str, near: Sequence[int], on_press: Callable[[int], None]) -> None:
    text.caption(f"**{title}**")
    pictures = thumbnails.pick(galaxies, np.array(near, np.int64))
    images = [galleries.EMPTY] * len(near) if pictures is None else list(pictures)
    names = [label.short for label in class_labels(galaxies.classes)] if galaxies.classes else []
    lines = [(names[galaxies.labels[row]], f"no. {row:,}") if names else (f"no. {row:,}",) for row in near]
    cards = [galleries.Card(words, name=", ".join((*words, f"alike {title.lower()}"))) for words in lines]
    grid = galleries.Grid(SHOWN, 72, f"Nearest neighbours: {title.lower()}", above=True)
    key = "alike" if title == PIXELS else "alike-model"
    galleries.gallery(images, cards, key, grid, lambda at: on_press(near[at]))


def _same(galaxies: Galaxies, near: Sequence[int], sought: Sought) -> str:
    """How many are of its class, where that is known: "Four of six are Merging, as it is. "."""
    if sought.label is None or not galaxies.classes:
        return ""
    same = int(sum(galaxies.labels[row] == sought.label for row in near))
    name = class_labels(galaxies.classes)[sought.label].name
    few = formatting.small(same).capitalize() if same else "None"
    return f"{few} of {formatting.small(len(near))} {'is' if same == 1 else 'are'} {text.literal(name)}, as it is. "
