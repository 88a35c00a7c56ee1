"""Changed copies of galaxies that keep their class: see them, trust them, balance the classes with them."""

import streamlit as st

from galaxy_core import glossary, models
from pages.ui import augment, balance, cache, class_change, explore, frame, study, text

galaxies = frame.dataset_page("Augment", "Changed copies of a galaxy that are still the same kind, to learn more from.")
row = augment.galaxy(galaxies)
few = augment.few(galaxies, row)
if few is None:
    st.stop()
std = cache.standard_deviation(galaxies, augment.LARGE)

st.subheader("Every augmentation of this galaxy", anchor=False)
text.caption(glossary.explained("augmentation"))
operation = augment.every_operation(galaxies, few, row, std)

st.subheader("One augmentation", anchor=False)
augment.one_operation(galaxies, few, row, std)

st.subheader("All together, as training shows them", anchor=False)
usual = models.model(models.usual())
chosen = augment.pipeline(galaxies, row, usual.AUGMENT, usual.steps(usual.Parameters()))

policy: str | None = galaxies.task.BALANCE or "none"
if galaxies.classes:
    st.subheader("Class balancing", anchor=False)
    text.caption(glossary.explained("class balancing"))
    policy = balance.policy(galaxies, few, row, usual.BALANCE)
balance.use(chosen, policy, bool(galaxies.classes))

if galaxies.classes:
    with explore.folded("Robustness: does an augmentation change what a model says?", "strengths") as opened:
        if opened:
            class_change.change_of_class(galaxies, operation)
with explore.folded("Ablation study: which augmentation helps?", "study") as opened:
    if opened:
        study.which_helps(galaxies)
