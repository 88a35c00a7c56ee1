"""One galaxy, large: what and where it is, what a model said about it, why, and what it learned from that is alike.

Which one stands in the address, so a link shows it, and a page that is drawn anew goes on showing it.
"""

from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.sky import viewer
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import stored
from galaxy_core.runs import Run
from pages.ui import alike, chips, class_cards, dialog, download, how_sure, large, notes, panes, tasks, text, why
from pages.ui.probability_bars import probability_bars_html

NAME, AMONG = "galaxy", "among"  # in the address: the row, and the gallery where it isn't the first of its page
CAME_FROM = "galaxy-came-from"  # the row whose neighbours led elsewhere


@dataclass(frozen=True, eq=False)
class Origin:
    """A gallery: the rows of a data set that can be stepped through, int64 (n,), and the run whose answers are shown.

    `among` names it in the address; "" is the first of its page. `mark`: "A" or "B", where two runs stand side by side.
    """

    galaxies: Galaxies
    rows: np.ndarray
    run: Run | None = None
    among: str = ""
    mark: str = ""


def large_view(origin: Origin, pressed: int | None = None) -> None:
    """Opens the galaxy that was pressed just now, a place in `origin.rows`, or that the address names for this gallery;
    with a run, what it said and why."""
    if pressed is not None:
        show(int(origin.rows[pressed]), origin.among)
    if st.query_params.get(AMONG, "") == origin.among and _asked(origin.galaxies) is not None:
        dialog.dialog("Galaxy", width="large", on_dismiss=_close)(_inside)(origin)


def place(galaxies: Galaxies, row: int) -> tuple[str, str] | None:
    """A galaxy's position in words, and the address of the survey's viewer there; None where it has none."""
    address = None if galaxies.synthetic else viewer(galaxies, row)
    at = _position(galaxies, row)
    return (f"{at[0]:.3f}° {at[1]:+.3f}°".replace("-", "−"), address) if at and address else None


def called(galaxies: Galaxies, row: int) -> str:
    """What an image is called: the file of one's own picture, else "no. 1,234"."""
    return PurePath(galaxies.files[row]).name if len(galaxies.files) else f"no. {row:,}"


def named(galaxies: Galaxies, row: int) -> str:
    """The same after its class's short name: "Merging, no. 598"."""
    if not galaxies.classes:
        return called(galaxies, row).capitalize() if not len(galaxies.files) else called(galaxies, row)
    return f"{class_labels(galaxies.classes)[galaxies.labels[row]].short}, {called(galaxies, row)}"


def show(row: int, among: str) -> None:
    """Has a galaxy shown large, by the gallery that the address names."""
    st.query_params[NAME] = str(row)
    if among:
        st.query_params[AMONG] = among
    else:
        st.query_params.pop(AMONG, None)
    st.session_state.pop(CAME_FROM, None)


def _close() -> None:
    for name in (NAME, AMONG):
        st.query_params.pop(name, None)


def _asked(galaxies: Galaxies) -> int | None:
    """The row that the address names, if the data set has it."""
    number = st.query_params.get(NAME, "")
    known = number.isascii() and number.isdigit() and len(number) < 12 and int(number) < galaxies.n
    return int(number) if known else None


def _inside(origin: Origin) -> None:
    galaxies, row = origin.galaxies, _asked(origin.galaxies)
    if row is None:
        return
    answer = stored.answer(origin.run, row) if origin.run else None
    left, right = panes.panes("dialog")
    with left:
        image = _image(galaxies, row)
        if image is not None:
            why.picture(why.Seen(galaxies, row, image, None if answer is None else answer[0], origin.run))
    with right:
        name = f"{class_labels(galaxies.classes)[galaxies.labels[row]].name}, " if galaxies.classes else ""
        text.finding(text.literal(f"{name}{called(galaxies, row)}"))
        _steps(origin, row)
        if galaxies.classes:
            _classes(origin, row, answer, image)
        else:
            tasks.draw(galaxies.task.name, "large", origin, row)
        _facts(galaxies, row)
        if image is not None:
            download.image(image, f"{galaxies.title} {called(galaxies, row)}", "galaxy-download")
    if image is not None:
        _alike(origin, row, image)


def _image(galaxies: Galaxies, row: int) -> np.ndarray | None:
    try:
        return galaxies.images(np.array([row]))[0]
    except GalaxyError as error:
        notes.error(error)
        return None


def _steps(origin: Origin, row: int) -> None:
    """To the one before and after it; from a neighbour, back to where it was found."""
    at = np.flatnonzero(origin.rows == row)
    if (back := st.session_state.get(CAME_FROM)) is not None and back != row and back < origin.galaxies.n:
        label = f"Back to {called(origin.galaxies, back)}"
        st.button(text.literal(label), key="galaxy-back", on_click=show, args=(back, origin.among))
    elif len(at):
        large.steps(
            int(at[0]), len(origin.rows), lambda to: show(int(origin.rows[to]), origin.among), "galaxy"
        )  # fmt: skip


def _classes(origin: Origin, row: int, answer: tuple[np.ndarray, str] | None, image: np.ndarray | None) -> None:
    """What it is, and what the model said."""
    galaxies, run = origin.galaxies, origin.run
    labels, label = class_labels(galaxies.classes), int(galaxies.labels[row])
    text.caption("In truth" if not galaxies.synthetic else "Drawn as (synthetic)")
    with panes.row("galaxy-class"):
        st.html(chips.chip_html(labels[label]), width="content")
        class_cards.popover(galaxies, label, "large", run)
    if answer is not None:
        said, part = answer
        text.caption(f"{origin.mark or 'The model'} said")
        st.html(probability_bars_html(labels, said, top=len(labels), wrong=int(said.argmax()) != label))
        if image is not None and run is not None:
            how_sure.section(run, image, said)
        if part == "train":
            text.caption("It learned from this image, so being right here says little.")
    elif run is not None:
        text.caption("The run has said nothing of this image.")


def _alike(origin: Origin, row: int, image: np.ndarray) -> None:
    """The training images most like it; a press shows one in place of it."""
    galaxies, run = origin.galaxies, origin.run
    if run is not None:
        label = int(galaxies.labels[row]) if galaxies.classes else None
        alike.section(galaxies, run, alike.Sought(image, row, label), lambda other: _aside(other, row))


def _aside(row: int, back: int) -> None:
    """A neighbour in place of the one it was found beside; from there on, one goes back to the first of them."""
    came_from = st.session_state.get(CAME_FROM, back)
    show(row, st.query_params.get(AMONG, ""))
    st.session_state[CAME_FROM] = came_from


def _facts(galaxies: Galaxies, row: int) -> None:
    pairs = [("File", galaxies.files[row])] if len(galaxies.files) else []
    if at := _position(galaxies, row):
        pairs.append(("Position", f"{at[0]:.4f}° {at[1]:+.4f}°".replace("-", "−")))
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
