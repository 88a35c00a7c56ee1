"""A random forest: many trees that each saw other galaxies, and vote."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.models import Examples, Progress, trees
from galaxy_core.models.trees import description
from galaxy_core.plugins.parameters import parameter

TITLE = "Random forest"
SENTENCE = "Describes each image by a few numbers; many trees of yes-or-no questions vote on the class. Takes seconds."
SOURCE = "Breiman 2001, scikit-learn"
ORDER = 1.3

steps, describe = description.steps, description.describe
available, lacking = description.available, description.lacking


@dataclass(frozen=True)
class Parameters(description.Description):
    """How images are described, and how many trees of which size vote."""

    trees: int = parameter(200, "Trees", "How many trees vote.", low=1, high=2000)
    depth: int = parameter(
        12,
        "Maximum depth",
        "How many yes-or-no questions a tree asks in a row, at most: more follow finer differences.",
        low=1,
        high=30,
    )
    leaf: int = parameter(
        3, "Minimum leaf size",
        "Each answer to a question must be that of so many training images at least: more makes simpler "
        "trees.",
        low=1, high=1000, folded=True,
    )  # fmt: skip
    weights: str = parameter(
        "equal", "Class weights",
        "equal: every image counts the same. balanced: every class does, so images of rare classes count"
        " more.",
        choices=("equal", "balanced"), folded=True,
    )  # fmt: skip


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Describing the images, and sorting the numbers at every depth of every tree."""
    grown = 150 * images * parameters.trees * parameters.depth * parameters.numbers**0.5 / 1e9
    return description.gflop(parameters, images) + grown


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> trees.TreeEnsemble:
    """Scikit-learn's forest on what describes the images: the mean of what its trees say (of classes, of their shares).

    A classifier where the task's targets for scikit-learn are class numbers, else a regressor.
    """
    scores, described = description.learned(train, validation, parameters, progress)
    targets = train.task.for_estimators(train.targets)
    classified = targets.dtype.kind == "i"
    progress.say("growing trees")
    forest = (_classifier if classified else _regressor)(parameters, progress.seed).fit(described, targets)
    learned = []
    for one in forest.estimators_:
        value = np.zeros((one.tree_.node_count, train.outputs))
        if classified:
            shares = one.tree_.value[:, 0]
            value[:, forest.classes_] = shares / shares.sum(axis=1, keepdims=True)
        else:
            value[:] = one.tree_.value[:, :, 0]
        learned.append((one.tree_, value / parameters.trees))
    end = trees.SHARES if classified else trees.SUMS
    return trees.TreeEnsemble(scores, trees.joined(learned), None, train.images.shape[1:], end)


def _classifier(parameters: Parameters, seed: int):
    from sklearn.ensemble import RandomForestClassifier

    weights = "balanced" if parameters.weights == "balanced" else None
    return RandomForestClassifier(class_weight=weights, **_grown(parameters, seed))


def _regressor(parameters: Parameters, seed: int):
    from sklearn.ensemble import RandomForestRegressor

    return RandomForestRegressor(max_features="sqrt", **_grown(parameters, seed))


def _grown(parameters: Parameters, seed: int) -> dict[str, int]:
    return {
        "n_estimators": parameters.trees, "max_depth": parameters.depth, "min_samples_leaf": parameters.leaf,
        "random_state": seed, "n_jobs": -1,
    }  # fmt: skip
