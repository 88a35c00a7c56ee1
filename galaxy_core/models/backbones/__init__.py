"""Networks that describe images, without their last layer, as data: what the form, the estimate of time and the
sentences need to know of them, readable without Keras. Five are those of `keras.applications`, which know photographs;
one is our own CNN, which knows drawn galaxies, and whose weights come with the program.

Their layers lie beside this file as JSON, written by `python -m galaxy_core.models.backbones`: of each its name, its
block, how many of its numbers learn, how many never do (statistics of batch norm), and its GFLOP for an image of
REFERENCE² pixels.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from galaxy_core import UsageError
from galaxy_core.models.networks import starting

REFERENCE = 224  # pixels along the side of the image that GFLOP are given for
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of ImageNet's red, green and blue, 0…1
PUBLISHED = "https://storage.googleapis.com/tensorflow/keras-applications"
IMAGENET_WEIGHTS = "ImageNet weights"  # what a network is said to have begun with that began with published weights


class Layer(NamedTuple):
    """One layer as Keras builds it."""

    name: str
    block: str
    learnable: int  # numbers that learn unless it is frozen
    fixed: int  # numbers that don't: moving means and variances
    gflop: float  # multiplications and additions for an image of REFERENCE² pixels, forward


@dataclass(frozen=True)
class Backbone:
    """A network that describes an image by `features` numbers. Files, sizes and hashes are those of Keras 3.15.

    One whose weights come with the program has no path; `shipped` is their file.
    """

    name: str  # as users choose it
    builder: str  # in keras.applications, or the module beside this one
    source: str
    features: int
    least: int  # pixels along the side of the smallest image it takes
    scaling: (
        str  # of values 0…255: "signed" to -1…1, "caffe" blue first, centred, "torch" centred, of standard deviation 1,
        # "ours" as our CNN
    )
    path: str = ""  # of the published weights without top, below PUBLISHED
    size: int = 0  # of that file, bytes
    md5: str | None = None  # of that file, where Keras knows it
    shipped: Path | None = None
    knows: str = IMAGENET_WEIGHTS  # what a network is said to have begun with that began with these weights

    @property
    def url(self) -> str:
        """Where the published weights are."""
        return f"{PUBLISHED}/{self.path}"

    @property
    def file(self) -> str:
        """The name of the file of published weights."""
        return self.path.rsplit("/", 1)[-1]


DRAWN = "Drawn galaxies"
BACKBONES = {
    backbone.name: backbone
    for backbone in (
        Backbone(
            "MobileNetV2", "MobileNetV2", "Sandler et al. 2018", 1280, 32, "signed",
            "mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5", 9_406_464, None,
        ),
        Backbone(
            "EfficientNetV2-B0", "EfficientNetV2B0", "Tan & Le 2021", 1280, 32, "torch",
            "efficientnet_v2/efficientnetv2-b0_notop.h5", 24_274_472, "893217f2bb855e2983157299931e43ff",
        ),
        Backbone(
            "ResNet50", "ResNet50", "He et al. 2016", 2048, 32, "caffe",
            "resnet/resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5", 94_765_736,
            "4d473c1dd8becc155b73f8504c6f6626",
        ),
        Backbone(
            "InceptionV3", "InceptionV3", "Szegedy et al. 2016", 2048, 75, "signed",
            "inception_v3/inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5", 87_910_968,
            "bcbd6486424b2319ff4ef7d526e38f63",
        ),
        Backbone(
            "VGG16", "VGG16", "Simonyan & Zisserman 2015", 512, 32, "caffe",
            "vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5", 58_889_256, "6d6bbae143d832006294945121d1f1fc",
        ),
        Backbone(
            DRAWN, "drawn", "ours", 256, 32, "ours", shipped=starting.DRAWN_FILE,
            knows=starting.DRAWN_WEIGHTS,
        ),
    )
}  # fmt: skip


def find(name: str) -> Backbone:
    """The backbone of that name. Raises UsageError naming those that exist."""
    if name not in BACKBONES:
        raise UsageError(f"“{name}” is not one of the backbones: choose {', '.join(BACKBONES)}.")
    return BACKBONES[name]


@cache
def layers(name: str) -> tuple[Layer, ...]:
    """The layers of a backbone in Keras' order, its input first: 311 of InceptionV3. Raises UsageError like `find`."""
    text = layers_file(find(name)).read_text(encoding="utf-8")
    return tuple(Layer(*values) for values in json.loads(text))


def layers_file(backbone: Backbone) -> Path:
    """Where its layers are written down."""
    return Path(__file__).parent / f"{backbone.builder.lower()}.json"


def gflop(name: str, side: int, since: int = 0) -> float:
    """Multiplications and additions for one image of side² pixels, forward, of its layers after the first `since`.

    It grows with the area, and an image below the smallest side counts as enlarged to it.
    """
    share = (max(side, find(name).least) / REFERENCE) ** 2
    return share * sum(layer.gflop for layer in layers(name)[since:])


def build(name: str, side: int):
    """The `keras.Model` from float images (b, side, side, 3), scaled as it wants them, to maps (b, h, w, features), or
    to features (b, features) of one that pools in its own way; with random weights."""
    import keras

    backbone = find(name)
    if backbone.shipped:
        from galaxy_core.models.backbones import drawn

        return drawn.build(side)
    options = {"include_top": False, "weights": None, "input_shape": (side, side, 3)}
    if backbone.scaling == "torch":  # its own layers for that can't be exported
        options["include_preprocessing"] = False
    return getattr(keras.applications, backbone.builder)(**options)


def network(name: str, image_shape: tuple[int, int, int], outputs: int, frozen: int, dropout: float):
    """The `keras.Model` from prepared images uint8 (b, s, s, c) to logits (b, outputs), whose first `frozen` layers of
    the backbone never learn.

    Scaling and, for images that are too small for it, enlarging; the backbone; the mean over the picture; dropout and a
    dense layer. Grey images are shown to it in three equal colours.
    """
    from keras import Input, Model, layers

    side = max(image_shape[0], find(name).least)
    images = Input(image_shape, dtype="uint8")
    x = layers.Rescaling(1.0)(images)
    x = layers.Concatenate()([x, x, x]) if image_shape[2] == 1 else x
    x = layers.Resizing(side, side)(x) if side > image_shape[0] else x
    body = build(name, side)
    for layer in body.layers[:frozen]:
        layer.trainable = False
    x = body(scaled(name, x))
    x = layers.GlobalAveragePooling2D(dtype="float32")(x) if len(x.shape) == 4 else x
    return Model(images, layers.Dense(outputs, dtype="float32")(layers.Dropout(dropout, dtype="float32")(x)))


def scaled(name: str, images):
    """The float images (b, h, w, 3) that a backbone wants, made of values 0…255, red first: as Keras'
    `preprocess_input`, in layers that a graph can hold."""
    from keras import layers, ops

    from galaxy_core.models import cnn

    scaling = find(name).scaling
    if scaling == "ours":
        return layers.Rescaling(cnn.SCALE, offset=cnn.OFFSET)(images)
    if scaling == "signed":
        return layers.Rescaling(1 / 127.5, offset=-1.0)(images)
    if scaling == "caffe":
        return layers.Rescaling(1.0, offset=[-103.939, -116.779, -123.68])(ops.flip(images, axis=-1))
    return layers.Rescaling([1 / (255 * s) for s in STD], offset=[-m / s for m, s in zip(MEAN, STD, strict=True)])(
        images
    )
