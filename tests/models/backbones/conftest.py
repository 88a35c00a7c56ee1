"""A small backbone with weights, in both of Keras' layouts."""

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core.models import backbones


def quietly(save: Callable[[], None]) -> None:
    """Has Keras save: it warns of how numpy copies its arrays."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        save()


@pytest.fixture(scope="session")
def mobile() -> object:
    """MobileNetV2 without its top for 32² pixels, with the same random weights each time."""
    import keras

    keras.utils.set_random_seed(3)
    return backbones.build("MobileNetV2", 32)


@pytest.fixture(scope="session")
def published(mobile: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its weights in the layout in which ImageNet weights are published, under the name of those."""
    import h5py
    from keras.src.legacy.saving import legacy_h5_format

    file = tmp_path_factory.mktemp("published") / backbones.find("MobileNetV2").file
    with h5py.File(file, "w") as opened:
        quietly(lambda: legacy_h5_format.save_weights_to_hdf5_group(opened, mobile))
    return file


@pytest.fixture(scope="session")
def saved(mobile: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in the layout of Keras 3."""
    file = tmp_path_factory.mktemp("saved") / "mine.weights.h5"
    quietly(lambda: mobile.save_weights(file))
    return file
