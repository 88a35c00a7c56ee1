"""Which published set a file is follows from what it holds; what it lacks or has otherwise is said in a note."""

import os
import shutil
from pathlib import Path

import h5py
import numpy as np
import pytest

from galaxy_core import AbsentError, DataError, datasets
from galaxy_core.datasets import galaxy10_decals, galaxy10_sdss
from galaxy_core.datasets.files import galaxy10


def make(path: Path, n: int = 20, size: int = 256, columns: tuple[str, ...] = (), **more: object) -> Path:
    """A file of the layout: sorted labels, images that take no room, columns of ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w") as file:
        file.create_dataset("images", data=np.zeros((n, size, size, 3), np.uint8), chunks=True, compression="gzip")
        file.create_dataset("ans", data=np.arange(n) * 10 // n)
        for name in columns:
            file.create_dataset(name, data=np.ones(n, np.float32))
        for name, values in more.items():
            file.create_dataset(name, data=values)
    return path


@pytest.mark.parametrize(
    ("shape", "columns", "expected"),
    [
        ((50, 256, 256, 3), (), "Galaxy10 DECaLS"),
        ((50, 69, 69, 3), (), "Galaxy10 SDSS"),
        ((17_736, 128, 128, 3), (), "Galaxy10 DECaLS"),
        ((21_785, 128, 128, 3), (), "Galaxy10 SDSS"),
        ((50, 128, 128, 3), galaxy10.COLUMNS, "Galaxy10 DECaLS"),
        ((50, 128, 128, 3), ("ra", "dec"), None),  # anybody's file has positions
        ((17_736, 69, 69, 3), galaxy10.COLUMNS, "Galaxy10 SDSS"),  # the size of the images counts most
        ((21_785, 256, 256, 3), (), "Galaxy10 DECaLS"),
        ((50, 64, 64, 3), (), None),
        ((50, 256, 69, 3), (), None),
    ],
)
def test_a_file_is_recognised_by_what_it_holds(shape: tuple, columns: tuple[str, ...], expected: str | None) -> None:
    found = galaxy10.recognise(galaxy10.Layout(shape, columns))
    assert (found and found.title) == expected


def test_both_published_sets_are_known() -> None:
    assert set(galaxy10.published_sets()) == {galaxy10_decals.PUBLISHED, galaxy10_sdss.PUBLISHED}


def test_a_part_of_a_set_opens_with_a_note(data_folder: Path) -> None:
    make(data_folder / "Galaxy10_DECals.h5")
    galaxies = datasets.open_dataset("galaxy10_decals")
    assert galaxies.name == "galaxy10_decals"
    assert galaxies.classes == galaxy10_decals.CLASSES
    assert galaxies.notes[0].startswith("20 images; the published set has 17,736")
    assert "no sky positions" in galaxies.notes[1]
    with pytest.raises(AbsentError, match="SDSS isn't here: run .*download galaxy10_sdss.*0.21 GB.*put Galaxy10.h5"):
        datasets.open_dataset("galaxy10_sdss")


def test_swapped_names_are_seen_through_or_said(data_folder: Path) -> None:
    make(data_folder / "Galaxy10.h5", size=256)
    with pytest.raises(DataError, match="its images are 256 × 256 pixels, that is Galaxy10 DECaLS"):
        datasets.open_dataset("galaxy10_sdss")
    assert datasets.summary("galaxy10_sdss").reason is not None
    assert galaxy10_decals.find(data_folder) is None  # a part of it under the other's name isn't taken for it


def test_a_whole_set_under_the_others_name_is_found(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = galaxy10.Published("Small", "Galaxy10_small.h5", 16, *[galaxy10_decals.CLASSES] * 3, counts=(3,) * 10)
    monkeypatch.setattr(galaxy10, "published_sets", lambda: (small, galaxy10_sdss.PUBLISHED))
    wrong = make(data_folder / "Galaxy10.h5", n=30, size=16)
    assert galaxy10.find(data_folder, small) == wrong
    assert galaxy10.open_as(wrong, small, "small").notes[0] == "The file is called Galaxy10.h5, but holds Small."
    own = make(data_folder / "Galaxy10_small.h5", n=40, size=16)
    assert galaxy10.find(data_folder, small) == own
    make(own, n=30, size=69)
    assert galaxy10.find(data_folder, small) == wrong
    assert galaxy10.find(data_folder / "nowhere", small) is None


def test_other_counts_than_published_are_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = (4, 2, *(3,) * 8)
    small = galaxy10.Published("Small", "small.h5", 16, *[galaxy10_decals.CLASSES] * 3, counts=counts)
    monkeypatch.setattr(galaxy10, "published_sets", lambda: (small,))
    galaxies = galaxy10.open_any(make(tmp_path / "x.h5", n=30, size=16, columns=("ra", "dec")))
    assert galaxies.notes == ("It has 3 images of the class Disturbed; the published set has 4.",)
    assert galaxies.title == "Small from x.h5"


def test_unknown_files_get_numbered_classes_unless_they_name_them(tmp_path: Path) -> None:
    path = make(tmp_path / "x.h5", size=16)
    galaxies = datasets.open_dataset(str(path))
    assert galaxies.classes == tuple(f"Class {number}" for number in range(10))
    assert galaxies.glyphs[:2] == ("shape-0", "shape-1")
    assert "names of its classes aren't given" in galaxies.notes[0]
    (tmp_path / "x.classes.txt").write_text("\n".join(f"kind {number}" for number in range(10)))
    assert datasets.open_dataset(str(path)).classes[3] == "kind 3", "named beside it"
    (tmp_path / "x.classes.txt").unlink()
    own = make(tmp_path / "y.h5", size=256, classes=np.array([f"kind {n}" for n in range(10)], h5py.string_dtype()))
    assert datasets.open_dataset(str(own)).classes[3] == "kind 3"
    with h5py.File(path, "r+") as file:
        file["ans"][:] = np.arange(20) % 3
        file.attrs["classes"] = ["Spiral", "Smooth", "Störung"]
    galaxies = datasets.open_dataset(str(path))
    assert galaxies.classes == ("Spiral", "Smooth", "Störung")
    assert galaxies.counts.tolist() == [7, 7, 6]
    assert galaxies.title == "x.h5"


@pytest.mark.parametrize("dtype", ["u1", "i2", ">i4", "i8", "u8", "f2", "f4", ">f8"])
def test_labels_and_columns_of_any_number_type(dtype: str, tmp_path: Path) -> None:
    path = make(tmp_path / "x.h5", size=16, ra=np.full(20, 10).astype(dtype), dec=np.arange(20).astype(dtype))
    with h5py.File(path, "r+") as file:
        del file["ans"]
        file["ans"] = (np.arange(20) % 10).astype(dtype)
    galaxies = datasets.open_dataset(str(path))
    assert galaxies.labels.dtype == np.int64
    assert galaxies.labels.tolist() == list(range(10)) * 2
    assert galaxies.dec.dtype == np.float64
    assert galaxies.dec.tolist() == list(range(20))


def test_positions_off_the_sky_are_unknown(tmp_path: Path) -> None:
    ra, dec = np.linspace(0, 300, 20), np.linspace(-80, 80, 20)
    ra[3], dec[5], ra[7] = np.nan, 99, np.inf
    galaxies = datasets.open_dataset(str(make(tmp_path / "x.h5", size=16, ra=ra, dec=dec)))
    assert np.flatnonzero(np.isnan(galaxies.ra)).tolist() == [3, 5, 7]
    assert np.flatnonzero(np.isnan(galaxies.dec)).tolist() == [3, 5, 7]
    assert "3 of its galaxies have no valid sky position." in galaxies.notes


STORED = {
    "in one go": {}, "gzip": {"chunks": True, "compression": "gzip"}, "an image a chunk": {"chunks": (1, 16, 16, 3)},
    "shuffled": {"chunks": (7, 5, 16, 1), "shuffle": True, "compression": "gzip"}, "lzf": {"compression": "lzf"},
    "checked": {"chunks": (4, 16, 8, 3), "compression": "gzip", "fletcher32": True},
}  # fmt: skip


@pytest.fixture(params=STORED)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file whose images are stored in one of the ways that there are."""
    path = make(tmp_path / "x.h5", size=16, ra=np.arange(20.0), dec=np.arange(20.0))
    with h5py.File(path, "r+") as file:
        images = np.random.default_rng(0).integers(0, 255, file["images"].shape, np.uint8)
        del file["images"]
        file.create_dataset("images", data=images, **STORED[request.param])
    return path


