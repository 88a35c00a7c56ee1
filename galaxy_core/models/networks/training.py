"""The training loop of every network: epochs of augmented batches, a look at validation, a checkpoint."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from galaxy_core import RunError
from galaxy_core.models import Examples, Progress
from galaxy_core.models.networks import Learning, batches, checkpoint, export, precision, schedules, starting, steps
from galaxy_core.tasks import VALIDATION, Task

VALIDATION_BATCH = 32
WEIGHT_DECAY = 2e-3  # of AdamW


def train(build: Callable, learning: Learning, train: Examples, validation: Examples, progress: Progress) -> tuple:
    """Trains what `build()` makes, from the last checkpoint where there is one: (network, epoch whose weights it has).

    Raises models.Stopped when told to, RunError where the loss is no number any more.
    """
    learner, source = Learner(build, learning, train.task), batches.Source(train, progress.seed)
    if progress.checkpoint() is None and learning.start:
        starting.load(learner.network, progress.weights(learning.start))
    return learn(learner, source, validation, progress)


def learn(learner: "Learner", source: batches.Source, validation: Examples, progress: Progress) -> tuple:
    """Has a learner go through its epochs, from the last checkpoint where there is one. Gives and raises as `train`."""
    learning = learner.learning
    if (folder := progress.checkpoint()) is not None:
        learner.load(folder)
    progress.say("first epoch: building the computation")
    while not schedules.ends(learning, history := progress.history(), progress.target_epochs):
        began = time.perf_counter()
        values = {"epoch": len(history) + 1, **learner.epoch(source, progress, history), **learner.look(validation)}
        if not np.isfinite([values["loss"], values["val_loss"]]).all():
            now = f"The loss is no number any more in epoch {values['epoch']}"
            raise RunError(f"{now}: choose a smaller learning rate than {learning.learning_rate:g}.")
        values["seconds"] = round(time.perf_counter() - began, 3)
        learner.remember([*history, values])
        progress.epoch(values, learner.save)
    return learner.answers(learner.best), schedules.best(history, learning.keep, learner.score)


def predictor(
    build: Callable, learning: Learning, train_part: Examples, validation: Examples, progress: Progress,
    flatten: Callable | None = None,
) -> export.Network:  # fmt: skip
    """What `build(image_shape, outputs)` makes, trained as `train` says: the mean over its views.

    `flatten(network)` gives the network that answers, where it isn't the one that learned.
    """
    train_part = headed(train_part, learning)
    make = partial(build, train_part.images.shape[1:], train_part.outputs)
    network, kept = train(make, learning, train_part, validation, progress)
    progress.say("saving the model")
    exported = export.Network(network, train_part.task.activated, learning.views, kept, flatten)
    exported.initial_weights = starting.initial_weights(learning.start)
    return exported


def headed(part: Examples, learning: Learning) -> Examples:
    """The same examples, whose task has the head that was chosen. Raises UsageError where it can't learn from them."""
    return replace(part, task=part.task.headed(learning.head, part.targets))


class Learner:
    """A network with its optimizer and one compiled step, and its twin in float32 that answers."""

    def __init__(self, build: Callable, learning: Learning, task: Task):
        self.learning, self.task = learning, task
        self.score = task.EPOCH[0] if task.EPOCH else None  # what “best_score” goes by
        self.network, self.twin = precision.pair(build, learning.arithmetic)
        if task.first_logits is not None:
            self.network.layers[-1].bias.assign(task.first_logits)
        self.optimizer = _optimizer(learning)
        self.optimizer.build(self.network.trainable_variables)
        self.fine_tuning = learning.fine_tuning
        learner = starting.freeze_batchnorm(self.network) if self.fine_tuning.freeze_batchnorm else self.network
        head, everything = starting.head(self.network), self.network.trainable_variables
        self.head_step = steps.step(learner, head, {}, self.optimizer, (learning, task))
        head_ids = {id(variable) for variable in head}
        rates = {
            id(v): self.fine_tuning.backbone_lr_factor
            for v in everything
            if id(v) not in head_ids and self.fine_tuning.backbone_lr_factor != 1
        }
        self.step = steps.step(learner, everything, rates, self.optimizer, (learning, task))
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
        if keep != "last" and schedules.best(history, keep, self.score) == len(history):
            self.best = self.network.get_weights()

    def epoch(self, source: batches.Source, progress: Progress, history: schedules.History) -> dict[str, float]:
        """One pass over the training images; the loss and what else is measured are means over them,
        as they were met."""
        learning, number = self.learning, len(history) + 1
        total = source.count(learning.batch_size)
        last = progress.target_epochs.epochs if progress.target_epochs else learning.epochs
        sums, images_seen = np.zeros(1 + len(self.task.EPOCH)), 0
        step = self.head_step if number <= self.fine_tuning.head_first else self.step
        if number == self.fine_tuning.head_first + 1 > 1:
            self._forget()
        for done, batch in enumerate(source.batches(learning.batch_size, number)):
            self.optimizer.learning_rate = schedules.rate(learning, history, done, total)
            sums += step(*batch).numpy()
            images_seen += len(batch.images)
            progress.batch(number, last, done + 1, total, len(batch.images))
        means = dict(zip(self._measured, (sums / images_seen).tolist(), strict=True))
        return {**means, "learning_rate": float(self.optimizer.learning_rate)}

    @property
    def _measured(self) -> tuple[str, ...]:
        """The names of the values of an epoch."""
        return (self.task.LOSS.key, *(measure.key for measure in self.task.EPOCH))

    def _forget(self) -> None:
        """Begins the optimizer anew: what it knows is of the head alone, and its first steps of the rest would be far
        too large."""
        for variable in self.optimizer.variables:  # the learning rate is set before every step
            variable.assign(np.zeros(variable.shape, variable.dtype))

    def look(self, validation: Examples) -> dict[str, float]:
        """The loss and what else the task measures on images that nothing is learned from."""
        network = self.answers()
        logits = np.concatenate([network.predict_on_batch(images) for images in validation.batches(VALIDATION_BATCH)])
        encoded, logits = self.task.encoded(validation.targets), logits.astype(np.float32)
        measured = [self.task.loss(encoded, logits), *self.task.followed(encoded, logits)]
        means = [float(np.mean(values, dtype=np.float64)) for values in measured]
        return {VALIDATION + name: mean for name, mean in zip(self._measured, means, strict=True)}

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
