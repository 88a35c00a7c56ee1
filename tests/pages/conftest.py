"""What tests of pages start from: sessions of readers, prepared pictures, copies of finished runs, data sets."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from galaxy_core import datasets, runs
from galaxy_core.prepare import cache, thumbnails
from galaxy_core.storage import lock
from pages.ui import scoring
from tests.pages.stored_runs import copy
from tests.pages.visits import Visit

EVIL = "<script>alert(1)<!--"  # a folder may be called so


@pytest.fixture(autouse=True)
def _scored_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page shows all runs at once, however busy the machine is; `test_scoring` says what it does otherwise."""
    monkeypatch.setattr(scoring, "FIRST", 60)


@pytest.fixture
def visit() -> Callable[..., Visit]:
    """`visit("explore", dataset="sample")`: a new session on that page."""
    return Visit.begin


@pytest.fixture
def draw() -> Callable[[str], Visit]:
    """`draw("form.form((), 'x')")`: a page of these lines, drawn once."""
    return Visit.draw


@pytest.fixture(scope="session")
def prepared() -> np.ndarray:
    """The thumbnails of the sample, made now."""
    sample = datasets.open_dataset("sample")
    return cache.make(sample, thumbnails.chain(sample))


@pytest.fixture
def trained(finished: dict[str, runs.Run], own_runs: Path) -> dict[str, runs.Run]:
    """Copies of the finished runs, alone in a runs folder of the test's own."""
    return {name: copy(run, own_runs) for name, run in finished.items()}


@pytest.fixture
def nothing_starts(own_runs: Path) -> Iterator[None]:
    """Waiting runs stay waiting: it seems that another process works the queue off."""
    held = lock.take(own_runs / ".queue.lock")
    yield
    os.close(held)


@pytest.fixture(scope="session")
def decals_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small file of the DECaLS layout: 200 images of 256 × 256 pixels, labels 0…9, the columns of the sky."""
    path, random = tmp_path_factory.mktemp("hdf5") / "mine.h5", np.random.default_rng(3)
    with h5py.File(path, "w") as file:
        file["images"] = np.repeat(random.integers(0, 255, (200, 1, 256, 3), np.uint8), 256, axis=1)
        file["ans"] = (np.arange(200) % 10).astype(np.uint8)
        file["ra"], file["dec"] = random.uniform(0, 360, 200), random.uniform(-10, 60, 200)
        file["redshift"], file["pxscale"] = random.uniform(0, 0.2, 200), np.full(200, 0.262)
    return path


@pytest.fixture(scope="session")
def picture_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures in two classes, 24 each, one of them called by a tag, the folder too; one file is broken."""
    root, random = tmp_path_factory.mktemp("pictures") / "my <b>galaxies", np.random.default_rng(4)
    for label, name in enumerate((EVIL, "round")):
        (root / name).mkdir(parents=True)
        for number in range(24):
            pixels = random.integers(0, 100, (40, 40, 3)) + 100 * label
            Image.fromarray(pixels.astype(np.uint8)).save(root / name / f"{number:02}.png")
    (root / "round" / "broken.jpg").write_text("not a picture")
    return root


@pytest.fixture(scope="session")
def trained_on_pictures(picture_folder: Path, train: Callable[[runs.Request], runs.Run]) -> runs.Run:
    """A finished run on the folder of pictures: look only."""
    return train(runs.request(str(picture_folder), "majority"))


@pytest.fixture
def folder_run(trained_on_pictures: runs.Run, trained: dict[str, runs.Run], own_runs: Path) -> runs.Run:
    """A copy of the run on the folder of pictures, beside those on the sample."""
    return copy(trained_on_pictures, own_runs)
