"""The parts of Augment: a galaxy, what each change makes of it, and the changes together as training shows them."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, augmentations, glossary, plugins
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.datasets import Galaxies
from galaxy_core.models import preview
from galaxy_core.models.preview import Few
from galaxy_core.prepare import thumbnails
from pages.ui import cache, chips, choices, component, galaxy_dialog, gallery, large, notes, panes, text

LARGE = thumbnails.enlarged(160)  # how images are shown here: the middle, as most models see it
OTHERS = 11  # further galaxies: to mix with, and as rows of the grid
VARIATIONS, GRID, DRAWS = 6, 4, 12
SEED = 0  # of what is shown of each change; the pipeline has one of the reader's choice


def galaxy(galaxies: Galaxies) -> int:
    """The galaxy that everything is shown on, chosen by class where there are some, by number or by chance: its row."""
    labels = class_labels(galaxies.classes)
    with panes.row("augment-galaxy"):
        kind = _kind(labels) if labels else None
        st.button("Another galaxy", key="augment-another", on_click=_another, args=(galaxies, kind))
        if not _fits(galaxies, kind):
            _another(galaxies, kind)
        row = st.number_input(
            "No.", 0, galaxies.n - 1, key="augment-row", width=140, persist_state="session", on_change=_step,
            args=(galaxies, kind, st.session_state["augment-row"]),
        )  # fmt: skip
        if labels:
            st.html(chips.chip_html(labels[galaxies.labels[int(row)]]))
    return int(row)


def _kind(labels: Sequence[ClassLabel]) -> int | None:
    """The class that galaxies are taken of; None: any."""
    return st.selectbox(
        "Class", [None, *range(len(labels))], key="augment-class", width=270, persist_state="session",
        format_func=lambda label: "Any class" if label is None else labels[label].name,
    )  # fmt: skip


def few(galaxies: Galaxies, row: int, steps: tuple[str, ...] = LARGE) -> Few | None:
    """That galaxy and some others, prepared; None, and a sentence, where they can't be read."""
    try:
        return cache.few(galaxies, row, OTHERS, steps)
    except GalaxyError as error:
        notes.error(error)
        return None


def every_operation(galaxies: Galaxies, of: Few, row: int, std: float) -> str:
    """A picture for each change, with why the class survives it; returns the one that is looked at below."""
    names = augmentations.operations()
    heads = {head.name: head for head in plugins.heads(augmentations)}
    turn = st.session_state.get("augment-turn", 0)
    made = [preview.draws(of, row, (name,), std, SEED, range(turn, turn + 1))[0] for name in names]
    captions = [("As it is", "")] + [(heads[name].title, heads[name].sentence) for name in names]
    pictures, grid = [_seen(of, row), *made], gallery.Grid(7, 130, "Augmentations of this galaxy")
    pressed = gallery.gallery(pictures, captions, "operations", grid)
    titles = [f"{galaxy_dialog.named(galaxies, row)}, {title.lower()}" for title, _ in captions]
    large.pictures(pictures, titles, pressed, "Every augmentation", large.Way("See its variations", _look_at))
    return st.session_state.get("augment-operation", names[0])


def _look_at(at: int) -> None:
    """The change of a picture is the one below; the first picture is none."""
    if at:
        st.session_state["augment-operation"] = augmentations.operations()[at - 1]
    component.into_view("variations")


def one_operation(galaxies: Galaxies, of: Few, row: int, std: float) -> None:
    """Originals beside variations of one change, with its sliders, and how much of it comes from outside."""
    names = augmentations.operations()
    heads = {head.name: head for head in plugins.heads(augmentations)}
    left, right = panes.panes("operation", "narrow")
    with left:
        st.session_state.setdefault("augment-operation", names[0])
        name = st.selectbox(
            "Augmentation", names, key="augment-operation", format_func=lambda name: heads[name].title,
            persist_state="session",
        )  # fmt: skip
        text.sentence(heads[name].sentence)
        chosen = choices.parameters_of(augmentations, name, "augment-one")
        st.button("Draw again", key="augment-again", on_click=_turn)
    with right:
        _grid(galaxies, of, row, chosen, std)
        _blank(of, chosen)
        _parts(of, row, chosen, std)


def pipeline(galaxies: Galaxies, row: int, first: tuple[str, ...], steps: tuple[str, ...]) -> tuple[str, ...]:
    """All changes that training will use, together on one galaxy, at the size that the model sees."""
    left, right = panes.panes("pipeline", "narrow")
    with left:
        texts = choices.several("Augmentations", augmentations, "augment-pipeline", first)
        seed = int(
            st.number_input(
                "Seed", 0, 2**31 - 1, 0, key="augment-seed", help=glossary.meaning("seed"), persist_state="session"
            )
        )
        st.button("Next epochs", key="augment-fresh", on_click=_fresh)
    with right:
        of = few(galaxies, row, steps)
        if of is not None:
            _drawn(galaxies, of, row, texts, cache.standard_deviation(galaxies, steps), seed)
    return texts


