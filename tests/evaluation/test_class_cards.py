"""Cards of classes: counted in the data set and on validation images; the path of what a rule made of votes."""

import numpy as np

from galaxy_core import datasets, runs
from galaxy_core.datasets import morphology
from galaxy_core.evaluation import Predictions, class_cards, stored


def test_a_card_is_counted(finished: dict[str, runs.Run]):
    galaxies, run = datasets.open_dataset("sample"), finished["cnn"]
    said = Predictions.of(stored.predictions(run, "validation"))
    for label in range(len(galaxies.classes)):
        card = class_cards.class_card(galaxies, label, "sample", run)
        counts = np.bincount(galaxies.labels)
        assert card.images == counts[label] and card.of == galaxies.n and card.more == (counts > counts[label]).sum()
        of_it = said.labels == label
        if not of_it.any():
            assert card.recognised is None
            continue
        assert card.recognised is not None and card.recognised.n == of_it.sum()
        assert card.recognised.share.value == said.right[of_it].mean()
        for other, count in card.recognised.taken_for:
            assert other != label and count == (of_it & (said.predicted == other)).sum() > 0


def test_what_a_class_is_is_known_by_its_name_whoever_has_it():
    card = class_cards.class_card(datasets.open_dataset("sample"), 1)
    assert card.meaning is morphology.MERGING and card.recognised is None and card.votes == ()
    assert class_cards.meanings()["smooth, cigar shaped"] is morphology.CIGAR
    assert "something else" not in class_cards.meanings()


def test_the_path_through_the_tree_to_a_class_made_of_votes():
    galaxies = datasets.open_dataset("sample_votes:five")
    card = class_cards.class_card(galaxies, galaxies.classes.index("Edge-on"), "sample_votes:five")
    assert card.votes == ("Smooth or featured: “Features or disk”, 43 % or more", "Edge-on: “Edge-on”, 60 % or more")
