"""Study 001: a CNN of 477,994 numbers on Galaxy10 DECaLS, and what its author wished for."""

import numpy as np

from galaxy_core.presets import Planned, Published

ORDER = 2
TITLE = "DECaLS CNN (study 001)"
SENTENCE = (
    "A CNN built by hand, to the layer, beside the majority baseline and transfer; "
    "copies of its worst classes; an ensemble."
)
SOURCE = "study 001, on Galaxy10 DECaLS"
DATASETS = ("galaxy10_decals",)
TRAPS = (
    "The study's 81.1 % were measured on the tenth that also chose the model; here validation images choose.",
    "Its split is seeded and stratified as here, but galaxies within 10″ of each other stay on one side, so the test "
    "images aren't quite the same.",
    "Its images are shrunk to 128 pixels and their middle of 88 is cut out: the same piece of sky is cut first here.",
)
PUBLISHED = (
    Published("Study 001, CNN", 0.811, "on the same 10 % that chose the model", "galaxy10_decals"),
    Published("Study 001, baseline", 0.149, "majority baseline", "galaxy10_decals"),
    Published("D16-equivariant CNN, arXiv 2311.01500", 0.9552, "64/16/20", "galaxy10_decals"),
    Published("Astroformer-4, arXiv 2304.05350", 0.9486, "its own split, not published", "galaxy10_decals"),
)
SPLIT = "90/10@5"
WORST = {0: 3, 4: 2, 6: 1.5, 7: 1.5}  # classes it recognised least: Disturbed, Cigar, Tight, Loose


def runs(counts: np.ndarray) -> tuple[Planned, ...]:
    """Guessing; the CNN, with dropout, with L2; two backbones; targeted copies; an ensemble of the four CNNs."""
    factors = "/".join(f"{label}x{factor:g}" for label, factor in WORST.items() if label < len(counts))
    features = {"mode": "features", "image_size": 128}
    return (
        Planned("Majority baseline", "majority", split=SPLIT),
        Planned("Study 001's CNN", "plain_cnn", split=SPLIT),
        Planned("with dropout", "plain_cnn", {"dropout": 0.5}, split=SPLIT),
        Planned("with L2", "plain_cnn", {"l2": 0.0005}, split=SPLIT),
        Planned("more of the worst classes", "plain_cnn", split=SPLIT, balance=f"targeted:factors={factors}"),
        Planned("VGG16", "transfer", features | {"backbone": "VGG16"}, split=SPLIT, quick={"image_size": 48}),
        Planned(
            "InceptionV3", "transfer", features | {"backbone": "InceptionV3"}, split=SPLIT, quick={"image_size": 80}
        ),
        Planned("Ensemble of the four CNNs", "ensemble", split=SPLIT, members=(1, 2, 3, 4)),
    )
