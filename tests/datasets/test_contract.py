"""What every data set promises, held against all that are here; each check is shown to find a broken one."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pyarrow
import pytest
from PIL import Image
from pyarrow import parquet

from galaxy_core import DataError, UsageError, datasets, plugins, tasks, trees
from galaxy_core.datasets import Download, Galaxies, galaxy10_sdss
from tests.datasets.ballots.test_ballots import table, walked
from tests.datasets.files.broken import write
from tests.datasets.zoo2 import published

GLYPHS = {path.stem for path in (Path(__file__).parents[2] / "assets" / "glyphs").glob("*.svg")}
NAMES = plugins.names(datasets)
PATHS = {
    "galaxy10_file": "mine.h5",
    "image_folder": "mine",
    "parquet_file": "mine.parquet",
    "archive": "mine.zip",
    "vote_file": "voted",
}  # of kinds that have no name


def head_faults(module: ModuleType) -> Iterator[str]:
    """What is wrong with a plug-in's head."""
    for name in ("TITLE", "SENTENCE", "SOURCE"):
        if not isinstance(getattr(module, name, None), str) or not getattr(module, name).strip():
            yield f"{name} is no text"
    if not str(getattr(module, "SENTENCE", "")).endswith("."):
        yield "SENTENCE is no sentence"
    if getattr(module, "TASK", None) not in tasks.names():
        yield "TASK is none of the tasks"
    if not isinstance(getattr(module, "SYNTHETIC", None), bool):
        yield "SYNTHETIC is not True or False"
    if getattr(module, "TASK", None) in tasks.names() and "labels" in tasks.kind(module.TASK).OFFERS:
        yield from class_faults(*(getattr(module, name, ()) for name in ("CLASSES", "SHORT", "GLYPHS")))
        if hasattr(module, "MEANINGS") and len(module.MEANINGS) != len(module.CLASSES or ()):
            yield "not every class has a meaning"
    yield from download_faults(getattr(module, "DOWNLOAD", ""))
    for name in ("find", "open"):
        if not callable(getattr(module, name, None)):
            yield f"{name} is no function"
    if hasattr(module, "accepts") and getattr(module, "CLASSES", None) is not None:
        yield "CLASSES are said, where each file has its own"


def class_faults(classes: tuple | None, short: tuple, glyphs: tuple) -> Iterator[str]:
    """What is wrong with the names of classes."""
    if classes is None:
        return
    if len(classes) < 2 or not len(classes) == len(short) == len(glyphs):
        yield "CLASSES, SHORT and GLYPHS differ in length"
    if len(set(classes)) < len(classes) or len(set(short)) < len(short):
        yield "a class has the name of another"
    if unknown := set(glyphs) - GLYPHS:
        yield f"there is no glyph {unknown}"


def download_faults(source: Download | None) -> Iterator[str]:
    """What is wrong with a download."""
    if source is None:
        return
    if not isinstance(source, Download):
        yield "DOWNLOAD is neither a Download nor None"
    elif any(
        not file.url.startswith("https://") or not re.fullmatch("([0-9a-fA-F]{64})?", file.sha256) or file.size <= 0
        for file in source.files
    ):
        yield "DOWNLOAD has no address by https, no SHA-256 or no size"


def faults(galaxies: Galaxies) -> Iterator[str]:
    """What is wrong with an open data set."""
    n = galaxies.n
    try:
        galaxies.task.check(galaxies.targets)
    except DataError as error:
        yield str(error)
        return
    if n == 0:
        yield "there are no images"
        return
    if galaxies.counts.min() == 0:
        yield "a class has no images"
    if "labels" in galaxies.task.OFFERS:
        yield from class_faults(galaxies.classes, galaxies.short, galaxies.glyphs)
    for name in ("ra", "dec", "redshift", "pixel_scale"):
        column = getattr(galaxies, name)
        if column is not None and (column.dtype != np.float64 or column.shape != (n,) or np.isinf(column).any()):
            yield f"{name} is not float64, a number per image"
    if (galaxies.ra is None) != (galaxies.dec is None):
        yield "ra without dec"
    if not galaxies.content or not all(note.endswith(".") for note in galaxies.notes):
        yield "no hash of its images, or notes that are no sentences"
    yield from image_faults(galaxies)


