"""The same galaxies in every format are the same prepared pixels, within what the format itself loses."""

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from astropy.io import fits
from PIL import Image

from galaxy_core import datasets, prediction, prepare
from galaxy_core.prepare.folder import prepare_folder
from tests.datasets.files.broken import write

STEPS = ("crop:fraction=0.75", "resize:size=32")
LABELS = np.arange(8) % 2


def drawn() -> np.ndarray:
    """Soft blobs with bright cores, uint8 (8, 48, 48, 3)."""
    y, x = np.mgrid[:48, :48] - 23.5
    light = [np.exp(-np.hypot(x * (1 + row % 3), y) / (5 + row)) for row in range(8)]
    colours = np.random.default_rng(0).uniform(0.6, 1, (8, 1, 1, 3))
    return np.clip(np.array(light)[..., None] * colours * 300 + 20, 0, 255).astype(np.uint8)


IMAGES = drawn()


def saved(kind: str, **how: object) -> Callable[[np.ndarray], bytes]:
    """How Pillow writes a picture."""

    def pack(pixels: np.ndarray) -> bytes:
        Image.fromarray(pixels).save(held := io.BytesIO(), kind, **how)
        return held.getvalue()

    return pack


def as_fits(pixels: np.ndarray) -> bytes:
    """Three planes of bytes; the first row is south."""
    fits.PrimaryHDU(np.ascontiguousarray(np.moveaxis(pixels[::-1], 2, 0))).writeto(held := io.BytesIO())
    return held.getvalue()


def deep(ending: str) -> Callable[[np.ndarray], bytes]:
    """16 bits by their whole range."""
    return lambda pixels: cv2.imencode(ending, pixels[..., ::-1].astype(np.uint16) * 257)[1].tobytes()


FORMATS = {
    "jpg": (saved("JPEG", quality=95, subsampling=0), 6), "png": (saved("PNG"), 0),
    "webp": (saved("WEBP", lossless=True), 0),
    "tif": (saved("TIFF"), 0), "fits": (as_fits, 0), "16.png": (deep(".png"), 1), "16.tif": (deep(".tif"), 1),
}  # fmt: skip


@pytest.mark.parametrize("ending", FORMATS)
def test_a_folder_a_preparation_and_a_single_picture(ending: str, tmp_path: Path) -> None:
    pack, loss = FORMATS[ending]
    for row, pixels in enumerate(IMAGES):
        path = tmp_path / "mine" / "ab"[LABELS[row]] / f"{row}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pack(pixels))
    order = np.argsort(LABELS, kind="stable")
    galaxies = datasets.open_dataset(str(tmp_path / "mine"))
    expected = prepare.apply(IMAGES[order], STEPS).astype(int)
    assert abs(prepare.apply(galaxies.images(np.arange(8)), STEPS) - expected).max() <= loss
    prepare_folder(tmp_path / "mine", STEPS, tmp_path / "out")
    made = [np.asarray(Image.open(path)) for path in sorted((tmp_path / "out").rglob("*.png"))]
    assert abs(np.array(made) - expected).max() <= loss
    single = prediction.read_image((tmp_path / "mine" / "a" / f"0.{ending}").read_bytes())
    assert abs(single.astype(int) - IMAGES[0]).max() <= 2 * loss


def test_tables_and_arrays(tmp_path: Path) -> None:
    pack = saved("PNG")
    pq.write_table(pa.table({"image": [pack(pixels) for pixels in IMAGES], "label": LABELS}), tmp_path / "x.parquet")
    write(tmp_path / "x.h5", IMAGES, LABELS)
    write(tmp_path / "floats.h5", np.moveaxis(IMAGES, 3, 1) / np.float32(255), LABELS)
    for name in ("x.parquet", "x.h5", "floats.h5"):
        assert np.array_equal(datasets.open_dataset(str(tmp_path / name)).images(np.arange(8)), IMAGES)
