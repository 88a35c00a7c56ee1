"""Gradient boosting on PCA scores: small trees one after the other, each mending what those before it got wrong."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.models import Examples, Progress, trees
from galaxy_core.plugins.parameters import parameter

TITLE = "Gradient boosting on PCA"
SENTENCE = "Describes each image by a few basic patterns; small trees each mend what those before got wrong. Minutes."
SOURCE = "Friedman 2001, 2002, scikit-learn"
TASK = "classes"
ORDER = 1.6

NEVER = -30.0  # logit of a class without training images


@dataclass(frozen=True)
class Parameters:
    """How images are described, and how many trees of which size mend how much."""

    components: int = parameter(
        40, "Components", "How many basic patterns (PCA components) describe an image.", low=1, high=200
    )
    rounds: int = parameter(100, "Rounds", "How often a tree a class is added.", low=1, high=1000)
    depth: int = parameter(3, "Depth", "Questions from the root of a tree to its leaves, at most.", low=1, high=10)
    learning_rate: float = parameter(
        0.1, "Learning rate", "How much of what is wrong each tree mends.", low=0.001, high=1, step=0.05
    )
    image_size: int = parameter(
        64, "Image size", "Pixels along one side, after the middle has been cut out.", low=16, high=256, step=8
    )
    crop: float = parameter(
        0.75, "Part of the image", "Share of each side that is kept around the centre.", low=0.2, high=1.0, step=0.05
    )
    share: float = parameter(
        0.5, "Images of a round", "Share of the training images that each round sees: fewer are quicker, and often "
        "better.", low=0.05, high=1, step=0.05, folded=True,
    )  # fmt: skip


def steps(parameters: Parameters) -> tuple[str, ...]:
    """The middle, resized."""
    return (f"crop:fraction={parameters.crop}", f"resize:size={parameters.image_size}")


def work(parameters: Parameters, images: int, classes: int) -> float:
    """Finding the components, and sorting the scores at every depth of every tree."""
    questions = parameters.share * parameters.rounds * parameters.depth * parameters.components**0.5
    return trees.work(parameters.components, parameters.image_size, images) + 150 * images * classes * questions / 1e9


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> trees.Woods:
    """PCA, then scikit-learn's boosted trees on the scores, each question among √m of them."""
    from sklearn.ensemble import GradientBoostingClassifier

    scores, described = trees.described(train, parameters.components, progress)
    boosted = GradientBoostingClassifier(
        n_estimators=parameters.rounds, max_depth=parameters.depth, learning_rate=parameters.learning_rate,
        subsample=parameters.share, max_features="sqrt", random_state=progress.seed,
    )  # fmt: skip

    def tell(number: int, *_: object) -> None:
        if number % 10 == 0:
            progress.say(f"growing trees, round {number + 1} of {parameters.rounds}")

    boosted.fit(described, train.labels, monitor=tell)
    return trees.Woods(scores, *_added(boosted, train), train.images.shape[1:])


def _added(boosted, train: Examples) -> tuple[trees.Trees, np.ndarray]:
    """Its trees with what they add to which class, and the logarithms of the classes' shares to begin with."""
    present, learned = boosted.classes_, []
    for one_round in boosted.estimators_:
        for label, one in zip(present[-len(one_round) :], one_round, strict=True):
            value = np.zeros((one.tree_.node_count, train.classes))
            value[:, label] = boosted.learning_rate * one.tree_.value[:, 0, 0]
            learned.append((one.tree_, value))
    shares = np.bincount(train.labels, minlength=train.classes) / len(train.labels)
    start = np.where(shares > 0, np.log(np.maximum(shares, 1e-12)), NEVER)
    return trees.joined(learned), start.astype(np.float32)