def test_touched_copied_or_moved_it_is_the_same(stored: Path) -> None:
    first = datasets.open_dataset(str(stored))
    os.utime(stored, ns=(1, 1))
    assert datasets.open_dataset(str(stored)).identity == first.identity
    assert first.images([3]).shape == (1, 16, 16, 3), "one that was touched is still read"
    shutil.copyfile(stored, stored.with_name("copy.h5"))
    assert datasets.open_dataset(str(stored.with_name("copy.h5"))).identity == first.identity
    stored.with_name("copy.h5").replace(stored)
    assert datasets.open_dataset(str(stored)).identity == first.identity


@pytest.mark.parametrize("place", [(0, 0, 0, 0), (19, 15, 15, 2), (11, 3, 9, 1)])
def test_any_changed_pixel_is_noticed(stored: Path, place: tuple[int, ...]) -> None:
    first = datasets.open_dataset(str(stored))
    with h5py.File(stored, "r+") as file:
        file["images"][place] ^= 1
    now = datasets.open_dataset(str(stored)).identity
    assert now.images != first.identity.images
    assert (now.labels, now.columns) == (first.identity.labels, first.identity.columns)
    with pytest.raises(DataError, match="has changed since the data set was opened"):
        first.images([0])


def test_labels_and_columns_change_only_their_own_identity(stored: Path) -> None:
    first = datasets.open_dataset(str(stored)).identity
    with h5py.File(stored, "r+") as file:
        file["ans"][3] = (file["ans"][3] + 1) % 10
        file["ans"][13] = (file["ans"][13] - 1) % 10
    labels = datasets.open_dataset(str(stored)).identity
    with h5py.File(stored, "r+") as file:
        file["dec"][3] = 4.5
    columns = datasets.open_dataset(str(stored)).identity
    assert labels.images == columns.images == first.images
    assert first.labels != labels.labels == columns.labels
    assert first.columns == labels.columns != columns.columns


