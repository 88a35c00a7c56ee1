"""Which class is it? Five random test images of each."""

import numpy as np

from galaxy_core import tasks
from galaxy_core.demonstration import Exhibit, Question
from galaxy_core.evaluation import Predictions

EACH = 5  # images of a class, as many as the study's button had


def exhibits(predictions: tasks.Predictions, random: np.random.Generator, least: int) -> tuple[Exhibit, ...]:
    """So many of every class, in random order; of a class with fewer all."""
    stored = Predictions.of(predictions)
    question = Question("What is it?", stored.classes, is_class=True)
    each = max(EACH, -(-least // len(stored.classes)))
    of_class = [np.flatnonzero(stored.labels == label) for label in range(len(stored.classes))]
    places = random.permutation(np.concatenate([random.permutation(places)[:each] for places in of_class]))
    return tuple(
        Exhibit(int(stored.rows[place]), question, stored.probabilities[place], int(stored.labels[place]))
        for place in places.tolist()
    )
