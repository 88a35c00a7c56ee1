"""The tree of GalaxyMNIST."""

from galaxy_core import trees


def test_its_answers_are_its_classes() -> None:
    tree = trees.tree("galaxy_mnist")
    assert tree.answers == ("smooth_round", "smooth_cigar", "edge_on_disk", "unbarred_spiral")
