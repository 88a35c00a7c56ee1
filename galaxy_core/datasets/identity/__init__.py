"""What a data set is, as three hashes: its images, their labels, and what else is known of each image.

They change independently of each other, and each is used where it is meant: what is made of images alone (prepared
sets, features, thumbnails, splits) is named by `images`; scores belong to the `labels` that they were computed with;
what is drawn on the sky depends on `columns`. None depends on a file's name, place or time.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

DIGITS = 24  # hexadecimal: 96 bits, so that no two data sets of anybody are taken for each other


@dataclass(frozen=True)
class Identity:
    """Three hashes of 24 hexadecimal digits each, equal on every machine for equal data.

    `images`: layout, number and content of the images; how much of a file is looked at is said where it is read.
    `labels`: the task, what its targets are called, and the target of every image. `columns`: ra, dec, redshift,
    pixel scale.
    """

    images: str
    labels: str
    columns: str


def digest(parts: Iterable[bytes]) -> str:
    """One hash of several pieces, 24 hexadecimal digits; where one ends and the next begins counts too."""
    whole = hashlib.blake2b(digest_size=DIGITS // 2)
    for part in parts:
        whole.update(len(part).to_bytes(8, "little"))
        whole.update(part)
    return whole.hexdigest()


def of_targets(task: str, names: tuple[str, ...], targets: np.ndarray) -> str:
    """The revision of the targets (n, …) of a task whose targets are called so; of classes these are the labels."""
    kind = "<f8" if targets.dtype.kind == "f" else "<i8"
    texts = [text.encode("utf-8", "surrogateescape") for text in (task, *names, repr(targets.shape))]
    return digest([*texts, _bytes(targets, kind)])


def of_columns(columns: Mapping[str, np.ndarray | None]) -> str:
    """The hash of columns of floats (n,) by their names; None is a column that isn't there, and any NaN is alike."""
    parts = []
    for name, values in sorted(columns.items()):
        if values is not None:
            parts += [name.encode(), _bytes(np.where(np.isnan(values), np.nan, values), "<f8")]
    return digest(parts)


def _bytes(values: np.ndarray, kind: str) -> bytes:
    return np.ascontiguousarray(values, np.dtype(kind)).tobytes()
