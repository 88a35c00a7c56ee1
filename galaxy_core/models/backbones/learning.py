"""How a network with a backbone learns: all of it by the ordinary loop, or its head alone on cached features."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from galaxy_core.models import Examples, Progress, backbones
from galaxy_core.models.backbones import features, weights
from galaxy_core.models.networks import batches, export, starting, training
from galaxy_core.tasks import Task

KERAS = (".h5", ".hdf5")  # ends of files that hold a backbone alone; others are those of runs
LEAST = 1e-5  # of the largest standard deviation of a feature: one that changes less counts as one that never changes


class Beginning(Protocol):
    """What parameters say of the weights a network begins with."""

    @property
    def backbone(self) -> str:
        """The name of one of BACKBONES."""
        ...

    @property
    def trained(self) -> bool:
        """Whether it begins with weights that somebody trained."""
        ...

    @property
    def start(self) -> str:
        """A file or a run to begin with; "" for none."""
        ...


def through(
    build: Callable, parameters: Any, train: Examples, validation: Examples, progress: Progress
) -> export.Network:
    """What `build()` makes, begun with the weights that `parameters` name, trained as `networks.training` says."""
    train = training.headed(train, parameters)
    learner = training.Learner(build, parameters, train.task)
    if progress.checkpoint() is None:
        begin(learner.network, parameters, progress)
    network, kept = training.learn(learner, batches.Source(train, progress.seed), validation, progress)
    return _predictor(network, train.task, parameters, kept, progress)


def on_features(
    build: Callable, parameters: Any, train: Examples, validation: Examples, progress: Progress
) -> export.Network:
    """The same with a backbone that never learns: its features are computed once, and a head learns on them.

    While it learns, features have mean 0 and variance 1 over the training images; afterwards that is a part of the
    last layer.
    """
    network, train = build(), training.headed(train, parameters)
    whole = begin(network, parameters, progress)
    copies = parameters.copies if train.augment else 1
    wanted = features.Wanted(describing(network), batches.Source(train, progress.seed), validation, copies)
    source, looked_at = features.get(wanted, progress)
    learner, mean, scale = head_learner(source, parameters)
    if whole:
        kernel, bias = network.layers[-1].get_weights()
        inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale > 0)
        learner.network.layers[-1].set_weights([kernel * inverse[:, None], bias + mean @ kernel])
    head, kept = training.learn(learner, source, looked_at, progress)
    kernel, bias = head.layers[-1].get_weights()
    kernel = kernel * scale[:, None]
    network.layers[-1].set_weights([kernel, bias - mean @ kernel])
    return _predictor(network, train.task, parameters, kept, progress)


def head_learner(source: features.Source, parameters: Any) -> tuple[training.Learner, np.ndarray, np.ndarray]:
    """What learns a head on features; their means, and one over their standard deviations: float32 (d,)."""
    mean, scale = _moments(source.variants)
    alone = replace(parameters, arithmetic="float32", start="", weights="random")
    task = source.examples.task
    return training.Learner(lambda: _head(mean, scale, task.outputs, parameters.dropout), alone, task), mean, scale


def begin(network, parameters: Beginning, progress: Progress) -> bool:
    """Puts the weights into a network that it is to begin with; whether those of the head were among them.

    Raises AbsentError, DataError, RunError, StorageError.
    """
    backbone = backbones.find(parameters.backbone)
    if not parameters.trained:
        return False
    file = progress.weights(parameters.start) if parameters.start else weights.get(backbone, progress)
    if file.suffix not in KERAS:
        return starting.load(network, file)
    weights.load(body(network), file, backbone)
    return False


def initial_weights(parameters: Beginning) -> str:
    """In words, what it began with."""
    if not parameters.trained:
        return starting.RANDOM
    backbone, start = backbones.find(parameters.backbone), parameters.start
    if start and Path(start).suffix not in KERAS:
        return starting.initial_weights(start)
    file = Path(start).expanduser() if start else weights.find(backbone)
    if file is None or (file.is_file() and weights.is_published(backbone, file)):
        return backbone.knows
    return f"file {file.name}"


def body(network):
    """The backbone inside a network."""
    from keras import Model

    return next(layer for layer in network.layers if isinstance(layer, Model))


def describing(network):
    """The part of a network from prepared images to features float32 (b, d): all but dropout and the last layer."""
    from keras import Model

    return Model(network.input, network.layers[-2].input, name=body(network).name)


def _head(mean: np.ndarray, scale: np.ndarray, outputs: int, dropout: float):
    """From features (b, d) to logits."""
    from keras import Input, Model, layers

    features_in = Input((len(mean),), dtype="float32")
    x = layers.Rescaling(scale.tolist(), offset=(-mean * scale).tolist())(features_in)
    return Model(features_in, layers.Dense(outputs)(layers.Dropout(dropout)(x)))


def _moments(variants: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of each feature, and one over its standard deviation (0 where it never changes): float32 (d,)."""
    sums = np.zeros((2, variants.shape[-1]))
    for part in variants:
        for rows in np.array_split(part, max(1, len(part) // 4096)):
            exact = rows.astype(np.float64)
            sums += exact.sum(axis=0), np.square(exact).sum(axis=0)
    mean, squares = sums / (variants.shape[0] * variants.shape[1])
    std = np.sqrt(np.maximum(squares - mean**2, 0))
    changes = std > LEAST * std.max(initial=0)
    scale = np.divide(1, std, out=np.zeros_like(std), where=changes)
    return mean.astype(np.float32), scale.astype(np.float32)


def _predictor(network, task: Task, parameters: Any, kept: int, progress: Progress) -> export.Network:
    progress.say("saving the model")
    network_of = export.Network(network, task.activated, parameters.views, kept)
    network_of.initial_weights = initial_weights(parameters)
    return network_of
