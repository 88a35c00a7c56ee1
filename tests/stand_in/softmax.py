"""Softmax regression on the pixels, by gradient descent in epochs, as a network tells of itself."""

import time
from collections.abc import Callable

import numpy as np

from galaxy_core.models import Examples, Progress
from galaxy_core.models.pca_logistic import Linear

FILE = "softmax.npz"  # its checkpoints: those of a network hold another
PACE = 0.02  # seconds that a batch takes at least: so many epochs take minutes, as a network's do


def instead_of(fit: Callable) -> Callable:
    """A `fit` of classes in the place of a network's; what begins with a network's weights is left to that."""

    def learned(train: Examples, validation: Examples, chosen: object, progress: Progress) -> object:
        last = progress.checkpoint()
        if chosen.start or train.task.name != "classes" or (last and not (last / FILE).exists()):
            return fit(train, validation, chosen, progress)
        return _learned(train, validation, chosen, progress)

    return learned


def _learned(train: Examples, validation: Examples, chosen: object, progress: Progress) -> Linear:
    shape = train.images.shape[1:]
    weights, bias = np.zeros((int(np.prod(shape)), train.outputs), np.float32), np.zeros(train.outputs, np.float32)
    if (last := progress.checkpoint()) is not None:
        with np.load(last / FILE, allow_pickle=False) as stored:
            weights, bias = stored["weights"], stored["bias"]
    model = Linear(weights, bias, shape)
    epochs = progress.target_epochs.epochs if progress.target_epochs else chosen.epochs
    for epoch in range(len(progress.history()) + 1, epochs + 1):
        began = time.perf_counter()
        _pass(model, train, chosen, lambda *told, epoch=epoch: progress.batch(epoch, epochs, *told))
        values = {"epoch": epoch, **_looked(model, train, ""), **_looked(model, validation, "val_")}
        values |= {"learning_rate": chosen.learning_rate, "seconds": round(time.perf_counter() - began, 3)}
        progress.epoch(values, lambda folder: np.savez(folder / FILE, weights=model.weights, bias=model.bias))
    model.kept = epochs
    return model


def _pass(model: Linear, train: Examples, chosen: object, tell: Callable) -> None:
    """One epoch, each image once."""
    total = -(-len(train.rows) // chosen.batch_size)
    for done, images in enumerate(train.batches(chosen.batch_size)):
        labels = train.labels[done * chosen.batch_size :][: len(images)]
        slope = model.predict(images) - np.eye(train.outputs, dtype=np.float32)[labels]
        pixels = images.reshape(len(images), -1).astype(np.float32) / np.float32(255)
        model.weights = model.weights - np.float32(0.05 / len(images)) * (pixels.T @ slope)
        model.bias = model.bias - np.float32(0.05) * slope.mean(axis=0)
        time.sleep(PACE)
        tell(done + 1, total, len(images))


def _looked(model: Linear, part: Examples, before: str) -> dict[str, float]:
    """Loss and accuracy of a part."""
    said = np.concatenate([model.predict(images) for images in part.batches(256)])
    right = said.argmax(axis=1) == part.labels
    loss = -np.log(said[np.arange(len(said)), part.labels] + 1e-9).mean()
    return {f"{before}loss": float(loss), f"{before}accuracy": float(right.mean())}
