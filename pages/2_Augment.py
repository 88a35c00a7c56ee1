"""Changed copies of galaxies that keep their class: see them, trust them, balance the classes with them."""

import streamlit as st

from galaxy_core import models
from pages.ui import augment, balance, cache, class_change, explore, frame, study

galaxies = frame.dataset_page("Augment", "Changed copies of a galaxy that are still the same kind, to learn more from.")
row = augment.galaxy(galaxies)
few = augment.few(galaxies, row)
if few is None:
    st.stop()
spread = cache.deviation(galaxies, augment.LARGE)

st.subheader("Every change of this galaxy", anchor=False)
operation = augment.every_operation(few, row, spread)

st.subheader("One change", anchor=False)
augment.one_operation(few, row, spread)

st.subheader("As training shows it", anchor=False)
usual = models.model(models.usual())
chosen = augment.pipeline(galaxies, row, usual.AUGMENT, usual.steps(usual.Parameters()))

st.subheader("Balance of the classes", anchor=False)
policy = balance.policy(galaxies, few, row)
balance.use(chosen, policy)

with explore.folded("Does it change the class? Ask a trained model", "strengths") as opened:
    if opened:
        class_change.change_of_class(galaxies, operation)
with explore.folded("Which augmentation helps? Train with each and compare", "study") as opened:
    if opened:
        study.which_helps(galaxies)
