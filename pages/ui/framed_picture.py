"""One picture from elsewhere as a model is to see it: how it is shown, the frame on it, all galaxies found in it."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, prediction
from galaxy_core.charts import jpeg
from galaxy_core.prediction import Classifier, fits_view, framing, sources
from galaxy_core.prediction.framing import Box, Learned
from galaxy_core.prediction.several import Picture
from galaxy_core.prediction.sources import Source
from galaxy_core.runs import Run
from pages.ui import answer_table, answering, fits_controls, notes, panes, picture_frame, text
from pages.ui.answer_table import Line

LARGE = 2.0  # times as wide as the frame a picture is, from where on galaxies are looked for in all of it
LAST = "framed-last"  # of this session: what was made of the picture last shown, by what it was made of


def pick(run: Run, picture: Picture, identity: str) -> np.ndarray | None:
    """What is in the frame, uint8 (s, s, 3); None where it can't be read, which is said."""
    try:
        image, scale, sky = _read(picture, identity)
    except GalaxyError as error:
        notes.error(error)
        return None
    if image is None:
        return None
    text.caption(text.literal(picture.name))
    with notes.loading("Measuring how large the galaxies are that it has learned from …"):
        known = framing.learned(run)
    key = f"frame-{hashlib.sha256(f'{identity}/{picture.name}'.encode()).hexdigest()[:12]}"
    if known and known.field:
        scale = st.number_input(
            "Arcsec per pixel", min_value=0.0, max_value=3600.0, value=scale or 0.0, format="%.3f", width=180,
            key=f"{key}-scale", help="As the file says it, or as you know it; 0 where nobody knows.",
        ) or None  # fmt: skip
    suggested = _kept(("suggested", key, run.name, scale, image.shape), lambda: framing.suggested(image, known, scale))
    return _framed(run, image, key, suggested, _Around(known, scale, sky))


class _Around:
    """How frames are put around sources, and where these lie on the sky."""

    def __init__(self, known: Learned | None, scale: float | None, sky: Callable[[float, float], Any] | None):
        self.known, self.scale, self.sky = known, scale, sky

    def box(self, source: Source, image: np.ndarray) -> Box:
        """The frame around a source."""
        assert self.known is not None
        return framing.around(source, self.known, framing.whole(image), self.scale)

    def place(self, source: Source) -> tuple[float, float] | None:
        """Right ascension and declination of a source in degrees, where the file says them."""
        return self.sky(source.x, source.y) if self.sky else None

    def where(self, source: Source) -> str:
        """The same in words, or its place in the picture."""
        place = self.place(source)
        return f"{place[0]:.5f}, {place[1]:+.5f}" if place else f"{source.x:.0f}, {source.y:.0f} px"


def _read(picture: Picture, identity: str) -> tuple[np.ndarray | None, float | None, Any]:
    """The picture as it is to be shown, its arcsec per pixel, and where its pixels lie on the sky, both where known."""
    content = picture.read()
    planes = _kept(("planes", identity, picture.name), lambda: fits_view.planes(content, picture.name))
    if planes is None:
        image = _kept(("image", identity, picture.name), lambda: prediction.read_image(content, picture.name))
        return image, None, None
    scale = planes.pixel_scale
    view = fits_controls.pick(planes)
    image = _kept(("image", identity, picture.name, view), lambda: fits_view.picture(planes, view, picture.name))
    return image, scale if math.isfinite(scale) else None, planes.sky


def _framed(run: Run, image: np.ndarray, key: str, suggested: Box, around: _Around) -> np.ndarray | None:
    """The picture with its frame; where it is a field, the galaxies in it."""
    everything = framing.whole(image)
    large = around.known is not None and everything.side >= LARGE * suggested.side
    found: list[Source] = []
    if large:
        found = _kept(("sources", key, image.shape, int(image.mean() * 1000)), lambda: sources.field(image))

    def pressed(x: float, y: float) -> Box | None:
        source = framing.at(found, x, y)
        return around.box(source, image) if source is not None else None

    box = picture_frame.picture_frame(image, suggested, key, found, pressed if large else None)
    with panes.row("frame"):
        picture_frame.reset(key, suggested, everything)
    text.caption(
        "The model sees what is in the frame. Drag it, or move it by the arrow keys and scale it by + and −"
        + ("; press a galaxy to put it there." if large else ".")
    )
    if framing.reaches_out(image, box):
        text.caption("The frame reaches out of the picture: what lies there is taken for empty sky.")
    if found and st.toggle(f"Table of all {len(found):,} sources found in it", key=f"{key}-all"):
        _all(run, image, found, around, key)
    return framing.cut(image, box)


def _all(run: Run, image: np.ndarray, found: list[Source], around: _Around, key: str) -> None:
    """What the model says of each source; picking one puts the frame there."""

    try:
        ready = prediction.classifier(run)
    except GalaxyError as error:
        notes.error(error)
        return
    keys = [(run.name, key, image.shape, around.scale, source) for source in found]
    made = answering.answered(
        {about: partial(_line, ready, image, about[-1], around) for about in keys}
    )  # fmt: skip
    names = [f"{number} · {around.where(source)}" for number, source in enumerate(found, start=1)]
    lines = [
        replace(made[about], name=name) if about in made else Line(name, "", None)
        for about, name in zip(keys, names, strict=True)
    ]
    answer_table.summary(lines)
    picked = answer_table.table(lines, f"{key}-sources", "Source")
    if picked is not None and picked != st.session_state.get(f"{key}-picked"):
        st.session_state[f"{key}-picked"] = picked
        picture_frame.put(key, around.box(found[picked], image))
        st.rerun()
    text.caption("Stars are sources, too, and have no class: most are far from what the model knows.")


def _line(ready: Classifier, image: np.ndarray, source: Source, around: _Around) -> Line:
    seen, place = framing.cut(image, around.box(source, image)), around.place(source)
    told = {"x": source.x, "y": source.y, "radius": source.radius}
    told |= {"ra": place[0], "dec": place[1]} if place else {}
    return Line("", jpeg.once(seen, answer_table.THUMBNAIL), told | ready.told(seen))


def _kept(about: tuple, make: Callable[[], Any]) -> Any:
    """What was made of this last time, or is made now: one thing of each kind is kept."""
    last = st.session_state.setdefault(LAST, {})
    if last.get(about[0], ((), None))[0] != about:
        last.pop(about[0], None)  # before the next one is made: they may be large
        last[about[0]] = (about, make())
    return last[about[0]][1]
