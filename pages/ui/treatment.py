"""How a run treats its images, as part of the form of Train: prepared, changed, balanced."""

from types import ModuleType
from typing import Any

import streamlit as st

from galaxy_core import GalaxyError, augmentations, glossary, models, prepare, runs
from galaxy_core.augmentations import balancing
from galaxy_core.datasets import Galaxies
from pages.ui import cache, choices, draft, form, panes, preparation, text


def treatment(galaxies: Galaxies, name: str, like: runs.Run | None, split: str) -> dict[str, Any]:
    """Preparation, and for a network augmentations and balancing, as `runs.request` takes them.

    split: the one that is chosen, whose training part is counted.
    """
    module, asked = models.model(name), like.request if like and like.request.model == name else None
    chosen: dict[str, Any] = {"preparation": _preparation(galaxies, asked)}
    if hasattr(module, "AUGMENT"):
        chosen["augment"] = _augment(module, asked, name)
        if not galaxies.task.BALANCE:  # else it would do harm
            chosen["balance"] = _balance(galaxies, split, module, asked, name)
    return chosen


def _preparation(galaxies: Galaxies, asked: runs.Request | None) -> tuple[str, ...]:
    first = asked.preparation if asked else ()
    with st.expander("Preprocessing", expanded=bool(first)):
        text.caption(
            f"{glossary.meaning('preprocessing')} Without a step of your own: the middle, resized. With some: these "
            "in their order, then resized."
        )
        steps = choices.several("Steps", prepare, draft.key("steps"), first)
        if steps and st.button("See what they do", key=draft.key("steps-preview")):
            preparation.show(galaxies, steps)
    return steps


def _augment(module: ModuleType, asked: runs.Request | None, name: str) -> tuple[str, ...]:
    own = draft.carried().get("augment", module.AUGMENT)
    first = asked.augment if asked else own
    with st.expander("Augmentation", expanded=first != module.AUGMENT):
        text.caption(f"{glossary.meaning('augmentation')} “Augment” shows what each does.")
        return choices.several("Augmentations", augmentations, draft.key(f"augment-{name}"), first)


def _balance(galaxies: Galaxies, split: str, module: ModuleType, asked: runs.Request | None, name: str) -> str:
    own = draft.carried().get("balance", module.BALANCE)
    first = asked.balance if asked else own
    with st.expander("Class balancing", expanded=first != module.BALANCE):
        text.caption(glossary.meaning("class balancing"))
        chosen = choices.one("Policy", balancing, draft.key(f"balance-{name}"), first, form.Given(galaxies))
        with panes.row("balance"):
            _counted(galaxies, split, chosen)
    return chosen


def _counted(galaxies: Galaxies, split: str, chosen: str) -> None:
    """How many images an epoch then has."""
    try:
        counts = cache.counts(galaxies, split)
        shown = balancing.shown(chosen, counts)
    except GalaxyError:  # said once, where training would start
        return
    text.caption(f"An epoch shows {shown.sum():,} images, of {counts.sum():,} for training.")
