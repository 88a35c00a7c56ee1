"""What a class is, in plain words, behind a button: why it looks so, how common it is, what a model takes it for."""

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import class_cards
from galaxy_core.evaluation.class_cards import ClassCard, Recognised
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import Run
from pages.ui import cache, gallery, run_names, text

PICTURES = 3


def popover(galaxies: Galaxies, label: int, key: str, run: Run | None = None) -> None:
    """A button that opens the card of a class: "About Barred Spiral"."""
    labels = class_labels(galaxies.classes)
    with st.popover(f"About {text.literal(labels[label].name)}", key=f"about-{key}", type="tertiary"):
        card = class_cards.class_card(galaxies, label, run.request.dataset if run else run_names.chosen(), run)
        _words(card)
        _pictures(galaxies, card, key)
        text.sentence(_how_common(card, galaxies.title))
        if card.votes:
            text.sentence(f"**In the votes**: {text.literal('; '.join(card.votes))}.")
        if card.recognised is not None:
            text.sentence(_taken_for(card.recognised, [other.name for other in labels]))


def _words(card: ClassCard) -> None:
    text.heading(text.literal(card.name))
    if card.meaning is not None:
        text.sentence(f"{card.meaning.what} {card.meaning.why}")


def _pictures(galaxies: Galaxies, card: ClassCard, key: str) -> None:
    """Three images of it, always the same ones; nothing while none can be had."""
    rows = np.sort(thumbnails.handful(galaxies.labels, PICTURES, 0, card.label))
    try:
        pictures = cache.pictures(galaxies, rows)
    except GalaxyError:
        return
    if pictures is not None and len(rows):
        captions = [f"no. {row:,}" for row in rows.tolist()]
        grid = gallery.Grid(PICTURES, 72, f"Some {card.name}", pressable=False)
        gallery.gallery(list(pictures), captions, f"card-{key}", grid)


def _how_common(card: ClassCard, title: str) -> str:
    place = "the most common class" if not card.more else f"the {formatting.ordinal(card.more + 1)} most common class"
    return (
        f"**How common**: {formatting.count(card.images)} of {formatting.count(card.of)} images of "
        f"{text.literal(title)}, {formatting.percent(card.images / max(1, card.of))}; {place}."
    )


def _taken_for(of: Recognised, names: list[str]) -> str:
    """What the model does with its validation images: "Of 120 validation images it recognises 84.2 % (…); it takes 12
    for Merging and 4 for Disturbed"."""
    others = formatting.listed([f"{count:,} for {text.literal(names[other])}" for other, count in of.taken_for])
    return (
        f"**This model**: of {formatting.count(of.n, 'validation image')} of it, it recognises "
        f"{formatting.scored(of.share)}{f'; it takes {others}' if others else ''}."
    )
