"""As if only so many images of each class had been labelled."""

import numpy as np

from galaxy_core.augmentations import balancing


def test_so_many_different_images_of_each_class_so_often() -> None:
    labels = np.repeat([0, 1, 2], [50, 3, 20])
    text = "at_most:images=5,times=8"
    assert balancing.shown(text, np.bincount(labels)).tolist() == [40, 24, 40]
    places, copies = balancing.order(text, labels, 3, seed=0, epoch=1)
    assert [len(np.unique(places[labels[places] == label])) for label in range(3)] == [5, 3, 5]
    assert set(np.bincount(places)) == {0, 8} and sorted(set(copies)) == list(range(8))


def test_the_same_ones_in_every_epoch_and_others_for_another_seed() -> None:
    labels = np.repeat([0, 1], [60, 60])

    def used(seed: int, epoch: int) -> set[int]:
        return set(balancing.order("at_most:images=10", labels, 2, seed, epoch)[0].tolist())

    assert used(0, 1) == used(0, 7) and len(used(0, 1)) == 20
    assert len(used(0, 1) & used(1, 1)) < 10
