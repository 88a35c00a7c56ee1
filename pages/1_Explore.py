"""What is in a data set: counts, pictures, places on the sky, what differs most between images."""

import streamlit as st

from galaxy_core.charts.class_labels import class_labels
from galaxy_core.prepare import thumbnails
from pages.ui import address, class_rows, disk, explore, frame, how_read, panes, tasks

galaxies = frame.dataset_page("Explore", "What is in the data, how many of each kind, and what they look like.")
explore.preparing(galaxies)
if not galaxies.classes:
    if not tasks.draw(galaxies.task.name, "explore", galaxies):
        explore.without_classes(galaxies)
    st.stop()
labels = class_labels(galaxies.classes)

left, right = panes.panes("explore", "wide")
with left:
    st.subheader("Galaxies of each class", anchor=False)
    five = explore.five_of_each(galaxies)
    key = f"rows-{galaxies.identity.images}"
    address.follow_picked("class", key, len(labels))
    chosen = class_rows.class_rows(class_rows.counted(labels, galaxies.counts.tolist(), five), key)
    address.write_picked("class", chosen)
with right:
    st.subheader("This data set", anchor=False)
    explore.facts(galaxies)
    explore.data_notes(galaxies)
    explore.uneven_classes(galaxies)

explore.gallery(galaxies, labels, chosen)

pictures = thumbnails.find(galaxies)
with explore.folded("How this data set was read", "read") as opened:
    if opened:
        how_read.draw(galaxies)
with explore.folded("Mean image of each class", "means") as opened:
    if opened:
        explore.mean_images(galaxies, pictures, labels)
with explore.folded("Sky map and redshifts", "sky") as opened:
    if opened:
        explore.sky(galaxies)
with explore.folded("Principal components (PCA)", "pca") as opened:
    if opened:
        explore.components(galaxies, labels, pictures)
with explore.folded("Prepared images on disk", "prepared") as opened:
    if opened:
        disk.prepared()
