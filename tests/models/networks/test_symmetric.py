"""Group convolutions: the group, its kernels, and that a turned image gives turned answers, channel by channel."""

import numpy as np
import pytest

from galaxy_core.models.networks import symmetric

RANDOM = np.random.default_rng(0)
GROUP = range(symmetric.ORDER)


def shown(images: np.ndarray, g: int) -> np.ndarray:
    """Images (b, h, w, c) under element g."""
    return np.ascontiguousarray(np.stack([symmetric.moved(image, g) for image in images]))


def permuted(images: np.ndarray, g: int) -> np.ndarray:
    """What fields (b, h, w, 8 · f) have to become where the image is shown under g: turned, and the copy that stood at
    element h stands at g h."""
    turned = shown(images, g)
    copies = turned.reshape(*turned.shape[:3], symmetric.ORDER, -1)
    out = np.empty_like(copies)
    for h in GROUP:
        out[..., symmetric.table()[g, h], :] = copies[..., h, :]
    return out.reshape(turned.shape)


def test_the_eight_are_a_group() -> None:
    table = symmetric.table()
    assert sorted(map(tuple, table)) == sorted({tuple(row) for row in table.tolist()}), "no two do the same"
    assert all(sorted(line) == list(GROUP) for line in [*table, *table.T])
    assert np.array_equal(table[0], GROUP) and np.array_equal(table[:, 0], GROUP)
    assert all(table[table[a, b], c] == table[a, table[b, c]] for a in GROUP for b in GROUP for c in GROUP)
    assert table[1, 4] == 5 and table[4, 1] == 7, "mirrored, then turned: 4 m + r; turned first it is another"


def test_inverses_undo_and_products_do_both() -> None:
    image = RANDOM.normal(size=(5, 5, 2))
    for g in GROUP:
        assert np.array_equal(symmetric.moved(symmetric.moved(image, g), symmetric.inverse(g)), image)
        for h in GROUP:
            both = symmetric.moved(symmetric.moved(image, h), g)
            assert np.array_equal(both, symmetric.moved(image, int(symmetric.table()[g, h])))
    assert [symmetric.inverse(g) for g in GROUP] == [0, 3, 2, 1, 4, 5, 6, 7]


@pytest.mark.parametrize("group", [1, 8])
def test_every_copy_of_a_kernel_holds_each_of_its_numbers_once(group: int) -> None:
    places = symmetric.sources(3, group)
    assert places.shape == (8, 3, 3, group)
    assert all(sorted(copy.ravel()) == list(range(9 * group)) for copy in places)
    assert np.array_equal(places[0].ravel(), np.arange(9 * group))
    assert (places[:, 1, 1] // group == 4).all(), "the middle stays"
    assert len({copy.tobytes() for copy in places}) == 8


@pytest.mark.parametrize(("channels", "first"), [(3, True), (1, True), (8, True), (16, False)])
@pytest.mark.parametrize("size", [1, 3, 5])
def test_a_convolution_turns_with_its_image(channels: int, first: bool, size: int) -> None:
    layer = symmetric.convolution()(2, size=size, first=first)
    images = RANDOM.normal(size=(2, 6, 6, channels)).astype(np.float32)
    plain = np.asarray(layer(images))
    assert plain.shape == (2, 6, 6, 16) and plain.std() > 0.1
    assert len(layer.weights) == 1 and np.prod(layer.kernel.shape) == size**2 * channels * 2
    for g in GROUP:
        given = shown(images, g) if first else permuted(images, g)
        assert np.allclose(layer(given), permuted(plain, g), atol=1e-5), g
        assert g == 0 or not np.allclose(layer(given), plain, atol=0.1)


def test_its_first_copy_is_the_ordinary_convolution_with_its_weights() -> None:
    from keras import ops

    layer = symmetric.convolution()(2, first=True)
    images = RANDOM.normal(size=(2, 6, 6, 3)).astype(np.float32)
    found = layer(images)
    expected = ops.conv(images, ops.reshape(layer.kernel, (3, 3, 3, 2)), padding="same")
    assert np.allclose(found[..., :2], expected, atol=1e-5)


@pytest.mark.parametrize("first", [True, False])
def test_weights_are_drawn_for_as_many_products_as_are_summed(first: bool) -> None:
    layer = symmetric.convolution()(64, first=first)
    layer.build((None, 8, 8, 64))
    assert np.std(layer.kernel) == pytest.approx(np.sqrt(2 / (9 * 64)), rel=0.05)


def test_slopes_of_the_eight_copies_are_summed_in_float32() -> None:
    import tensorflow as tf

    layer = symmetric.convolution()(1, first=True, dtype="mixed_bfloat16")
    images = tf.ones((1, 4, 4, 1))
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(layer(images))
    slopes = tape.gradient(total, layer.kernel.value)
    assert layer(images).dtype == "bfloat16" and slopes.dtype == "float32"
    assert float(slopes[4, 0, 0, 0]) == 8 * 16, "the middle meets 16 pixels in each copy"


@pytest.mark.parametrize("training", [True, False])
def test_batch_norm_is_that_of_the_copies_side_by_side(training: bool) -> None:
    from galaxy_core.models.networks import normalization

    x = RANDOM.normal(3, 2, size=(4, 6, 6, 24)).astype(np.float32)
    ours, plain = symmetric.norm()(momentum=0.9), normalization.layer()(momentum=0.9)
    beside = x.reshape(4, 6, 48, 3)
    for layer, given in ((ours, x), (plain, beside)):
        layer.build(given.shape)
        layer.gamma.assign([0.5, 1, 2])
        layer.beta.assign([0, 1, -1])
    found, expected = ours(x, training=training), np.asarray(plain(beside, training=training)).reshape(x.shape)
    assert np.allclose(found, expected, atol=1e-6)
    assert [tuple(w.shape) for w in ours.weights] == [(3,)] * 4
    assert np.allclose(ours.moving_mean, plain.moving_mean) and (training == bool(np.any(ours.moving_mean)))
    for g in GROUP:
        assert np.allclose(ours(permuted(x, g), training=training), permuted(np.asarray(found), g), atol=1e-2)


def test_a_flattened_network_has_ordinary_layers_and_says_the_same() -> None:
    from keras import Input, Model, layers

    images = Input((8, 8, 3), dtype="uint8")
    x = symmetric.convolution()(2, first=True)(layers.Rescaling(1 / 64)(images))
    x = symmetric.convolution()(3)(layers.Activation("relu")(symmetric.norm()()(layers.MaxPooling2D(2)(x))))
    network = Model(images, layers.Dense(4)(layers.Dropout(0.5)(layers.GlobalMaxPooling2D()(x))))
    for weight in network.weights:
        weight.assign(weight + RANDOM.uniform(0, 0.2, weight.shape))
    plain = symmetric.flattened(network)
    kinds = {type(layer) for layer in plain.layers if layer.weights}
    assert kinds == {layers.Conv2D, layers.BatchNormalization, layers.Dense}
    given = RANDOM.integers(0, 256, (5, 8, 8, 3), np.uint8)
    said = network.predict_on_batch(given)
    assert np.allclose(plain.predict_on_batch(given), said, atol=1e-5 * np.abs(said).max())
    assert said.std() > 0.1
    network.set_weights([weight * 2 for weight in network.get_weights()])
    assert np.allclose(plain.predict_on_batch(given), said, atol=1e-5 * np.abs(said).max()), "its weights are its own"
