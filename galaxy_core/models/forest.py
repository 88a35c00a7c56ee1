"""A random forest on PCA scores: many trees that each saw other galaxies, and vote."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.models import Examples, Progress, trees
from galaxy_core.plugins.parameters import parameter

TITLE = "Random forest on PCA"
SENTENCE = "Describes each image by a few basic patterns; many trees of yes-or-no questions vote on the class. Seconds."
SOURCE = "Breiman 2001, scikit-learn"
TASK = "classes"
ORDER = 1.3


@dataclass(frozen=True)
class Parameters:
    """How images are described, and how many trees of which size vote."""

    components: int = parameter(
        40, "Components", "How many basic patterns (PCA components) describe an image.", low=1, high=200
    )
    trees: int = parameter(200, "Trees", "How many trees vote.", low=1, high=2000)
    depth: int = parameter(12, "Depth", "Questions from the root of a tree to its leaves, at most.", low=1, high=30)
    image_size: int = parameter(
        64, "Image size", "Pixels along one side, after the middle has been cut out.", low=16, high=256, step=8
    )
    crop: float = parameter(
        0.75, "Part of the image", "Share of each side that is kept around the centre.", low=0.2, high=1.0, step=0.05
    )
    leaf: int = parameter(
        3, "Images in a leaf", "A question that leaves fewer training images on a side isn't asked.", low=1, high=1000,
        folded=True,
    )  # fmt: skip
    weights: str = parameter(
        "equal", "Weights", "Equal: every image counts alike. Balanced: every class does.",
        choices=("equal", "balanced"), folded=True,
    )  # fmt: skip


def steps(parameters: Parameters) -> tuple[str, ...]:
    """The middle, resized."""
    return (f"crop:fraction={parameters.crop}", f"resize:size={parameters.image_size}")


def work(parameters: Parameters, images: int, classes: int) -> float:
    """Finding the components, and sorting the scores at every depth of every tree."""
    grown = 150 * images * parameters.trees * parameters.depth * parameters.components**0.5 / 1e9
    return trees.work(parameters.components, parameters.image_size, images) + grown


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> trees.Woods:
    """PCA, then scikit-learn's forest on the scores; the mean of the trees' shares is the probability."""
    from sklearn.ensemble import RandomForestClassifier

    scores, described = trees.described(train, parameters.components, progress)
    progress.say("growing trees")
    forest = RandomForestClassifier(
        parameters.trees, max_depth=parameters.depth, min_samples_leaf=parameters.leaf, random_state=progress.seed,
        class_weight="balanced" if parameters.weights == "balanced" else None, n_jobs=-1,
    ).fit(described, train.labels)  # fmt: skip
    learned = []
    for one in forest.estimators_:
        value = np.zeros((one.tree_.node_count, train.classes))
        shares = one.tree_.value[:, 0]
        value[:, forest.classes_] = shares / shares.sum(axis=1, keepdims=True) / parameters.trees
        learned.append((one.tree_, value))
    return trees.Woods(scores, trees.joined(learned), None, train.images.shape[1:])
