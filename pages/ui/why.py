"""Where a model looks: an image as it is, or lit in two ways where it speaks for what the model said or the truth."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, glossary
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets import Galaxies
from galaxy_core.prediction import attention, occlusion
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import Run
from pages.ui import notes, panes, text

AS_IT_IS, GRAD_CAM, OCCLUSION = "As it is", "Grad-CAM", "Occlusion"


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
        return
    way = _way(seen.run)
    if way == AS_IT_IS:
        _draw(seen, seen.image)
        saw = thumbnails.saw(seen.galaxies, seen.run.result.get("steps", ()))
        text.caption(f"The whole image; the model saw {saw}." if saw else "The whole image.")
        return
    asked = _asked(seen, seen.said)
    name = _names(seen)[asked]
    try:
        shown, said = (_grad_cam if way == GRAD_CAM else _occlusion)(seen, seen.run, asked, name)
    except GalaxyError as error:
        _draw(seen, seen.image)
        notes.note("There is no such map of this model.", text.literal(str(error)), "info")
        return
    _draw(seen, shown, f", bright where it speaks for {name}")
    text.caption(said)


def _way(run: Run) -> str:
    """What is shown of the image; what a run doesn't have can't be pressed, and says why on pointing at it."""
    reasons = {GRAD_CAM: attention.missing(run), OCCLUSION: occlusion.missing(run)}
    with panes.row("picture"):
        way = _choice("Picture", (AS_IT_IS, *(name for name, reason in reasons.items() if not reason)))
        for name, reason in reasons.items():
            if reason:
                st.button(name, key=f"no-{name}", disabled=True, help=text.literal(reason))
    return way


def _grad_cam(seen: Seen, run: Run, asked: int, name: str) -> tuple[np.ndarray, str]:
    """The image lit by the map, and what is seen there, or why nothing is."""
    made = attention.attention(run, seen.image, asked)
    ends = f"{formatting.number(made.low)} to {formatting.number(made.high)}"
    if made.high <= 0:
        said = f"**Nothing in this image speaks for {text.literal(name)}**: the map is 0 everywhere."
    elif made.is_even:
        said = f"**All of it speaks for {text.literal(name)} alike**: the map runs only from {ends}."
    else:
        said = (
            f"What the model saw: bright is what speaks for {text.literal(name)}, and the line is round what does "
            f"more than half as much as the most. The map runs from {ends}, in parts of the class’s score."
        )
    return made.lit(), f"{said} It is as coarse as the last layer, and shows where it looks, not why."


def _occlusion(seen: Seen, run: Run, asked: int, name: str) -> tuple[np.ndarray, str]:
    """The same by covering square after square."""
    with notes.loading("Covering one square after the other…", 400):
        made = _covered(run.name, run.result.get("finished"), (seen.row, asked), run, seen.image)
    before, most = formatting.share(made.probability), formatting.points(max(0.0, made.most))
    if not made.says_something:
        said = (
            f"**No square matters by itself**: covering any lowers its {before} for {text.literal(name)} by {most} "
            "at most."
        )
    else:
        said = (
            f"What the model saw: bright is where covering a square lowers its {before} for {text.literal(name)}, "
            f"by {most} at most, and the line is round what does more than half of that."
        )
    return made.lit(), f"{said} {glossary.explained('occlusion map')}"


@st.cache_resource(show_spinner=False, max_entries=32)
def _covered(
    name: str, finished: float | None, what: tuple[int, int], _run: Run, _image: np.ndarray
) -> occlusion.Occlusion:  # fmt: skip
    return occlusion.occlusion(_run, _image, what[1])


def _draw(seen: Seen, image: np.ndarray, more: str = "") -> None:
    label = (
        f"{class_labels(seen.galaxies.classes)[seen.galaxies.labels[seen.row]].name}, " if seen.galaxies.classes else ""
    )
    st.image(image, width="stretch", alt=f"Galaxy: {label}row {seen.row}{more}")


def _asked(seen: Seen, said: np.ndarray) -> int:
    """The class whose reasons are shown: what it said, or where that is wrong also the truth; or any answer."""
    if not seen.galaxies.classes:
        answers = _names(seen)
        return st.selectbox(
            "What speaks for", range(len(answers)), format_func=answers.__getitem__, key="dialog-answer"
        )
    labels, label, first = class_labels(seen.galaxies.classes), int(seen.galaxies.labels[seen.row]), int(said.argmax())
    if first == label:
        return first
    names = {first: f"for {labels[first].name}, as it said", label: f"for {labels[label].name}, the truth"}
    return _choice("What speaks", tuple(names), names)


def _names(seen: Seen) -> list[str]:
    """What the outputs of a model are called."""
    classes, task = seen.galaxies.classes, seen.galaxies.task
    return [label.name for label in class_labels(classes)] if classes else [task.titled(name) for name in task.names]


def _choice(label: str, options: tuple, names: dict | None = None):
    return st.segmented_control(
        label, options, default=options[0], required=True, label_visibility="collapsed",
        key=f"dialog-{label}-{options}", format_func=names.__getitem__ if names else str,
    )  # fmt: skip
