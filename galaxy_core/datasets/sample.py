"""The sample: galaxies that this product draws itself, so that everything works at once and nothing must be downloaded.

Ten classes and shares like Galaxy10 DECaLS, places on the sky, redshifts, and a few planted faults whose rows are known
(`Galaxies.known_faults`), so that whatever looks for faults can be held against the truth.
"""

import hashlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from galaxy_core import UsageError, tasks
from galaxy_core.datasets import Galaxies, drawing, identity
from galaxy_core.storage import atomic, background

TITLE = "Sample (drawn galaxies)"
SENTENCE = (
    "Synthetic: galaxies drawn by this program, ten classes like Galaxy10 DECaLS. Here at once, for trying things out."
)
SOURCE = "drawn by galaxy_core.datasets.drawing"
TASK = "classes"
SYNTHETIC = True
ORDER = 0
CLASSES = (
    "Disturbed", "Merging", "Round Smooth", "In-between Round Smooth", "Cigar Shaped Smooth", "Barred Spiral",
    "Unbarred Tight Spiral", "Unbarred Loose Spiral", "Edge-on without Bulge", "Edge-on with Bulge",
)  # fmt: skip
SHORT = (
    "Disturbed", "Merging", "Round", "In-between", "Cigar", "Barred spiral",
    "Tight spiral", "Loose spiral", "Edge-on, no bulge", "Edge-on, bulge",
)  # fmt: skip
GLYPHS = (
    "disturbed", "merging", "round", "in-between", "cigar", "barred", "tight", "loose", "edge-on", "edge-on-bulge",
)  # fmt: skip
DOWNLOAD = None

COUNTS = (1081, 1853, 2645, 2027, 334, 2043, 1829, 2628, 1423, 1873)  # of published DECaLS: only the shares count
IMAGES = 8000
SEED = 10
TWINS, NEAR_TWINS, WRONG = 0.004, 0.004, 0.008  # shares of the images that are planted faults
NEAR = 5  # pixels between the centres of near twins, at most


def find(folder: Path) -> Path:
    """Where its images are, or will be drawn; it is always here."""
    return folder / "sample" / f"{_key(_size())}.npy"


def drawn() -> np.ndarray:
    """What is drawn in each row, int64 (n, 3): the shape (a class number), the seed, and the row that it is drawn as:
    twins are drawn as their first. Says nothing of labels, some of which are wrong on purpose."""
    plan = _plan(_size())
    return np.stack([plan["shapes"], np.full(len(plan["shapes"]), SEED), plan["source"]], axis=1)


def open(path: Path) -> Galaxies:
    """Opens it without drawing anything: images are drawn as they are asked for until the whole set is on disk."""
    plan = _plan(_size())
    return Galaxies(
        name="sample", title=TITLE, task=tasks.task(TASK, CLASSES), short=SHORT, glyphs=GLYPHS, synthetic=True,
        targets=plan["labels"], image_shape=(drawing.SIZE, drawing.SIZE, 3),
        content=identity.digest([path.stem.encode()]),
        read=partial(_read, path, plan), complete=partial(_complete, path, plan),
        prints=partial(_prints, plan),
        ra=plan["ra"], dec=plan["dec"], redshift=plan["redshift"],
        pixel_scale=np.full(len(plan["labels"]), drawing.PIXEL_SCALE),
        notes=("Synthetic: these galaxies are drawn, not observed. Scores on them say how a model learns, not how well "
               "it would do on the sky.",),
        known_faults={kind: plan[kind] for kind in ("twins", "near_twins", "wrong_labels")},
    )  # fmt: skip


def _size() -> int:
    text = os.environ.get("GALAXY_SAMPLE") or str(IMAGES)
    if not text.isdecimal() or not 300 <= int(text) <= 100_000:
        raise UsageError(f"GALAXY_SAMPLE = “{text}” can't be used: give a number of images from 300 to 100,000.")
    return int(text)


def _plan(n: int) -> dict[str, np.ndarray]:
    """Everything but the pixels, by (n, SEED): labels, what is drawn in each row, places, redshifts, planted faults."""
    random = np.random.default_rng([SEED, n])
    shares = np.cumsum(COUNTS) / np.sum(COUNTS)
    shapes = random.permutation(np.searchsorted(shares, (np.arange(n) + 0.5) / n).astype(np.int64))
    ra, dec = _places(random, n)
    redshift = np.maximum(0.005, random.gamma(5, 0.019, n))  # most near .08, few beyond .2, as in DECaLS
    redshift[random.random(n) < 0.02] = np.nan
    source, shift, labels = np.arange(n), np.zeros((n, 2), np.int64), shapes.copy()
    twins, near, wrong = _faulty(random, n)
    labels[wrong] = (shapes[wrong] + random.integers(1, 10, len(wrong))) % 10
    source[twins[:, 1]], source[near[:, 1]] = twins[:, 0], near[:, 0]
    shift[near[:, 1]] = random.integers(2, NEAR + 1, (len(near), 2)) * random.choice([-1, 1], (len(near), 2))
    shapes[twins[:, 1]], shapes[near[:, 1]] = shapes[twins[:, 0]], shapes[near[:, 0]]
    labels[near[:, 1]] = labels[near[:, 0]]
    labels[twins[:, 1]] = (labels[twins[:, 0]] + random.integers(1, 10, len(twins))) % 10
    for pairs in (twins, near):
        redshift[pairs[:, 1]] = redshift[pairs[:, 0]]
    degrees = shift * drawing.PIXEL_SCALE / 3600
    ra, dec = ra[source] + degrees[:, 1] / np.cos(np.radians(dec[source])), dec[source] + degrees[:, 0]
    columns = {"labels": labels, "shapes": shapes, "source": source, "shift": shift, "redshift": redshift}
    return columns | {"ra": ra % 360, "dec": dec, "twins": twins, "near_twins": near, "wrong_labels": np.sort(wrong)}


