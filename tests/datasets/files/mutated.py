"""Files damaged at random: whole ones of each format, and the same with bytes changed, cut off, doubled or moved."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import cv2
import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from astropy.io import fits
from PIL import Image

from tests.datasets.files.broken import LABELS, N

NOISE = np.random.default_rng(5).integers(0, 255, (40, 40, 3), np.uint8)


def pillow(kind: str, **how: object) -> bytes:
    """A picture file by Pillow."""
    held = io.BytesIO()
    Image.fromarray(NOISE).save(held, kind, **how)
    return held.getvalue()


def _fits(cards: bool = True) -> bytes:
    hdu = fits.PrimaryHDU(np.random.default_rng(0).normal(0.01, 0.01, (3, 24, 24)).astype(np.float32))
    if cards:
        for name, value in (("BANDS", "grz"), ("CTYPE1", "RA---TAN"), ("CTYPE2", "DEC--TAN"), ("CRVAL1", 5.0)):
            hdu.header[name] = value
    held = io.BytesIO()
    hdu.writeto(held)
    return held.getvalue()


def _hdf5(**settings: object) -> bytes:
    held = io.BytesIO()
    with h5py.File(held, "w") as file:
        file.create_dataset("images", data=np.resize(NOISE, (N, 12, 12, 3)), **settings)
        file.create_dataset("ans", data=LABELS)
    return held.getvalue()


def _parquet(**how: object) -> bytes:
    held = io.BytesIO()
    small = pillow("PNG")
    columns = {"image": [{"bytes": small, "path": str(row)} for row in range(N)], "label": LABELS, "ra": LABELS * 1.0}
    pq.write_table(pa.table(columns), held, row_group_size=5, **how)
    return held.getvalue()


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in range(6):
            archive.writestr(f"{'ab'[row % 2]}/{row}.png", pillow("PNG"))
    return held.getvalue()


PICTURES: dict[str, tuple[Callable[[], bytes], ...]] = {
    "jpeg": (
        lambda: pillow("JPEG"), lambda: pillow("JPEG", progressive=True, quality=90),
        lambda: pillow("JPEG", exif=b"Exif\0\0II*\0"),
    ),
    "png": (lambda: pillow("PNG"), lambda: cv2.imencode(".png", NOISE.astype(np.uint16) * 9)[1].tobytes()),
    "webp": (lambda: pillow("WEBP"), lambda: pillow("WEBP", lossless=True)),
    "tiff": (
        lambda: pillow("TIFF"), lambda: pillow("TIFF", compression="tiff_lzw"),
        lambda: cv2.imencode(".tif", NOISE.astype(np.uint16) * 9)[1].tobytes(),
        lambda: cv2.imencode(".tif", NOISE.astype(np.float32))[1].tobytes(),
    ),
    "fits": (_fits, lambda: _fits(cards=False)),
}  # fmt: skip
SETS: dict[str, tuple[Callable[[], bytes], ...]] = {
    "h5": (_hdf5, lambda: _hdf5(chunks=(5, 12, 12, 3), compression="gzip")),
    "parquet": (_parquet, lambda: _parquet(compression="none", use_dictionary=False)),
    "zip": (_zip,),
}


def damaged(data: bytes, number: int, random: np.random.Generator) -> bytes:
    """The same with something wrong, of another kind for each number."""
    changed = bytearray(data)
    if number % 5 == 0:
        del changed[random.integers(0, len(changed)) :]
    elif number % 5 == 1:
        for place in random.integers(0, min(len(changed), 400), 4):
            changed[place] = random.integers(0, 256)
    elif number % 5 == 2:
        for place in random.integers(0, len(changed), 6):
            changed[place] = random.integers(0, 256)
    elif number % 5 == 3:
        at = int(random.integers(0, len(changed)))
        changed[at : at + 8] = random.choice([b"\xff" * 8, b"\0" * 8, b"\xff\xff\xff\x7f" * 2, b"\0\0\0\x80" * 2])
    else:
        at, size = (int(value) for value in random.integers(0, len(changed), 2))
        changed[at:at] = changed[at : at + min(size, 3000)]
    return bytes(changed)


def write(folder: Path, kind: str, data: bytes) -> Path:
    """A file of the kind, under its ending."""
    path = folder / f"x.{kind}"
    path.write_bytes(data)
    return path
