"""Study 003's own way of training: its network to the layer, its images as float32 in memory, one plain `fit`.

As the study has it, but for where images and votes come from (drawn galaxies, and how probable each answer truly is)
and for its callbacks, which do nothing while an epoch lasts.
"""

import numpy as np

from galaxy_core import tasks, trees
from galaxy_core.datasets import drawing, volunteers
from galaxy_core.datasets.drawing import recorder
from galaxy_core.datasets.volunteers import appearance
from galaxy_core.models import Examples

TREE = trees.tree("gz2")
TASK = tasks.task("votes", TREE.answers)
DROPOUT = 0.2


def votes(labels: np.ndarray) -> np.ndarray:
    """Of drawn galaxies of these labels, seed 0: no votes, and fractions of every answer, float32 (n, 2, 37)."""
    shown = [drawing.facts(label, 0, row) for row, label in enumerate(labels.tolist())]
    facts = {name: np.array([one.get(name, np.nan) for one in shown]) for name in recorder.FACTS}
    fractions = volunteers.truth(appearance.probabilities(facts, TREE), TREE, 0, np.arange(len(labels)))
    return np.stack([np.full_like(fractions, np.nan), fractions], axis=1)


class Study003:
    """Epochs of its `fit`: Adam, squared error, its two metrics, in batches of `batch`."""

    def __init__(self, train: Examples, validation: Examples, batch: int):
        import keras

        self.batch, self.train, self.validation = batch, _in_memory(train), _in_memory(validation)
        self.network = network(train.images.shape[1:], train.outputs)
        metrics = [keras.metrics.RootMeanSquaredError(), r2_score]
        self.network.compile(optimizer="adam", loss="mse", metrics=metrics)

    def epoch(self) -> None:
        """Learns for one epoch."""
        self.network.fit(*self.train, batch_size=self.batch, verbose=0)

    def loss(self) -> float:
        """Validation loss now."""
        return self.network.evaluate(*self.validation, batch_size=32, verbose=0)[0]


def network(image_shape: tuple[int, ...], outputs: int):
    """The study's layers in the study's order: relu before pooling."""
    from keras import Input, Sequential, layers

    built = Sequential([Input(image_shape)])
    for filters in (32, 64, 128):
        built.add(layers.Conv2D(filters, (3, 3), activation="relu"))
        built.add(layers.MaxPooling2D((2, 2)))
    built.add(layers.Dropout(DROPOUT))
    built.add(layers.Flatten())
    built.add(layers.Dense(128, activation="relu"))
    built.add(layers.Dropout(DROPOUT))
    built.add(layers.Dense(64, activation="relu"))
    built.add(layers.Dense(outputs, activation="sigmoid"))
    return built


def r2_score(truth, predicted):
    """The study's own metric, over all answers of a batch together."""
    import tensorflow as tf

    off = tf.reduce_sum(tf.square(truth - predicted))
    return 1 - off / (tf.reduce_sum(tf.square(truth - tf.reduce_mean(truth))) + 1e-7)


def _in_memory(part: Examples) -> tuple[np.ndarray, np.ndarray]:
    """Images 0…1 and fractions, both float32."""
    return part.images[part.rows].astype(np.float32) / 255, part.targets[:, 1]
