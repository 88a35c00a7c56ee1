"""The backbone that knows drawn galaxies: the default CNN without its last layer.

It learned on images that this program draws, by `python -m galaxy_core.training.pretraining` (`make backbone`).
"""

from galaxy_core.models import cnn


def build(side: int):
    """The `keras.Model` from images (b, side, side, 3), scaled as the CNN's, to features (b, 256), with random weights:
    the mean and the maximum of each of its last patterns over the picture."""
    from keras import Input, Model

    images = Input((side, side, 3))
    return Model(images, cnn.features(images, cnn.Parameters()), name="drawn")
