"""The training loop of every network: epochs of augmented batches, a look at validation, a checkpoint."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from galaxy_core import RunError
from galaxy_core.models import Examples, Progress
from galaxy_core.models.networks import Learning, batches, checkpoint, export, precision, schedules, starting

VALIDATION_BATCH = 32
WEIGHT_DECAY = 2e-3  # of AdamW


def train(build: Callable, learning: Learning, train: Examples, validation: Examples, progress: Progress) -> tuple:
    """Trains what `build()` makes, from the last checkpoint where there is one: (network, epoch whose weights it has).

    Raises models.Stopped when told to, RunError where the loss is no number any more.
    """
    learner, source = Learner(build, learning), batches.Source(train, progress.seed)
    if (folder := progress.checkpoint()) is not None:
        learner.load(folder)
    elif learning.start:
        starting.load(learner.network, progress.weights(learning.start))
    progress.say("first epoch: building the computation")
    while not schedules.ends(learning, history := progress.history(), progress.goal):
        began = time.perf_counter()
        values = {"epoch": len(history) + 1, **learner.epoch(source, progress, history), **learner.look(validation)}
        if not np.isfinite([values["loss"], values["val_loss"]]).all():
            now = f"The loss is no number any more in epoch {values['epoch']}"
            raise RunError(f"{now}: choose a smaller learning rate than {learning.learning_rate:g}.")
        values["seconds"] = round(time.perf_counter() - began, 3)
        learner.remember([*history, values])
        progress.epoch(values, learner.save)
    return learner.answers(learner.best), schedules.best(history, learning.keep)


def predictor(
    build: Callable, learning: Learning, train_part: Examples, validation: Examples, progress: Progress
) -> export.Network:
    """What `build(image_shape, classes)` makes, trained as `train` says: the mean over its views."""
    make = partial(build, train_part.images.shape[1:], train_part.classes)
    network, kept = train(make, learning, train_part, validation, progress)
    progress.say("saving the model")
    return export.Network(network, learning.views, kept)


class Learner:
    """A network with its optimizer and one compiled step, and its twin in float32 that answers."""

    def __init__(self, build: Callable, learning: Learning):
        self.learning = learning
        self.network, self.twin = precision.pair(build, learning.arithmetic)
        self.optimizer = _optimizer(learning)
        self.optimizer.build(self.network.trainable_variables)
        self.step = _step(self.network, self.optimizer, learning)
        self.best: list[np.ndarray] | None = None  # weights of the best epoch, where those are to be kept

    def load(self, folder: Path) -> None:
        """Goes back to a checkpoint. Raises DataError where it is another network's."""
        self.best = checkpoint.load(self.network, self.optimizer, folder)

    def save(self, folder: Path) -> None:
        """Writes a checkpoint."""
        checkpoint.save(self.network, self.optimizer, folder, self.best)

    def remember(self, history: schedules.History) -> None:
        """Keeps the weights of the epoch just done, if they are the best so far and those are wanted."""
        keep = self.learning.keep
        if keep != "last" and schedules.best(history, keep) == len(history):
            self.best = self.network.get_weights()

    def epoch(self, source: batches.Source, progress: Progress, history: schedules.History) -> dict[str, float]:
        """One pass over the training images; loss and accuracy are means over them, as they were met."""
        learning, number = self.learning, len(history) + 1
        total = source.count(learning.batch_size)
        last = progress.goal.epochs if progress.goal else learning.epochs
        sums, images_seen = np.zeros(2), 0
        for done, batch in enumerate(source.batches(learning.batch_size, number)):
            self.optimizer.learning_rate = schedules.rate(learning, history, done, total)
            sums += self.step(*batch).numpy()
            images_seen += len(batch.images)
            progress.batch(number, last, done + 1, total, len(batch.images))
        loss, accuracy = (sums / images_seen).tolist()
        return {"loss": loss, "accuracy": accuracy, "learning_rate": float(self.optimizer.learning_rate)}

    def look(self, validation: Examples) -> dict[str, float]:
        """Cross-entropy and accuracy on images that nothing is learned from."""
        network = self.answers()
        logits = np.concatenate([network.predict_on_batch(images) for images in validation.batches(VALIDATION_BATCH)])
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        rows = np.arange(len(log_p))
        right = log_p.argmax(axis=1) == validation.labels
        return {"val_loss": float(-log_p[rows, validation.labels].mean()), "val_accuracy": float(right.mean())}

    def answers(self, weights: list[np.ndarray] | None = None):
        """The network that answers, with the weights learned so far, or these."""
        if weights is not None or self.twin is not self.network:
            self.twin.set_weights(weights or self.network.get_weights())
        return self.twin


def _optimizer(learning: Learning):
    import keras

    if learning.optimizer == "SGD":
        return keras.optimizers.SGD(learning.learning_rate, momentum=learning.momentum)
    if learning.optimizer == "Adam":
        return keras.optimizers.Adam(learning.learning_rate)
    return keras.optimizers.AdamW(learning.learning_rate, weight_decay=WEIGHT_DECAY)


def _step(network, optimizer, learning: Learning) -> Callable:
    """(images uint8 (b, s, s, c), labels float32 (b, k), weights float32 (b,)) → sums over the batch: [cross-entropy,
    right]."""
    import tensorflow as tf

    variables, smoothing, l2 = network.trainable_variables, learning.label_smoothing, learning.l2
    kernels = [variable for variable in variables if len(variable.shape) > 1]
    shape = (None, *network.input_shape[1:])

    given = (tf.TensorSpec(shape, tf.uint8), tf.TensorSpec((None, None)), tf.TensorSpec((None,)))

    @tf.function(input_signature=given)
    def step(images, labels, weights):
        with tf.GradientTape() as tape:
            logits = tf.cast(network(images, training=True), tf.float32)
            wanted = labels * (1 - smoothing) + smoothing / tf.cast(tf.shape(labels)[1], tf.float32)
            loss = tf.reduce_mean(weights * tf.nn.softmax_cross_entropy_with_logits(wanted, logits))
            loss += sum((l2 * tf.reduce_sum(tf.square(kernel)) for kernel in kernels), 0.0) if l2 else 0.0
        optimizer.apply(tape.gradient(loss, variables), variables)
        right = tf.argmax(logits, axis=1) == tf.argmax(labels, axis=1)
        entropy = tf.nn.softmax_cross_entropy_with_logits(labels, logits)  # no smoothing, weights, L2
        return tf.stack([tf.reduce_sum(entropy), tf.reduce_sum(tf.cast(right, tf.float32))])

    return step
