"""The parts of Explore."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import streamlit as st

from galaxy_core import AbsentError, DataError, glossary, health
from galaxy_core.charts import components as drawings
from galaxy_core.charts import formatting
from galaxy_core.charts import sky as sky_charts
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.datasets import Galaxies, alike
from galaxy_core.prepare import thumbnails
from galaxy_core.storage import background
from pages.ui import (
    cache,
    charts,
    chips,
    class_cards,
    class_rows,
    component,
    galaxy_dialog,
    large,
    notes,
    panes,
    picture_pages,
    run_card,
    text,
)
from pages.ui import gallery as galleries

VIEWS = ("A handful of all", "One of each class", "Ten of one class")
HANDFUL, MAP = 30, 3000


def preparing(galaxies: Galaxies, later: bool = False) -> None:
    """How far the thumbnails are that are made in the background; the page is drawn anew when they are whole.

    Whoever makes them also sees which images are alike. Where they were made and that is still unknown, it is found.
    later: only once the page has been drawn and seen, as both would take the processor.
    """
    if thumbnails.find(galaxies) is None:
        verb = "Drawing" if galaxies.synthetic else "Preparing"
        words = (f"{verb} the pictures", "Everything else works meanwhile.")
        _until(lambda: thumbnails.find(galaxies) is not None, lambda: thumbnails.start(galaxies), words, later)
    elif not alike.is_quick(galaxies):
        words = ("Comparing the images", "Copies of one image have to be in one part of the split.")
        _until(lambda: alike.is_quick(galaxies), lambda: alike.start(galaxies), words, later)


def _until(done: Callable[[], bool], start: Callable[[], background.Job], words: tuple[str, str], later: bool) -> None:
    """How far work in the background is, what it is and what it is for; the page is drawn anew when it is done."""
    seen = not later

    @st.fragment(run_every="1s")
    def panel() -> None:
        nonlocal seen
        if not seen:  # the next look comes from the browser
            seen = True
            text.caption(f"{words[0]}. {words[1]}")
            return
        if done():
            st.rerun()
        job = start()
        if job.error:
            notes.error(job.error, "Counts and numbers below are right; some pictures are missing.")
            return
        left = f", {formatting.duration(job.seconds_left)} left" if job.seconds_left else ""
        text.caption(f"{words[0]}, {100 * job.share:.0f} %{left}. {words[1]}")
        st.html(run_card.progress_html(job.share))

    panel()


def five_of_each(galaxies: Galaxies) -> list[list[np.ndarray]]:
    """Five thumbnails of every class, or empty squares while there are none."""
    rows = cache.some_of_each(galaxies, 5, 0)
    return [
        list(few) for few in np.split(_pictures(galaxies, np.concatenate(rows)), np.cumsum([len(r) for r in rows])[:-1])
    ]


def facts(galaxies: Galaxies) -> None:
    """Numbers of the data set and of its three parts."""
    height, width, _ = galaxies.image_shape
    pairs = [("Galaxies", formatting.count(galaxies.n)), ("Image", f"{width} × {height} pixels, colour")]
    if galaxies.pixel_scale is not None and np.isfinite(galaxies.pixel_scale).any():
        pairs.append(("Pixel scale", f"{np.nanmedian(galaxies.pixel_scale):.3f}″ per pixel"))
    try:
        split = cache.split(galaxies)
        for part, name in formatting.PARTS.items():
            n = len(split.part(part))
            pairs.append((name, f"{formatting.count(n)} ({100 * n / galaxies.n:.0f} %)"))
    except AbsentError:
        pairs += [(name, "known when the images have been compared") for name in formatting.PARTS.values()]
    except DataError as error:
        notes.error(error, "It can be looked at, but nothing can be trained on it.")
    if galaxies.classes:
        pairs.append(("Class imbalance", f"{health.imbalance(galaxies):.1f} : 1"))
    text.facts(pairs)
    text.caption(glossary.explained("training", "validation", "test"))


def data_notes(galaxies: Galaxies) -> None:
    """What is known about this data set, each note with its first sentence in bold."""
    own, found = galaxies.notes, cache.notes(galaxies)[len(galaxies.notes) :]
    for sentence in own:
        end = next((mark for mark in (": ", "; ", ", so ", ". ") if mark in sentence), ". ")
        first, _, rest = sentence.partition(end)
        rest = (
            f"So {rest}" if end == ", so " else rest if "/" in rest.partition(" ")[0] else rest[:1].upper() + rest[1:]
        )
        notes.note(first.rstrip(".") + ".", rest)
    if found:
        notes.note(found[0], " ".join(found[1:]))


def uneven_classes(galaxies: Galaxies) -> None:
    """How uneven the classes are, and why that matters."""
    times = health.imbalance(galaxies)
    if times < 1.5:
        return
    with panes.card("uneven"):
        text.heading("Class imbalance")
        text.sentence(
            f"The largest class has **{times:.1f} times** as many images as the smallest. Accuracy alone hides this, "
            "so macro-F1 stands beside it: "
            f"{glossary.phrase('macro-F1')}."
        )


def gallery(galaxies: Galaxies, labels: Sequence[ClassLabel], chosen: int | None) -> None:
    """Thumbnails: a handful of all, one of each class or ten of one; a press on one shows it large."""
    with panes.row("gallery"):
        st.subheader("Gallery", width="content", anchor=False)
        if st.button("Another handful", key="handful"):
            st.session_state["handful-seed"] = st.session_state.get("handful-seed", 0) + 1
        st.space("stretch")
        view = st.segmented_control(
            "Show", VIEWS, default=VIEWS[0], required=True, label_visibility="collapsed", key="gallery-view",
            persist_state="session", wrap=True,
        )  # fmt: skip
    seed = st.session_state.get("handful-seed", 0)
    if chosen is not None:
        clear = class_rows.clear
        chips.filter_chips(
            [("only", labels[chosen])], "only", on_clear=clear, args=(f"rows-{galaxies.identity.images}",)
        )
        class_cards.popover(galaxies, chosen, "only")
    if chosen != st.session_state.setdefault("gallery-chosen", chosen):
        st.session_state["gallery-chosen"] = chosen
        component.into_view("gallery")
    rows = _gallery_rows(galaxies, labels, chosen, view, seed)
    captions = [(labels[galaxies.labels[row]].short, _called(galaxies, row)) for row in rows.tolist()]
    grid = galleries.Grid(10 if view == VIEWS[0] else 5)
    pressed = galleries.gallery(list(_pictures(galaxies, rows)), captions, "gallery", grid)
    text.caption(thumbnails.shown(galaxies))
    galaxy_dialog.large_view(galaxy_dialog.Origin(galaxies, rows), pressed)


def without_classes(galaxies: Galaxies) -> None:
    """The images with what is true of them, and the facts, where there are no classes to sort them by."""
    left, right = panes.panes("explore", "wide")
    with left:
        st.subheader("Gallery", anchor=False)
        rows = np.random.default_rng(0).permutation(galaxies.n)
        look = picture_pages.Look("gallery", HANDFUL, 5)
        pressed = picture_pages.draw(
            rows, galaxies, lambda place: (_called(galaxies, int(rows[place])),), look, "gallery-page"
        )
        galaxy_dialog.large_view(galaxy_dialog.Origin(galaxies, rows), pressed)
    with right:
        st.subheader("This data set", anchor=False)
        facts(galaxies)
        data_notes(galaxies)


def mean_images(galaxies: Galaxies, pictures: np.ndarray | None, labels: Sequence[ClassLabel]) -> None:
    """The mean of each class: what is common to it, and how it is turned every way."""
    if pictures is None:
        _not_yet()
        return
    means, names = list(cache.means(galaxies, pictures)), [label.short for label in labels]
    pressed = galleries.gallery(means, names, "means", galleries.Grid(label="Mean images"))
    large.pictures(means, [f"Mean image, {name}" for name in names], pressed, "Mean image of each class")
    text.caption("The mean of up to 500 images of a class. Spirals vanish, as every galaxy is turned another way.")


def sky(galaxies: Galaxies) -> None:
    """Sky map and redshifts, where the data set knows them."""
    if galaxies.ra is None and galaxies.redshift is None:
        text.caption("This data set holds neither positions nor redshifts.")
    if galaxies.ra is not None and galaxies.dec is not None:
        points = sky_charts.sky_rows(galaxies.ra, galaxies.dec, lambda row: galaxy_dialog.named(galaxies, row))
        charts.draw(sky_charts.sky_map(points), "Sky map", "sky")
        some = f" {sky_charts.SHOWN:,} of the galaxies, by chance." if len(points) == sky_charts.SHOWN else ""
        explained = glossary.explained("right ascension and declination")
        invented = " These galaxies are drawn: their places are invented, too." if galaxies.synthetic else ""
        text.caption(f"The whole sky in Mollweide’s projection.{some}{invented} {explained}")
    if galaxies.redshift is not None and np.isfinite(galaxies.redshift).any():
        charts.draw(sky_charts.redshifts(galaxies.redshift), "Redshifts", "redshifts")
        text.caption(glossary.explained("redshift"))


def components(galaxies: Galaxies, labels: Sequence[ClassLabel], pictures: np.ndarray | None) -> None:
    """The scree plot, and a map of some thousand images on which alike ones are neighbours; a point shows its image."""
    if pictures is None:
        _not_yet()
        return
    with notes.loading("Comparing the images…", 460):
        rows, scores, shares = cache.principal_components(galaxies, pictures, MAP)
    left, right = panes.panes("pca", "wide")
    with left:
        dark = st.context.theme.type != "light"
        chart = drawings.points(scores, galaxies.labels[rows], labels, dark)
        picked = charts.pick(chart, drawings.PICKED, "map")
        text.caption(
            f"{formatting.count(len(rows), 'image')}; those that look alike lie side by side. Press a point to see it."
        )
    with right:
        if picked:
            row = int(rows[int(picked[0]["place"])])
            name = f"No. {row:,}, {labels[galaxies.labels[row]].name}"
            st.image(galaxies.images(np.array([row]))[0], width=260, alt=name)
            text.caption(text.literal(name))
        charts.draw(drawings.scree(shares), "Explained variance", "scree")
        text.caption(glossary.explained("principal components (PCA)", "explained variance"))


@contextmanager
def folded(title: str, key: str) -> Iterator[bool]:
    """A fold; yields whether it is open, so that what is costly is made only then."""
    fold = st.expander(title, key=f"fold-{key}", on_change="rerun")
    with fold:
        yield bool(fold.open)


def _not_yet() -> None:
    text.caption("This comes as soon as all pictures are prepared.")


def _gallery_rows(
    galaxies: Galaxies, labels: Sequence[ClassLabel], chosen: int | None, view: str, seed: int
) -> np.ndarray:
    if view == VIEWS[1]:
        return thumbnails.one_of_each(galaxies.labels, len(labels), seed)
    if view == VIEWS[2]:
        names = [label.name for label in labels]
        picked = chosen if chosen is not None else st.selectbox(
            "Class", range(len(names)), format_func=names.__getitem__, key="gallery-class", width=270
        )  # fmt: skip
        return thumbnails.handful(galaxies.labels, 10, seed, picked)
    return thumbnails.handful(galaxies.labels, HANDFUL, seed, chosen)


def _called(galaxies: Galaxies, row: int) -> str:
    """What an image is called, at the beginning of a line."""
    name = galaxy_dialog.called(galaxies, row)
    return name if len(galaxies.files) else name.capitalize()


def _pictures(galaxies: Galaxies, rows: np.ndarray) -> np.ndarray:
    if cache.has_pictures(galaxies, rows):
        found = cache.pictures(galaxies, rows)
    else:
        with notes.loading(f"Galaxies are being {'drawn' if galaxies.synthetic else 'read'}…", 320):
            found = cache.pictures(galaxies, rows)
    return found if found is not None else np.repeat(galleries.EMPTY[None], len(rows), axis=0)