def image_faults(galaxies: Galaxies) -> Iterator[str]:
    """What is wrong with the images of an open data set."""
    rows = np.array([galaxies.n - 1, 0, 1, 0])
    images = galaxies.images(rows)
    if images.dtype != np.uint8 or images.shape != (4, *galaxies.image_shape) or galaxies.image_shape[2] != 3:
        yield "images are not uint8 (k, h, w, 3)"
        return
    if not np.array_equal(images[1], images[3]) or galaxies.images(rows[:0]).shape != (0, *galaxies.image_shape):
        yield "the same row gives other images, or no rows give some"
    blocks = list(galaxies.blocks())
    if [first for first, _ in blocks] != list(range(0, galaxies.n, galaxies.block)):
        yield "blocks don't follow each other"
    whole = np.concatenate([block for _, block in blocks])
    if whole.shape != (galaxies.n, *galaxies.image_shape) or not np.array_equal(whole[rows], images):
        yield "blocks hold other images than rows"
    if whole[0].nbytes * galaxies.block > 250_000_000:
        yield "a block takes more than 250 MB"


@pytest.mark.parametrize("name", NAMES)
def test_every_head_is_sound(name: str) -> None:
    assert list(head_faults(datasets.plugin(name))) == []


@pytest.mark.parametrize("name", datasets.names())
def test_in_an_empty_folder_there_is_nothing_to_find(name: str, tmp_path: Path) -> None:
    module = datasets.plugin(name)
    found = module.find(tmp_path / "empty")
    assert found is None or module.SYNTHETIC
    summary = datasets.summary(name)
    assert summary.present is module.SYNTHETIC
    assert summary.reason is None


