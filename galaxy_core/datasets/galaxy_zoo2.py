"""Galaxy Zoo 2 with its votes: 239,267 galaxies of SDSS, joined of two published tables and a folder of pictures."""

import hashlib
import os
from collections.abc import Hashable
from pathlib import Path

import numpy as np

from galaxy_core import AbsentError, GalaxyError, tasks, trees
from galaxy_core.datasets import Download, Galaxies, identity, refusals, zoo2
from galaxy_core.datasets.files import picture_rows
from galaxy_core.datasets.zoo2 import kept
from galaxy_core.storage import stamps
from galaxy_core.storage.stamps import Stamp

ORDER = 4
TITLE = "Galaxy Zoo 2"
SENTENCE = "239,267 galaxies from SDSS with the votes of volunteers on 11 questions, debiased by Hart et al. 2016."
SOURCE = (
    "Willett et al. 2013 (doi 10.1093/mnras/stt1458); Hart et al. 2016 (doi 10.1093/mnras/stw1588); pictures: "
    "https://zenodo.org/records/3565489"
)
TASK = "votes"
SYNTHETIC = False
PLACE = "galaxy_zoo2"
VOTES, MAPPING = "gz2_hart16.csv", "gz2_filename_mapping.csv"
FEWEST = 4  # galaxies of a class that a split can divide
PICTURES = ("images", "images_gz2/images", "images_gz2", ".")  # where they may lie, below its folder
ZENODO = "https://zenodo.org/records/3565489/files"
DOWNLOAD = Download(  # nobody publishes their SHA-256; the sizes are rounded
    f"{ZENODO}/images_gz2.zip", "", 3_400_000_000, place=PLACE,
    others=(
        Download(f"{ZENODO}/{MAPPING}", "", 13_000_000),
        Download("https://gz2hart.s3.amazonaws.com/gz2_hart16.csv.gz", "", 90_000_000),
    ),
)  # fmt: skip


def find(folder: Path) -> Path | None:
    """The folder with its tables: `galaxy_zoo2` in the data folder, or the data folder itself;
    None without any of them."""
    return next((place for place in (folder / PLACE, folder) if _table(place, VOTES) or _table(place, MAPPING)), None)


def open(path: Path) -> Galaxies:
    """Joins tables and pictures, which is kept until one of them changes: half a minute the first time, then a second.

    Raises AbsentError where a table or the pictures are missing, DataError for what isn't as published.
    """
    votes, mapping, folder = _parts(path)
    numbered = _numbered(folder)
    galaxies = _joined(votes, mapping, {number: name for number, (name, _) in numbered.items()})
    names = [numbered[number][0] for number in galaxies.assets.tolist()]
    shown = picture_rows.opened(folder, names, dict(numbered.values()))
    classes, strata = _strata(galaxies.classes[shown.rows])
    return Galaxies(
        name="galaxy_zoo2", title=TITLE, task=tasks.task(TASK, trees.tree("gz2").answers),
        targets=galaxies.targets[shown.rows], image_shape=(*shown.shape, 3), content=shown.content, read=shown.read,
        ra=galaxies.ra[shown.rows], dec=galaxies.dec[shown.rows], files=shown.names, left_out=shown.left_out,
        notes=(*galaxies.notes, *shown.notes),
        block=picture_rows.BLOCK, given_strata=strata, stratum_names=classes,
    )  # fmt: skip


def stamp(path: Path) -> Hashable:
    """Another value when a table or a picture is another."""
    try:
        votes, mapping, folder = _parts(path)
        stamped = [*_numbered(folder).values(), *((str(file), stamps.stamp(file)) for file in (votes, mapping))]
    except (GalaxyError, OSError) as error:
        return str(error)
    return (
        identity.digest([ascii(stamped).encode()])
        if all(stamps.is_settled(stamp) for _, stamp in stamped)
        else object()
    )


def _strata(reduced: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """Classes and their numbers int64 (n,); those too few to be divided go with the largest, as in parts of the set."""
    names, back, counts = np.unique(reduced, return_inverse=True, return_counts=True)
    largest = names[np.argmax(counts)]
    names, back = np.unique(np.where(counts >= FEWEST, names, largest)[back.reshape(-1)], return_inverse=True)
    return tuple(names.tolist()), back.reshape(-1).astype(np.int64)


def _parts(path: Path) -> tuple[Path, Path, Path]:
    """Both tables and the folder of pictures."""
    votes, mapping = _table(path, VOTES), _table(path, MAPPING)
    for name, table in ((VOTES, votes), (MAPPING, mapping)):
        if table is None:
            raise AbsentError(f"{path} has no {name}: download Galaxy Zoo 2 again, or put the table there.")
    folder = next((path / name for name in PICTURES if _has_pictures(path / name)), None)
    if folder is None:
        raise AbsentError(f"{path} has no pictures in {PICTURES[0]}: unpack images_gz2.zip there.")
    assert votes is not None and mapping is not None
    return votes, mapping, folder


def _table(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / name, folder / f"{name}.gz") if path.is_file()), None)


def _has_pictures(folder: Path) -> bool:
    """Whether a picture with a number lies in a folder; looks no further than the first."""
    try:
        with os.scandir(folder) as entries:
            return any(entry.name.endswith(".jpg") and entry.name[:-4].isdecimal() for entry in entries)
    except OSError:
        return False


def _numbered(folder: Path) -> dict[int, tuple[str, Stamp]]:
    """The pictures by their numbers."""
    listed = picture_rows.listed(folder).items()
    return {int(name[:-4]): (name, stamp) for name, stamp in listed if name.endswith(".jpg") and name[:-4].isdecimal()}


def _joined(votes: Path, mapping: Path, pictures: dict[int, str]) -> kept.Kept:
    """The join, made now or kept: until a table, or which pictures there are, or the code that joins is another."""
    code = [file.read_bytes() for file in sorted(Path(zoo2.__file__).parent.glob("*.py"))]
    parts = [hashlib.sha256(part).digest() for part in code]
    parts += [ascii((str(table), stamps.stamp(table))).encode() for table in (votes, mapping)]
    key = identity.digest([*parts, ascii(sorted(pictures)).encode()])
    if (recalled := kept.recall(key)) is not None:
        return recalled
    rows, steps = zoo2.joined(votes, mapping, pictures)
    if rows.empty:
        raise refusals.NO_GALAXY_PICTURED(path=votes)
    return kept.keep(key, votes.parent, rows, steps)
