"""Our own best recipe for two cores and an hour, on whatever data set."""

import numpy as np

from galaxy_core.presets import Planned

ORDER = 0
TITLE = "Best in an hour"
SENTENCE = (
    "Our own best recipe for two cores: two networks that can't tell how a galaxy is turned, one that knows drawn "
    "galaxies, and their mean."
)
SOURCE = "ours; Cohen & Welling 2016, arXiv 1602.07576"
DATASETS = ()
TASKS = ("classes", "votes")
TRAPS = (
    "Two are the same but for their random weights: the spread between them says a little of how much is chance.",
    "The third begins with weights that come with this program, learned on synthetic galaxies of no sample.",
)
PUBLISHED = ()
SEEDS = 2  # in the same time, two networks that learn longer: a third one adds less than its time gives the others
STEPS = 5_600  # of 32 images each, over all epochs: some 23 minutes for one network on two slow cores (AVX2)
SIDE = 64  # pixels: as good as 80 in the same time
DRAWN = {
    "backbone": "Drawn galaxies", "mode": "two_phases", "image_size": SIDE, "dropout": 0.3, "views": 8,
    "freeze_batchnorm": False, "learning_rate": 0.002, "backbone_lr_factor": 0.5,
}  # fmt: skip


def runs(counts: np.ndarray) -> tuple[Planned, ...]:
    """Two equivariant networks and one that begins with drawn galaxies, each of as many steps whatever the size of the
    data set, and their ensemble."""
    epochs = int(np.clip(round(32 * STEPS / max(1, int(counts.sum()))), 15, 150))
    nets = [
        Planned(f"Equivariant CNN, seed {seed}", "equivariant", {"epochs": epochs, "image_size": SIDE}, seed=seed)
        for seed in range(SEEDS)
    ]
    nets.append(Planned("CNN from drawn galaxies", "transfer", DRAWN | {"epochs": epochs}))
    return (*nets, Planned("Ensemble of all", "ensemble", members=tuple(range(len(nets)))))