@pytest.fixture
def reference(tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """What opens a data set of each name: something small lies where it belongs."""
    monkeypatch.setenv("GALAXY_SAMPLE", "300")
    random = np.random.default_rng(3)
    data_folder.mkdir()
    for file, size in (("Galaxy10_DECals.h5", 256), ("Galaxy10.h5", 69)):
        images = random.integers(0, 255, (20, size, size, 3), dtype=np.uint8)
        write(data_folder / file, images, ra=np.arange(20.0), dec=np.arange(20.0), redshift=np.full(20, np.nan))
    for kind in ("a", "b"):
        (tmp_path / "mine" / kind).mkdir(parents=True)
        for number in range(3):
            image = random.integers(0, 255, (16, 16, 3), dtype=np.uint8)
            Image.fromarray(image).save(tmp_path / "mine" / kind / f"{number}.png")
    published.pictures(data_folder / "galaxy_zoo2", published.write(data_folder / "galaxy_zoo2", published.SMALL))
    contents = [path.read_bytes() for path in sorted((tmp_path / "mine").rglob("*.png"))]
    parquet.write_table(pyarrow.table({"image": contents, "label": [0, 0, 0, 1, 1, 1]}), tmp_path / "mine.parquet")
    paths = {name: str(tmp_path / file) for name, file in PATHS.items()}
    write(tmp_path / "mine.h5")
    shutil.make_archive(str(tmp_path / "mine"), "zip", tmp_path / "mine")
    _voted(tmp_path / "voted")
    return lambda name: paths.get(name, name)


def _voted(folder: Path) -> Path:
    """Twelve pictures and a table of votes."""
    folder.mkdir()
    for row in range(12):
        Image.new("RGB", (12, 12), (20 * row, 0, 0)).save(folder / f"{row}.png")
    columns = {"filename": np.arange(12), **table(trees.tree("gz2"), walked(trees.tree("gz2")), "_count")}
    rows = [",".join(map(str, row)) for row in (columns, *zip(*columns.values(), strict=True))]
    (folder / "votes.csv").write_text("\n".join(rows))
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_every_open_data_set_keeps_the_contract(name: str, reference: Callable[[str], str]) -> None:
    galaxies = datasets.open_dataset(reference(name))
    assert list(faults(galaxies)) == []
    assert datasets.open_dataset(galaxies.name).identity == galaxies.identity
    if name in datasets.names():
        assert galaxies.name == name
        assert datasets.summary(name).counts == tuple(galaxies.counts.tolist())


@pytest.mark.parametrize(
    "changed",
    [
        {"TITLE": ""}, {"SENTENCE": "No full stop"}, {"SOURCE": None}, {"TASK": "guess"}, {"SYNTHETIC": None},
        {"CLASSES": ("one",)}, {"MEANINGS": galaxy10_sdss.MEANINGS[:9]},
        {"SHORT": galaxy10_sdss.SHORT[:9]}, {"GLYPHS": ("no-such-glyph",) * 10},
        {"CLASSES": (*galaxy10_sdss.CLASSES[:9], galaxy10_sdss.CLASSES[0])}, {"DOWNLOAD": "https://"},
        {"DOWNLOAD": Download("http://a/b", "0" * 64, 1)}, {"DOWNLOAD": Download("https://a/b", "x", 1)},
        {"DOWNLOAD": Download("https://a/b", "0" * 64, 0)}, {"find": None}, {"open": "path"},
        {"accepts": lambda path: True},
    ],
    ids=lambda changed: next(iter(changed)),  # a function's text has an address, another one in each process
)  # fmt: skip
def test_a_broken_head_is_found(changed: dict[str, object]) -> None:
    assert list(head_faults(SimpleNamespace(**{**vars(galaxy10_sdss), **changed})))


def _shifted(galaxies: Galaxies) -> Galaxies:
    """Rows alone are other images than in blocks."""
    return replace(galaxies, read=lambda rows: galaxies.read(rows) + np.uint8(len(rows) > 5))


BROKEN = {
    "labels of another type": lambda g: replace(g, targets=g.labels.astype(np.int32)),
    "a label too large": lambda g: replace(g, targets=np.where(g.labels == 9, 10, g.labels)),
    "an empty class": lambda g: replace(g, targets=np.where(g.labels == 9, 8, g.labels)),
    "columns of another type": lambda g: replace(g, redshift=np.zeros(g.n, np.float32)),
    "columns of another length": lambda g: replace(g, redshift=np.zeros(g.n + 1)),
    "infinite": lambda g: replace(g, redshift=np.full(g.n, np.inf)),
    "ra alone": lambda g: replace(g, ra=np.zeros(g.n)),
    "no hash of its images": lambda g: replace(g, content=""),
    "a note": lambda g: replace(g, notes=("a note",)),
    "float images": lambda g: replace(g, read=lambda rows: g.read(rows) / 255),
    "images of another size": lambda g: replace(g, image_shape=(13, 12, 3)),
    "images that differ": _shifted,
    "blocks too large": lambda g: replace(g, block=10**9),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_data_set_is_found(kind: str, tmp_path: Path) -> None:
    galaxies = datasets.open_dataset(str(write(tmp_path / "mine.h5")))
    assert list(faults(galaxies)) == []
    assert list(faults(BROKEN[kind](galaxies)))


@pytest.mark.parametrize("rows", [[-1], [20], [0.5], [[0, 1]], 3, [True, False], ["a"]], ids=str)
def test_rows_that_are_none_are_a_usage_error(rows: object, tmp_path: Path) -> None:
    galaxies = datasets.open_dataset(str(write(tmp_path / "mine.h5")))
    with pytest.raises(UsageError, match=r"Row -?\d+ isn't in 0…19|Rows are a list of row numbers"):
        galaxies.images(rows)


def test_a_summary_never_fails(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "Galaxy10.h5").write_text("words")
    summary = datasets.summary("galaxy10_sdss")
    assert summary.present
    assert "isn't an HDF5 file" in summary.reason
    with pytest.raises(DataError, match="isn't an HDF5 file"):
        datasets.open_dataset("galaxy10_sdss")