def _faulty(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distinct rows: pairs of twins (m, 2), pairs of near twins (m, 2), rows with a wrong label (m,)."""
    twins, near, wrong = (max(2, round(share * n)) for share in (TWINS, NEAR_TWINS, WRONG))
    rows = random.permutation(n)[: 2 * twins + 2 * near + wrong]
    return rows[: 2 * twins].reshape(-1, 2), rows[2 * twins :][: 2 * near].reshape(-1, 2), rows[2 * (twins + near) :]


def _places(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """RA and Dec in degrees, evenly over −18° < Dec < 32° outside the Milky Way (|b| > 20°), as DECaLS lies."""
    ra = random.uniform(0, 360, 4 * n)
    dec = np.degrees(np.arcsin(random.uniform(np.sin(np.radians(-18)), np.sin(np.radians(32)), 4 * n)))
    pole_ra, pole_dec = np.radians(192.86), np.radians(27.13)  # of the Galaxy
    sin_b = np.sin(np.radians(dec)) * np.sin(pole_dec)
    sin_b += np.cos(np.radians(dec)) * np.cos(pole_dec) * np.cos(np.radians(ra) - pole_ra)
    outside = np.flatnonzero(np.abs(sin_b) > np.sin(np.radians(20)))[:n]
    return ra[outside], dec[outside]


def _read(path: Path, plan: dict[str, np.ndarray], rows: np.ndarray) -> np.ndarray:
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False)[rows])
    except (OSError, ValueError):
        images = [drawing.draw(plan["shapes"][row], SEED, plan["source"][row]) for row in rows]
        return np.stack([_moved(image, plan["shift"][row]) for image, row in zip(images, rows, strict=True)])


def _prints(plan: dict[str, np.ndarray], progress: Callable[[int, int], None]) -> np.ndarray:
    """Twins that aren't shifted have the same pixels, by the plan: nothing has to be drawn to know it."""
    prints = plan["source"].astype(np.uint64) + np.uint64(1)
    moved = np.any(plan["shift"], axis=1)
    prints[moved] = (np.flatnonzero(moved) + len(moved) + 1).astype(np.uint64)
    return prints


def _complete(path: Path, plan: dict[str, np.ndarray], progress: Callable[[int, int], None]) -> None:
    """Draws the whole set into its file, in several processes, unless it is there."""
    if path.exists():
        return

    def fill(aside: Path) -> None:
        atomic.reserve(aside, len(plan["shapes"]) * drawing.SIZE**2 * 3)
        shape = (len(plan["shapes"]), drawing.SIZE, drawing.SIZE, 3)
        out = np.lib.format.open_memmap(aside, mode="w+", dtype=np.uint8, shape=shape)
        drawing.draw_many(plan["shapes"], SEED, out, report)
        for row in np.flatnonzero(plan["source"] != np.arange(len(out))):
            out[row] = _moved(out[plan["source"][row]], plan["shift"][row])
        out.flush()

    with background.working(path, progress) as report:
        if not path.exists():
            atomic.write(path, fill)
            for old in path.parent.glob(f"sample-{len(plan['shapes'])}-*.npy"):
                if old != path:  # drawn by an earlier version of this program
                    old.unlink(missing_ok=True)


def _moved(image: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """The image seen `shift` (rows, columns) pixels beside its centre, filled by reflection."""
    if not shift.any():
        return image
    padded = np.pad(image, ((NEAR, NEAR), (NEAR, NEAR), (0, 0)), mode="reflect")
    top, left = NEAR + shift
    return padded[top : top + image.shape[0], left : left + image.shape[1]]


def _key(n: int) -> str:
    """Changes with the number of images and with every change of the code that draws them."""
    code = hashlib.sha256(Path(__file__).read_bytes())
    for file in sorted(Path(drawing.__file__).parent.glob("*.py")):
        code.update(file.read_bytes())
    return f"sample-{n}-{code.hexdigest()[:16]}"
