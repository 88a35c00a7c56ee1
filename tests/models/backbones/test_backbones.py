"""Backbones as data: what is written down is what Keras builds."""

import json
import re

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.models import backbones
from galaxy_core.models.backbones import BACKBONES


def test_a_wrong_name_lists_the_right_ones() -> None:
    with pytest.raises(UsageError, match="MobileNetV2, .*, VGG16, Drawn galaxies"):
        backbones.find("AlexNet")


def test_inception_has_311_layers_and_the_172nd_is_inside_mixed6() -> None:
    layers = backbones.layers("InceptionV3")
    assert len(layers) == 311
    assert [layers[number].block for number in (171, 172)] == ["mixed6", "mixed6"]
    blocks = [layer.block for layer in layers]
    assert blocks.index("mixed6") < 171 and blocks.index("mixed7") > 172
    assert list(dict.fromkeys(blocks)) == ["stem", *(f"mixed{number}" for number in range(11))]


@pytest.mark.parametrize(("name", "millions"), [
    ("MobileNetV2", 2.257984), ("EfficientNetV2-B0", 5.919312), ("ResNet50", 23.587712), ("InceptionV3", 21.802784),
    ("VGG16", 14.714688),
])  # fmt: skip
def test_its_numbers_are_those_that_keras_documents(name: str, millions: float) -> None:
    assert sum(layer.learnable + layer.fixed for layer in backbones.layers(name)) == round(millions * 1e6)


@pytest.mark.parametrize("name", BACKBONES)
def test_what_is_written_down_is_what_keras_builds(name: str) -> None:
    backbone = backbones.find(name)
    network = backbones.build(name, backbone.least)
    assert network.output_shape[-1] == backbone.features
    told = [(_plain(layer.name), layer.learnable, layer.fixed) for layer in backbones.layers(name)]
    built = []
    for layer in network.layers:
        learnable = sum(int(np.prod(weight.shape)) for weight in layer.trainable_weights)
        built.append((_plain(layer.name), learnable, layer.count_params() - learnable))
    assert told == built
    text = backbones.layers_file(backbone).read_text(encoding="utf-8")
    assert len(json.loads(text)) == len(text.splitlines()) - 2, "a layer a line"


def _plain(name: str) -> str:
    """Without the number that Keras gives to layers without a name, which depends on what was built before."""
    return re.sub(
        r"^(conv2d|(?:batch_)?normalization|activation|rescaling|[a-z]+_pooling2d|concatenate|input_layer)_\d+$",
        r"\1",
        name,
    )


@pytest.mark.parametrize(("name", "side", "published"), [
    ("MobileNetV2", 224, 0.6), ("ResNet50", 224, 7.7), ("InceptionV3", 299, 11.4), ("VGG16", 224, 30.7),
    ("EfficientNetV2-B0", 224, 1.44),
])  # fmt: skip
def test_work_is_what_is_published(name: str, side: int, published: float) -> None:
    """Twice the multiply-adds of the papers."""
    assert backbones.gflop(name, side) == pytest.approx(published, rel=0.13)
    assert backbones.gflop(name, 8) == backbones.gflop(name, backbones.find(name).least)
    assert 0 < backbones.gflop(name, 224, 10) < backbones.gflop(name, 224)
    assert backbones.gflop(name, 224, len(backbones.layers(name))) == 0


@pytest.mark.parametrize("name", sorted({*BACKBONES} - {backbones.DRAWN}))
def test_scaling_is_what_keras_does_before_it(name: str) -> None:
    import keras

    module = {"EfficientNetV2B0": "efficientnet_v2", "MobileNetV2": "mobilenet_v2", "ResNet50": "resnet",
              "InceptionV3": "inception_v3", "VGG16": "vgg16"}[backbones.find(name).builder]  # fmt: skip
    images = np.random.default_rng(0).integers(0, 256, (2, 5, 5, 3)).astype(np.float32)
    if name == "EfficientNetV2-B0":
        whole = keras.applications.EfficientNetV2B0(include_top=False, weights=None, input_shape=(32, 32, 3))
        theirs = whole.layers[2](whole.layers[1](images))
    else:
        theirs = getattr(keras.applications, module).preprocess_input(images.copy())
    given = keras.Input((5, 5, 3))
    ours = keras.Model(given, backbones.scaled(name, given)).predict_on_batch(images)
    assert np.allclose(ours, theirs, atol=1e-4)


def test_files_are_named_as_keras_names_them() -> None:
    """Address and MD5 stand in the sources of the Keras that is installed."""
    from pathlib import Path

    import keras.src.applications as theirs

    text = "".join(file.read_text(encoding="utf-8") for file in Path(theirs.__file__).parent.glob("*.py"))
    for backbone in (backbone for backbone in BACKBONES.values() if not backbone.shipped):
        assert backbone.md5 is None or backbone.md5 in text
        assert backbone.url.startswith("https://") and backbone.file.endswith(".h5") and backbone.size > 5e6
    assert "storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/" in text


def test_a_network_ends_in_the_mean_over_the_picture_dropout_and_a_last_layer() -> None:
    network = backbones.network("MobileNetV2", (16, 16, 1), 4, 30, 0.3)
    kinds = [type(layer).__name__ for layer in network.layers]
    assert kinds[-3:] == ["GlobalAveragePooling2D", "Dropout", "Dense"] and network.layers[-2].rate == 0.3
    assert network.input_shape == (None, 16, 16, 1) and network.layers[-3].output.shape == (None, 1280)
    body = next(layer for layer in network.layers if hasattr(layer, "layers"))
    assert not any(layer.trainable for layer in body.layers[:30]) and body.layers[30].trainable
