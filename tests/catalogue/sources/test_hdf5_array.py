"""HDF5: without classes, with channels first, with nothing that is called images."""

from pathlib import Path

import h5py
import numpy as np
import pytest

from galaxy_core import DataError
from galaxy_core.catalogue import sources
from tests.catalogue import made


def test_channels_may_come_first(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["images"] = np.moveaxis(made.images(), -1, 1)
    (picture,) = sources.opened(tmp_path / "a.h5").read(2, 3)
    assert np.array_equal(picture.pixels(0), made.images()[2])


def test_a_file_without_images_says_what_there_is(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["ans"] = np.zeros(3)
    with pytest.raises(DataError, match="ans"):
        sources.opened(tmp_path / "a.h5")
