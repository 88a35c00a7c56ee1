"""How many images do I have to label? The score by their number, from scratch and from earlier weights."""

import numpy as np

from galaxy_core.presets import Planned

ORDER = 5
TITLE = "Few labels"
SENTENCE = "How many images of each class do I have to label? From scratch, and from weights learned on drawn galaxies."
SOURCE = "ours"
DATASETS = ()
TRAPS = (
    "All other training images are set aside, also for choosing: nothing but the labelled ones is learned from.",
    "What it starts from was learned on images that this program draws; test images are of this data set only.",
)
PUBLISHED = ()
LABELS = (5, 10, 20, 50, 100)
SEEDS = 3
TIMES = 8  # each labelled image is shown so often an epoch, turned and mirrored


def runs(counts: np.ndarray) -> tuple[Planned, ...]:
    """A CNN on the sample to start from; then for each number of labels and seed, from scratch and from it."""
    known = int(counts.max(initial=0))
    found = [Planned("On the sample, to start from", "cnn", dataset="sample")]
    for labels in [n for n in LABELS if n <= known] or [known]:
        for seed in range(SEEDS):
            shown = {"balance": f"at_most:images={labels},times={TIMES}", "seed": seed}
            found.append(Planned(f"{labels} labels a class, from scratch", "cnn", **shown))
            found.append(Planned(f"{labels} labels a class, from the sample", "cnn", **shown, start=0))
    return tuple(found)
