"""Study 000: does it help to bring small classes up to 4,000 images, with a small CNN and with transfer learning?"""

import numpy as np

from galaxy_core.presets import Planned, Published

ORDER = 1
TITLE = "SDSS augmentation (study 000)"
SENTENCE = "Copies of small classes, for a small CNN and for a network that knows photographs: when do they help?"
SOURCE = "study 000, on Galaxy10 SDSS"
DATASETS = ("galaxy10_sdss",)
TRAPS = (
    "F1-micro is the same as accuracy here, so macro-F1 and balanced accuracy stand beside it.",
    "The study doesn't say whether its 94 % were measured on untouched images; here only the training part is copied.",
    "Its images of 69 pixels are smaller than InceptionV3 takes (75), so they are enlarged to 80.",
    "Layer 172 of InceptionV3 lies inside the block mixed6: half of that block stays frozen, as in the study.",
)
PUBLISHED = (
    Published("Study 000, transfer, as it is", 0.73, "F1-micro on its own split", "galaxy10_sdss"),
    Published(
        "Study 000, transfer, experiment 1", 0.94, "on validation images, perhaps augmented ones", "galaxy10_sdss"
    ),
    Published("ResNet-50", 0.909, "70/15/15, augmentation on the training part only", "galaxy10_sdss"),
    Published("Largest class", 0.321, "the whole data set", "galaxy10_sdss"),
)
STUDIED = 17_428  # training images of Galaxy10 SDSS at 80/10/10, for which 4,000 is meant
IMAGES = 4000


def runs(counts: np.ndarray) -> tuple[Planned, ...]:
    """Baseline, the naive CNN, its grid of eight, and InceptionV3 on the three training sets."""
    images = max(2, round(IMAGES * int(counts.sum()) / STUDIED)) if counts.sum() < STUDIED * 0.9 else IMAGES
    images = max(images, int(np.sort(counts)[::-1][2]) if len(counts) > 2 else images)  # only two are ever cut
    naive = {"convolutions": "32,64,64", "dense": "64", "image_size": 64, "epochs": 20}
    grid = [
        {"convolutions": convolutions, "dropout": dropout, "batch_size": size}
        for convolutions in ("32,64,64", "64,128,128") for dropout in (0.0, 0.3) for size in (16, 64)
    ]  # fmt: skip
    thaw = {"backbone": "InceptionV3", "mode": "first_layers", "frozen_layers": 172, "image_size": 80, "epochs": 10}
    sets = (("as it is", "none"), ("experiment 1", f"raise_small:images={images}"),
            ("experiment 2", f"raise_and_cut:images={images}"))  # fmt: skip
    return (
        Planned("Majority baseline", "majority"),
        Planned("Naive CNN", "plain_cnn", naive, augment=()),
        *(Planned("Naive CNN, grid "
                  f"{at}", "plain_cnn", naive | settings, augment=()) for at, settings in enumerate(grid, 1)),
        *(Planned(f"Naive CNN, {name}", "plain_cnn", naive, balance=policy) for name, policy in sets[1:]),
        *(Planned(f"InceptionV3, {name}", "transfer", thaw, balance=policy, quick={"image_size": 80, "epochs": 1})
          for name, policy in sets),
    )  # fmt: skip
