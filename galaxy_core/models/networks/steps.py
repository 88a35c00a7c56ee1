"""One step of learning: from a batch to slopes, and from slopes to other weights.

Of a network in which no image knows of another a large batch is gone through in pieces, whose slopes are added up: the
same step in a fraction of the memory (2,000 images of 106 pixels need 13 GB at once, and 1 GB piece by piece).
"""

from collections.abc import Callable
from typing import Any

from galaxy_core.models.networks import Learning
from galaxy_core.tasks import Task

PIECE = 32  # images


def step(network, variables: list, rates: dict[int, float], optimizer, asked: tuple[Learning, Task]) -> Callable:
    """(images (b, …), encoded targets float32 (b, d), weights float32 (b,)) → sums over the batch, a tensor: the loss
    (without smoothing, weights, L2) and what else the task measures.

    Only `variables` learn; those in `rates`, by their id, take that share of a step.
    """
    import tensorflow as tf

    slopes, l2 = _slopes(network, variables, asked), asked[0].l2
    kernels = [variable for variable in variables if len(variable.shape) > 1]
    slow = [(variable, rates[id(variable)]) for variable in variables if id(variable) in rates]

    def move(gradients: list) -> None:
        before = [tf.identity(variable.value) for variable, _ in slow]
        optimizer.apply(gradients, variables)
        for (variable, share), old in zip(slow, before, strict=True):
            variable.assign(old + share * (variable.value - old))

    @tf.function(input_signature=_given(network))
    def whole(images, encoded, weights):
        gradients, sums = slopes(images, encoded, weights, tf.cast(tf.shape(images)[0], tf.float32), kernels, l2)
        move(gradients)
        return sums

    if asked[0].batch_size <= PIECE or _is_mixing(network):
        return whole
    return _in_pieces(network, variables, slopes, move, [whole, kernels, l2])


def _in_pieces(network, variables: list, slopes: Callable, move: Callable, rest: list) -> Callable:
    """The same for batches of any size, which it divides; what fits into one piece is done at once."""
    import tensorflow as tf

    whole, kernels, l2 = rest
    added = [tf.Variable(tf.zeros(variable.shape, variable.dtype), trainable=False) for variable in variables]

    @tf.function(input_signature=(*_given(network), tf.TensorSpec(())))
    def piece(images, encoded, weights, total):
        share = tf.cast(tf.shape(images)[0], tf.float32) / total
        gradients, sums = slopes(images, encoded, weights, total, kernels, l2 * share)
        for one, more in zip(added, gradients, strict=True):
            one.assign_add(tf.convert_to_tensor(more))
        return sums

    @tf.function
    def end():
        move([tf.identity(one) for one in added])
        for one in added:
            one.assign(tf.zeros_like(one))

    def divided(images, encoded, weights):
        if len(images) <= PIECE:
            return whole(images, encoded, weights)
        total, sums = float(len(images)), []
        for first in range(0, len(images), PIECE):
            part = slice(first, first + PIECE)
            sums.append(piece(images[part], encoded[part], weights[part], total))
        end()
        return tf.add_n(sums)

    return divided


def _slopes(network, variables: list, asked: tuple[Learning, Task]) -> Callable:
    """(images, encoded, weights, how many the batch has, kernels, L2) → the gradients of its mean loss, the sums."""
    import tensorflow as tf

    learning, task = asked

    def slopes(images, encoded, weights, total, kernels, l2) -> tuple[list, Any]:
        with tf.GradientTape() as tape:
            logits = tf.cast(network(images, training=True), tf.float32)
            each = weights * task.loss(task.smoothed(encoded, learning.label_smoothing), logits)
            loss = tf.reduce_sum(each) / total
            if learning.l2:
                loss += sum((l2 * tf.reduce_sum(tf.square(kernel)) for kernel in kernels), 0.0)
        measured = (task.loss(encoded, logits), *task.followed(encoded, logits))
        return tape.gradient(loss, variables), tf.stack([tf.reduce_sum(values) for values in measured])

    return slopes


def _given(network) -> tuple:
    import tensorflow as tf

    images = tf.TensorSpec((None, *network.input_shape[1:]), network.inputs[0].dtype)
    return images, tf.TensorSpec((None, None)), tf.TensorSpec((None,))


def _is_mixing(network) -> bool:
    """Whether an image's answer depends on those beside it while it learns: batch norm goes by the whole batch."""
    from keras import layers, models

    for layer in network.layers:
        if (isinstance(layer, models.Model) and _is_mixing(layer)) or isinstance(layer, layers.BatchNormalization):
            return True
    return False
