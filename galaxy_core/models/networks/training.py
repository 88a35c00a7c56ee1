"""The training loop of every network: epochs of augmented batches, a look at validation, a checkpoint."""

import time

import numpy as np

from galaxy_core import RunError, augmentations
from galaxy_core.models import Examples, Progress
from galaxy_core.models.networks import Recipe, batches, checkpoint

VALIDATION_BATCH = 256


def train(network, recipe: Recipe, train: Examples, validation: Examples, progress: Progress) -> None:
    """Trains a network in place, from the last checkpoint where there is one. Raises models.Stopped when told to."""
    compile_for(network, recipe, batches.count(train, recipe.batch_size))
    if (folder := progress.checkpoint()) is not None:
        checkpoint.load(network, folder)
    progress.say("first epoch: building the computation")
    for epoch in range(len(progress.history()) + 1, recipe.epochs + 1):
        began = time.perf_counter()
        learned = one_epoch(network, recipe, train, progress, epoch)
        values = {"epoch": epoch, **learned, **_look(network, validation)}
        if not np.isfinite([values["loss"], values["val_loss"]]).all():
            raise RunError(f"The loss is no number any more in epoch {epoch}: choose a smaller learning rate.")
        values["learning_rate"] = float(network.optimizer.learning_rate)
        values["seconds"] = round(time.perf_counter() - began, 3)
        progress.epoch(values, lambda folder: checkpoint.save(network, folder))


def compile_for(network, recipe: Recipe, steps: int) -> None:
    """Gives a network the optimizer, loss and metrics of a recipe with `steps` batches an epoch."""
    import keras

    warm_up = min(steps, 200)
    rate = keras.optimizers.schedules.CosineDecay(
        recipe.learning_rate / 10, max(1, recipe.epochs * steps - warm_up),
        warmup_target=recipe.learning_rate, warmup_steps=warm_up,
    )  # fmt: skip
    network.compile(
        optimizer=keras.optimizers.AdamW(rate, weight_decay=recipe.weight_decay),
        loss=keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=recipe.label_smoothing),
        metrics=[
            keras.metrics.CategoricalAccuracy(name="right"),
            keras.metrics.CategoricalCrossentropy(from_logits=True, name="entropy"),  # the loss, without smoothing
        ],
    )
    network.optimizer.build(network.trainable_variables)


def one_epoch(network, recipe: Recipe, train: Examples, progress: Progress, epoch: int) -> dict[str, float]:
    """One pass over the training rows; the values are means over its images, as they were met."""
    loss = right = images_seen = 0.0
    pipeline, total = augmentations.pipeline(recipe.augmentations), batches.count(train, recipe.batch_size)
    sequence = batches.batches(train, pipeline, recipe, progress.seed, epoch)
    for done, (images, labels) in enumerate(sequence, 1):
        values = network.train_on_batch(images, labels, return_dict=True)  # values of this batch alone
        loss += float(values["entropy"]) * len(images)
        right += float(values["right"]) * len(images)
        images_seen += len(images)
        progress.batch(epoch, recipe.epochs, done, total, len(images))
    return {"loss": loss / images_seen, "accuracy": right / images_seen}


def _look(network, validation: Examples) -> dict[str, float]:
    """Cross-entropy and accuracy on images that nothing is learned from."""
    logits = np.concatenate([network.predict_on_batch(images) for images in validation.batches(VALIDATION_BATCH)])
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(log_p))
    right = log_p.argmax(axis=1) == validation.labels
    return {"val_loss": float(-log_p[rows, validation.labels].mean()), "val_accuracy": float(right.mean())}
