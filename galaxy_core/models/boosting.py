"""Gradient boosting: small trees one after the other, each mending what those before it got wrong."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.models import Examples, Progress, trees
from galaxy_core.models.trees import description
from galaxy_core.plugins.parameters import parameter

TITLE = "Gradient boosting"
SENTENCE = "Describes each image by a few numbers; small trees each mend what those before got wrong. Takes minutes."
SOURCE = "Friedman 2001, 2002, scikit-learn"
NEEDS = ("labels",)
ORDER = 1.6

NEVER = -30.0  # logit of a class without training images
steps, describe = description.steps, description.describe
available, lacking = description.available, description.lacking


@dataclass(frozen=True)
class Parameters(description.Description):
    """How images are described, and how many trees of which size mend how much."""

    rounds: int = parameter(
        100, "Boosting iterations", "How many times a small tree for each class is added.", low=1, high=1000
    )
    depth: int = parameter(
        3,
        "Maximum depth",
        "How many yes-or-no questions a tree asks in a row, at most: more follow finer differences.",
        low=1,
        high=10,
    )
    learning_rate: float = parameter(
        0.1,
        "Learning rate",
        "How much of what is still wrong each tree mends: less needs more iterations, and is often better.",
        low=0.001,
        high=1,
        step=0.05,
    )
    share: float = parameter(
        0.5, "Subsample", "Share of the training images that each round sees: fewer are quicker, and often "
        "better.", low=0.05, high=1, step=0.05, folded=True, unit="of the images",
    )  # fmt: skip


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Describing the images, and sorting the numbers at every depth of every tree."""
    questions = parameters.share * parameters.rounds * parameters.depth * parameters.numbers**0.5
    return description.gflop(parameters, images) + 150 * images * outputs * questions / 1e9


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> trees.TreeEnsemble:
    """Scikit-learn's boosted trees on the m numbers that describe an image, each question among √m of them."""
    from sklearn.ensemble import GradientBoostingClassifier

    scores, described = description.learned(train, validation, parameters, progress)
    boosted = GradientBoostingClassifier(
        n_estimators=parameters.rounds, max_depth=parameters.depth, learning_rate=parameters.learning_rate,
        subsample=parameters.share, max_features="sqrt", random_state=progress.seed,
    )  # fmt: skip

    def tell(number: int, *_: object) -> None:
        if number % 10 == 0:
            progress.say(f"growing trees, round {number + 1} of {parameters.rounds}")

    boosted.fit(described, train.labels, monitor=tell)
    return trees.TreeEnsemble(scores, *_added(boosted, train), train.images.shape[1:])


def _added(boosted, train: Examples) -> tuple[trees.Trees, np.ndarray]:
    """Its trees with what they add to which class, and the logarithms of the classes' shares to begin with."""
    present, learned = boosted.classes_, []
    for one_round in boosted.estimators_:
        for label, one in zip(present[-len(one_round) :], one_round, strict=True):
            value = np.zeros((one.tree_.node_count, train.outputs))
            value[:, label] = boosted.learning_rate * one.tree_.value[:, 0, 0]
            learned.append((one.tree_, value))
    shares = train.counts / len(train.labels)
    start = np.where(shares > 0, np.log(np.maximum(shares, 1e-12)), NEVER)
    return trees.joined(learned), start.astype(np.float32)
