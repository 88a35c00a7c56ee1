"""Reproducible files of the Galaxy10 DECaLS layout to measure on: `python -m benchmarks.data [--rows N] [--folder F]`.

Two files with the same content: `contiguous.h5`, and `gzip.h5` with h5py's automatic chunks as the published file
seems to be packed (about 70 % of its raw size). The images are soft spots in noise: good for timing, not for learning.
Every 150th galaxy stands in it twice at the same position with another label; every 20th redshift is NaN.
"""

import argparse
import os
from pathlib import Path

import h5py
import numpy as np

CLASSES = 10
NOISE = 1 << 22  # bytes drawn once; each image begins at another place in them


def make(path: Path, rows: int, packed: bool, size: int = 256) -> None:
    """Writes one file whole: built beside `path`, then renamed. `packed`: gzip with h5py's automatic chunks."""
    aside = path.with_name(path.name + ".part")
    settings = {"compression": "gzip", "compression_opts": 4, "chunks": True} if packed else {}
    with h5py.File(aside, "w") as file:
        images = file.create_dataset("images", (rows, size, size, 3), np.uint8, **settings)
        step = images.chunks[0] if packed else 256
        for first in range(0, rows, step):
            images[first : first + step] = draw(first, min(step, rows - first), size)
        for name, values in columns(rows).items():
            file.create_dataset(name, data=values)
    os.replace(aside, path)


def draw(first: int, count: int, size: int) -> np.ndarray:
    """Images number first … first + count - 1: uint8 (count, size, size, 3), the same in every run."""
    noise = np.random.default_rng(7).integers(14, 52, NOISE, dtype=np.uint8)
    axis = np.arange(size, dtype=np.float32) - size / 2
    distance = np.hypot(axis[:, None], axis[None, :])[..., None]
    out = np.empty((count, size, size, 3), dtype=np.uint8)
    for place in range(count):
        random = np.random.default_rng([7, first + place])
        begin = random.integers(0, NOISE - size * size * 3)
        sky = noise[begin : begin + size * size * 3].reshape(size, size, 3)
        colour = random.uniform(60, 200, 3).astype(np.float32)
        out[place] = sky + (np.exp(-distance / random.uniform(4, 25)) * colour).astype(np.uint8)
    return out


def columns(rows: int) -> dict[str, np.ndarray]:
    """The labels, sorted by class as published, and the columns of the sky, with twins and missing redshifts."""
    random = np.random.default_rng(8)
    found = {
        "ans": (np.arange(rows) * CLASSES // rows).astype(np.uint8),
        "ra": random.uniform(0, 360, rows),
        "dec": np.degrees(np.arcsin(random.uniform(-0.3, 0.9, rows))),
        "redshift": random.gamma(2.0, 0.05, rows),
        "pxscale": np.full(rows, 0.262),
    }
    twins = np.arange(0, rows // 2, 150)
    for name in ("ra", "dec"):
        found[name][twins + rows // 2] = found[name][twins]
    found["redshift"][::20] = np.nan
    return found


def main() -> None:
    """Reads the command line and makes both files where they aren't there yet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=17_736, help="number of images")
    parser.add_argument("--size", type=int, default=256, help="pixels along a side")
    parser.add_argument("--folder", type=Path, default=Path("data/bench"), help="where the files go")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, packed in (("contiguous.h5", False), ("gzip.h5", True)):
        path = asked.folder / name
        if not path.exists():
            make(path, asked.rows, packed, asked.size)
        print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
