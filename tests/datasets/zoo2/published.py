"""Tables of the layout of the published ones, of any size, with the same traps: numbers of 18 digits that differ in
their last, repeated galaxies, nulls, missing pictures, 231 columns in another order."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from galaxy_core.datasets.zoo2.tables import COLUMNS

KINDS = ("count", "weight", "fraction", "weighted_fraction", "debiased", "flag")
FIRST = 587722981736120347  # above 2⁵³: neighbours are the same float
TAILS = 997  # different votes
CLASSES = ("Sb2m", "Er", "Ei", "Ec", "Sc2t", "SBb2m", "Sen", "Ser", "Sd?l", "Sc+t(r)", "Ei(o)")


@dataclass(frozen=True)
class Published:
    """So many rows at each step, as `zoo2.Steps` counts them."""

    mapped: int = 355_990
    original: int = 295_305
    voted: int = 239_695
    whole: int = 239_389
    pictured: int = 239_267
    repeated: int = 30_339


SMALL = Published(mapped=356, original=295, voted=240, whole=234, pictured=230, repeated=30)


def write(folder: Path, size: Published, counts: bool = True) -> set[int]:
    """Writes both tables; gives the numbers of the pictures that are there."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(5)
    beyond = size.mapped - size.original
    ids = FIRST + random.permutation(size.original + beyond - size.repeated).astype(np.int64)
    original, new = ids[: size.original], ids[size.original :]
    later = np.concatenate([random.choice(original, size.repeated, replace=False), new])
    objects = np.concatenate([original, later])
    assets = np.concatenate([np.arange(1, size.original + 1), 295_306 + np.arange(beyond)])
    order = random.permutation(size.mapped)
    lines = (f"extended,{assets[row]},{objects[row]}" for row in order.tolist())
    _put(folder / "gz2_filename_mapping.csv", "sample,asset_id,objid", lines)
    rows = random.permutation(size.original)[: size.voted]
    null, gone = rows[: size.voted - size.whole], rows[size.voted - size.whole :][: size.whole - size.pictured]
    _votes(folder / "gz2_hart16.csv", original[rows], len(null), counts)
    return set((assets[rows]).tolist()) - set(assets[gone].tolist())


def pictures(folder: Path, numbers: set[int]) -> None:
    """A picture for each number in `images`, one of no galaxy, and what people find beside them."""
    (folder / "images").mkdir()
    random = np.random.default_rng(1)
    for number in [*numbers, 290_000]:
        pixels = random.integers(0, 255, (12, 12, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / "images" / f"{number}.jpg")
    (folder / "images" / "._1.jpg").touch()
    (folder / "images" / "readme.jpg").touch()


def _votes(path: Path, objects: np.ndarray, nulls: int, counts: bool) -> None:
    """The first `nulls` rows lack something; the others follow in any order."""
    random = np.random.default_rng(6)
    kinds = KINDS if counts else KINDS[1:]
    names = random.permutation([f"{column}_{kind}" for column in COLUMNS for kind in kinds])
    tails = [_tail(names, random) for _ in range(min(TAILS, 1 + len(objects) // 8))]
    lines = []
    for row, number in enumerate(objects.tolist()):
        kind = CLASSES[row % len(CLASSES)] if row >= nulls or row % 2 else ""
        tail = (
            tails[row % len(tails)]
            if row >= nulls or kind == ""
            else tails[row % len(tails)].replace(_debiased(tails[row % len(tails)]), "", 1)
        )
        lines.append(
            f"{kind},{tail},{row % 360 + 0.5:.6f},{number},{44 + row % 9},original,{140 + row % 90},{row % 60 - 10.25}"
        )
    header = f"gz2_class,{','.join(names)},ra,dr7objid,total_classifications,sample,total_votes,dec"
    _put(path, header, (lines[row] for row in random.permutation(len(lines)).tolist()))


def _tail(names: np.ndarray, random: np.random.Generator) -> str:
    """Votes that everybody gives: all smooth or all featured; each fraction has its own digits."""
    share = f"{random.uniform(0.1, 0.9):.5f}9"
    values = {"count": "20", "weight": "20.0", "fraction": "0.5", "weighted_fraction": "0.5", "flag": "0"}
    return ",".join(share if str(name).endswith("_debiased") else values[_kind(str(name))] for name in names)


def _kind(name: str) -> str:
    return next(kind for kind in sorted(KINDS, key=len, reverse=True) if name.endswith(f"_{kind}"))


def _debiased(tail: str) -> str:
    return next(value for value in tail.split(",") if value.endswith("9") and len(value) == 8)


def _put(path: Path, header: str, lines: Iterator[str]) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(header + "\n")
        file.writelines(f"{line}\n" for line in lines)
