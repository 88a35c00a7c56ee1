"""Balancing on Augment: a policy's counts before and after, and what is chosen taken to Train."""

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError
from galaxy_core.augmentations import balancing, geometry
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets import Galaxies
from galaxy_core.models import preview
from galaxy_core.models.preview import Few
from pages.ui import cache, choices, class_rows, draft, form, gallery, large, notes, panes, text


def policy(galaxies: Galaxies, of: Few, row: int, first: str) -> str | None:
    """The policy, what it does to the training part, and copies of a galaxy; None, and a sentence, where it can't be
    used. It begins with `first`, what Train's form begins with."""
    left, right = panes.panes("balance", "narrow")
    with left:
        chosen = choices.one("Policy", balancing, "augment-balance", first, form.Given(galaxies))
    try:
        before = cache.counts(galaxies)
        after, weights = balancing.shown(chosen, before), balancing.weights(chosen, before)
    except GalaxyError as error:
        with left:
            notes.error(error)
        return None
    with right:
        rows = [
            class_rows.ClassRow(label, n, formatting.count(n), after=(m, _after(m, weight, bool((weights != 1).any()))))
            for label, n, m, weight in zip(
                class_labels(galaxies.classes), before.tolist(), after.tolist(), weights.tolist(), strict=True
            )
        ]
        class_rows.class_rows(rows, key="balance-rows", pressable=False)
    with left:
        _parts(galaxies, int(before.sum()), int(after.sum()))
        _copies(of, row, before, after)
    return chosen


def use(augment: tuple[str, ...], chosen: str | None, is_balanced: bool) -> None:
    """The button that takes the changes, and the policy where one is offered, to Train."""
    with panes.row("use"):
        pressed = st.button("Train with these", type="primary", key="use", disabled=chosen is None)
        balanced = " and this balancing" if is_balanced else ""
        text.caption(f"Opens Train with these augmentations{balanced} in its form.")
    if pressed and chosen is not None:
        draft.carry(augment, chosen)
        st.switch_page("pages/3_Train.py")


def _after(shown: int, weight: float, weighted: bool) -> str:
    return f"{formatting.count(shown)}, each × {weight:.2f}" if weighted else formatting.count(shown)


def _copies(of: Few, row: int, before: np.ndarray, after: np.ndarray) -> None:
    """The galaxy as often as an epoch shows those of its class, where that is more than once."""
    label = int(of.task.strata(of.targets)[np.searchsorted(of.rows, row)])
    times = -(-int(after[label]) // max(1, int(before[label])))
    if times < 2:
        return
    shown = min(times, geometry.SYMMETRIES)
    text.heading(f"This galaxy, up to {times} times an epoch")
    pictures = list(preview.copies(of, row, shown))
    words = [one or "as it is" for one in preview.copies_described(shown)]
    pressed = gallery.gallery(pictures, words, "copies", gallery.Grid(4, 64, "Copies"))
    large.pictures(pictures, words, pressed, "Copies of this galaxy")
    text.caption("Turned and mirrored exactly; the augmentations chosen above come on top.")


def _parts(galaxies: Galaxies, before: int, after: int) -> None:
    validation, test = (int(cache.counts(galaxies, part=part).sum()) for part in ("validation", "test"))
    text.facts([
        ("Training", f"{before:,} images, shown {after:,} times an epoch"),
        ("Validation", f"{validation:,}, unchanged"),
        ("Test", f"{test:,}, unchanged"),
    ])  # fmt: skip
    text.caption("Above each class as it is, below it as an epoch shows it. Only the training part is ever balanced.")