def test_the_real_fifty(real: Path) -> None:
    galaxies = datasets.open_dataset(str(real / "Galaxy10_DECals_50.h5"))
    assert galaxies.title == "Galaxy10 DECaLS from Galaxy10_DECals_50.h5"
    assert galaxies.counts.tolist() == [5] * 10
    with h5py.File(real / "Galaxy10_DECals_50.h5") as file:
        assert (galaxies.images([49, 0, 49]) == file["images"][:][[49, 0, 49]]).all()


def test_names_of_a_published_set_only_where_it_surely_is_one(tmp_path: Path) -> None:
    own = datasets.open_dataset(str(make(tmp_path / "own.h5")))
    assert own.classes[0] == "Class 0" and own.title == "own.h5"
    part = datasets.open_dataset(str(make(tmp_path / "my_Galaxy10_DECals_part.h5")))
    assert part.classes == galaxy10_decals.CLASSES
    assert part.notes[-1].startswith("By its name it is a part of Galaxy10 DECaLS. If its classes are others")
    with h5py.File(tmp_path / "my_Galaxy10_DECals_part.h5", "r+") as file:
        file["ans"][:] = np.arange(20) % 4 * 2
    part = datasets.open_dataset(str(tmp_path / "my_Galaxy10_DECals_part.h5"))
    assert part.classes == galaxy10_decals.CLASSES[:7:2] and part.glyphs == galaxy10_decals.GLYPHS[:7:2]


def test_other_names_of_arrays_are_known(tmp_path: Path) -> None:
    path = make(tmp_path / "x.h5", size=16, labels=np.arange(20) % 4, image=np.zeros((20, 16, 16, 3), np.uint8))
    with h5py.File(path, "r+") as file:
        del file["images"], file["ans"]
    galaxies = datasets.open_dataset(str(path))
    assert galaxies.classes == ("Class 0", "Class 1", "Class 2", "Class 3")
    assert galaxies.images([0]).shape == (1, 16, 16, 3)
