"""How many images do I have to label? The score by their number, from scratch, from drawn galaxies, from ImageNet."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from galaxy_core.presets import Planned

ORDER = 5
TITLE = "Few labels"
SENTENCE = (
    "How many images of each class do I have to label? From scratch, from weights learned on drawn galaxies, and from "
    "ImageNet where its weights are here."
)
SOURCE = "ours"
DATASETS = ()
TRAPS = (
    "The labels of all other training images are set aside, also for choosing: nothing is learned from them.",
    "What it starts from was learned on images that this program draws, and comes with it; test images are of this "
    "data set only. On drawn galaxies themselves that is no fair start: it has seen thousands like them.",
    "From ImageNet, a network that knows photographs stays as it is and only its last layer learns: from numbers "
    "scaled by the mean and spread of all training images, labelled or not.",
)
WITHOUT = (
    "The curve from ImageNet is left out, as the weights of MobileNetV2 aren't on this computer: a run of Transfer "
    "downloads them (9 MB), or says where to put their file by hand."
)
PUBLISHED = ()
LABELS = (5, 10, 20, 50, 100)
SEEDS = 3
TIMES = 8  # each labelled image is shown so often an epoch, turned and mirrored
DRAWN = {
    "backbone": "Drawn galaxies", "mode": "two_phases", "image_size": 64, "dropout": 0.3, "views": 8,
    "freeze_batchnorm": False, "learning_rate": 0.002, "backbone_lr_factor": 0.25,
}  # fmt: skip


def runs(counts: np.ndarray) -> tuple[Planned, ...]:
    """For each number of labels and seed, the CNN from scratch, and the same network from drawn galaxies."""
    planned = []
    for labels, shown in _shown(counts):
        planned.append(Planned(f"{labels} labels a class, from scratch", "cnn", {"views": DRAWN["views"]}, **shown))
        planned.append(Planned(f"{labels} labels a class, from drawn galaxies", "transfer", DRAWN, **shown))
    return tuple(planned)


def further(counts: np.ndarray) -> tuple[Planned, ...]:
    """The same from ImageNet: the smallest backbone describes all images once, for all of these runs."""
    chosen = {"backbone": "MobileNetV2", "weights": "published", "mode": "features"}
    return tuple(
        Planned(f"{labels} labels a class, from ImageNet", "transfer", chosen, **shown)
        for labels, shown in _shown(counts)
    )


def _shown(counts: np.ndarray) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each number of labels that there are, with each seed."""
    most = int(counts.max(initial=0))
    for labels in [n for n in LABELS if n <= most] or [most]:
        for seed in range(SEEDS):
            yield labels, {"balance": f"at_most:images={labels},times={TIMES}", "seed": seed}
