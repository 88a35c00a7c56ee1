"""The fused batch norm gives what Keras' own gives."""

import numpy as np

from galaxy_core.models.networks import normalization

RANDOM = np.random.default_rng(0)


def test_it_says_the_same_as_keras_while_learning_and_afterwards() -> None:
    from keras import layers

    images = RANDOM.normal(2, 3, (8, 5, 5, 4)).astype(np.float32)
    ours, keras_own = normalization.layer()(momentum=0.9), layers.BatchNormalization(momentum=0.9)
    for layer in (ours, keras_own):
        layer.build(images.shape)
        layer.gamma.assign([0.5, 1, 2, 3])
        layer.beta.assign([0, 1, -1, 2])
    for _ in range(3):
        assert np.allclose(ours(images, training=True), keras_own(images, training=True), atol=1e-4)
    assert np.allclose(ours.moving_mean, keras_own.moving_mean, atol=1e-5)
    assert np.allclose(ours.moving_variance, keras_own.moving_variance, rtol=1 / 199), "of the sample, n - 1"
    assert np.allclose(ours(images), keras_own(images), rtol=0.01, atol=0.01)
    assert normalization.layer() is normalization.layer()


def test_its_slopes_are_those_of_keras() -> None:
    import tensorflow as tf
    from keras import layers

    images, weights = (tf.constant(RANDOM.normal(size=(6, 4, 4, 3)).astype(np.float32)) for _ in range(2))
    found = []
    for kind in (normalization.layer(), layers.BatchNormalization):
        layer = kind()
        layer.build(images.shape)
        with tf.GradientTape() as tape:
            tape.watch(images)
            total = tf.reduce_sum(layer(images, training=True) * weights)
        found.append(tape.gradient(total, [images, layer.gamma.value, layer.beta.value]))
    for ours, theirs in zip(*found, strict=True):
        assert np.allclose(ours, theirs, atol=1e-4)
