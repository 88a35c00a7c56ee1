"""Study 003: how volunteers vote on Galaxy Zoo 2, by the study's network, and what its author wished for."""

from typing import Any

import numpy as np

from galaxy_core.presets import Planned, Published

ORDER = 3
TITLE = "Galaxy Zoo 2 votes (study 003)"
SENTENCE = (
    "From column means over the study's network to one that knows the tree: the same with turns and mirrors, "
    "in colour, and our own."
)
SOURCE = "study 003, on Galaxy Zoo 2"
DATASETS = ("galaxy_zoo2",)
TASKS = ("votes",)
TRAPS = (
    "The study stopped, and lowered the learning rate, by its training loss; here the validation images say when.",
    "What it continued began again with the first learning rate; here a run goes on with the rate where it was.",
    "Its 0.2265 was measured on the images by which it was tuned; here test images choose nothing.",
    "In its table the fractions of a question that nobody was asked are 0, and count in its error; "
    "here they are left out.",
    "Debiased fractions of a question need not sum to 1; a network whose fractions do learns from the votes "
    "themselves, or from renormalised ones.",
    "On smaller data sets a batch is smaller, so that an epoch has as many steps as in the study.",
)
KAGGLE = "Kaggle 2014: shares of all volunteers, 61,578 pictures to learn from, 79,975 others"
DECALS = "GZ DECaLS, 20 % test, at least 34 votes, where half were asked; n ="
PUBLISHED = (
    Published("Study 003, CNN", 0.2265, "59,817 test images, by which it was tuned", "galaxy_zoo2", "rmse"),
    Published("Study 003, CNN", 0.6049, "59,817 test images, by which it was tuned", "galaxy_zoo2", "r2_global"),
    Published("Dieleman et al. 2015, first place", 0.07491, KAGGLE, "galaxy_zoo2", "kaggle_rmse"),
    Published("Second place", 0.07752, KAGGLE, "galaxy_zoo2", "kaggle_rmse"),
    Published("Third place", 0.07869, KAGGLE, "galaxy_zoo2", "kaggle_rmse"),
    Published("Extremely randomised trees", 0.1286, KAGGLE, "galaxy_zoo2", "kaggle_rmse"),
    *(
        Published("Walmsley et al. 2022", value, f"{DECALS} {n:,}", "galaxy_zoo2", question=question)
        for question, n, value in (
            ("Smooth or featured", 11_346, 0.9352), ("Edge-on", 3_803, 0.9871), ("Spiral arms", 2_859, 0.9349),
            ("Bar", 2_859, 0.8185), ("Bulge", 2_859, 0.8419), ("Roundness", 6_805, 0.9314),
            ("Shape of the bulge", 506, 0.9111), ("Winding of the arms", 1_997, 0.7832),
            ("Number of arms", 1_997, 0.7742), ("Merging", 11_346, 0.8798),
        )
    ),
)  # fmt: skip
SPLIT = "75/25@32"
STEPS = 90  # of an epoch of the study: 179,450 images in batches of 2,000
TURNED = ("rotation", "flips")


def runs(counts: np.ndarray) -> tuple[Planned, ...]:
    """Column means; ridge regression; the study's network; one that knows the tree, turned and mirrored,
    in colour; ours."""
    batch = int(np.clip(counts.sum() // STEPS, 32, 2000))
    study: dict[str, Any] = {"batch_size": batch}
    tree = study | {"head": "automatic"}
    return (
        Planned("Column mean", "column_mean", split=SPLIT),
        Planned("PCA and ridge regression", "pca_ridge", split=SPLIT),
        Planned("Study 003's CNN", "votes_cnn", study, split=SPLIT),
        Planned("that knows the tree", "votes_cnn", tree, split=SPLIT),
        Planned("with turns and mirrors", "votes_cnn", tree, split=SPLIT, augment=TURNED),
        Planned("in colour", "votes_cnn", tree, split=SPLIT, augment=TURNED, preparation=("crop:fraction=0.5",)),
        Planned("Our CNN", "cnn", split=SPLIT),
    )