def _drawn(galaxies: Galaxies, of: Few, row: int, texts: tuple[str, ...], std: float, seed: int) -> None:
    first = st.session_state.get("augment-epoch", 0) + 1
    epochs, side = range(first, first + DRAWS), of.images.shape[1]
    try:
        made = list(preview.draws(of, row, texts, std, seed, epochs))
        words = preview.described(of, row, texts, seed, epochs)
    except GalaxyError as error:
        notes.error(error)
        return
    lines = [(f"Epoch {epoch}", said) for epoch, said in zip(epochs, words, strict=True)]
    pressed = gallery.gallery(made, lines, "drawn", gallery.Grid(6, label="As training shows it"))
    name = galaxy_dialog.named(galaxies, row)
    titles = [", ".join(filter(None, (name, epoch.lower(), said))) for epoch, said in lines]
    large.pictures(made, titles, pressed, "As training shows it")
    text.caption(
        f"{side} × {side} pixels, as the CNN sees it. With this seed a run is shown exactly these, epoch by epoch."
    )
    _blank(of, *texts)


def _grid(galaxies: Galaxies, of: Few, row: int, chosen: str, std: float) -> None:
    turn = st.session_state.get("augment-turn", 0)
    turns = range(turn, turn + VARIATIONS)
    rows = [row, *[other for other in of.rows.tolist() if other != row][: GRID - 1]]
    pictures, cards, titles = [], [], []
    try:
        for one in rows:
            made = preview.draws(of, one, (chosen,), std, SEED, turns)
            words = ["as it is", *(said or "unchanged" for said in preview.described(of, one, (chosen,), SEED, turns))]
            pictures += [_seen(of, one), *made]
            name, drawn = galaxy_dialog.named(galaxies, one), ["", *(f", draw {number + 1}" for number in turns)]
            titles += [f"{name}, {said}{number}" for said, number in zip(words, drawn, strict=True)]
            cards += [
                gallery.Card((said,), name=title) for said, title in zip(words, titles[-len(words) :], strict=True)
            ]
    except GalaxyError as error:
        notes.error(error)
        return
    grid = gallery.Grid(VARIATIONS + 1, 64, "Variations")
    large.pictures(pictures, titles, gallery.gallery(pictures, cards, "variations", grid), "Variations")


def _blank(of: Few, *chosen: str) -> None:
    """A warning where much of an image would be blank, were it not filled."""
    try:
        share = preview.blank(chosen, of.images.shape[1:3])
        border = augmentations.pipeline(chosen).border
    except GalaxyError:
        return
    if share > augmentations.BLANK:
        how = "They stay black" if border == "black" else "They are filled from inside it"
        rest = f"{how}; a model may learn from that. Smaller changes leave less."
        notes.note(f"{formatting.share(share)} of the pixels come from outside the image.", rest)


def _parts(of: Few, row: int, chosen: str, std: float) -> None:
    """The change taken apart, where it can be."""
    try:
        parts = preview.parts(_seen(of, row), chosen, std, SEED)
    except GalaxyError:  # said above, by the grid
        return
    if parts:
        text.heading("Taken apart")
        titles, images = zip(*parts, strict=True)
        pressed = gallery.gallery(images, titles, "parts", gallery.Grid(3, label="Taken apart"))
        large.pictures(images, titles, pressed, "Taken apart")


def _seen(of: Few, row: int) -> np.ndarray:
    return of[np.array([row])][0]


def _fits(galaxies: Galaxies, kind: int | None) -> bool:
    row = st.session_state.get("augment-row")
    return row is not None and row < galaxies.n and (kind is None or kind == int(galaxies.labels[row]))


def _another(galaxies: Galaxies, kind: int | None) -> None:
    turn = st.session_state["augment-turns"] = st.session_state.get("augment-turns", 0) + 1
    found = thumbnails.handful(galaxies.strata, 1, turn, kind)
    st.session_state["augment-row"] = int(found[0]) if len(found) else 0


def _step(galaxies: Galaxies, kind: int | None, before: int) -> None:
    """To the next one of the chosen class in the direction of the step, or the last there is."""
    now = st.session_state["augment-row"]
    if kind is None:
        return
    rows = np.flatnonzero(galaxies.labels == kind)
    at = int(np.searchsorted(rows, now)) - (now < before and now not in rows)
    st.session_state["augment-row"] = int(rows[np.clip(at, 0, len(rows) - 1)])


def _turn() -> None:
    st.session_state["augment-turn"] = st.session_state.get("augment-turn", 0) + VARIATIONS


def _fresh() -> None:
    st.session_state["augment-epoch"] = st.session_state.get("augment-epoch", 0) + DRAWS
