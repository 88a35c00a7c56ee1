"""Data sets: one file each. What a data set is called, where it comes from, and its images, read lazily.

The contract of a plug-in, all at module level:

- head: `TITLE`, `SENTENCE` (what it is, in one sentence), `SOURCE` (who made it, where), `TASK` (what is asked of its
  galaxies: one of `galaxy_core.tasks`), `SYNTHETIC` (drawn, not observed), `DOWNLOAD` (a Download, or None); of
  classes also `CLASSES` (full names, or None where the files decide), `SHORT`, `GLYPHS` (short names and names of files
  in `assets/glyphs`, in the order of CLASSES), and optional `MEANINGS` (what each is, see `morphology`);
- `find(folder) -> Path | None`: its file under the data folder, None if it isn't here;
- `open(path) -> Galaxies`: unpacks no image and costs milliseconds, but where files are new here or have changed: then
  their bytes are read once, to know the images by their content. Raises DataError for what can't be used;
- optional `accepts(path) -> bool`: whether a path that a user names is one of this kind;
- optional `unseen(path) -> int` and `look(path, progress)`, where its first opening can take minutes: see `first_look`;
- optional `stamp(path) -> Hashable`: where it is more than one file, another value whenever one of them has changed.

Conventions people get wrong: `targets` are what is true of each image, as its task says; of classes they are also
called `labels`, int64 class *numbers* (n,), and `classes` are the class *names*; `rows` are row numbers (n,) in any
order; images are uint8 (k, h, w, 3), red first, as displayed; `ra`, `dec` in degrees (NaN where unknown), `pixel_scale`
in arcsec per pixel.
"""

import sys
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType

import numpy as np

import galaxy_core
from galaxy_core import AbsentError, StorageError, UsageError, plugins, tasks
from galaxy_core.datasets import identity as identities
from galaxy_core.datasets import paths, refusals, rules
from galaxy_core.datasets.files.left_out import LeftOut
from galaxy_core.datasets.identity import Identity
from galaxy_core.datasets.published import Download as Download
from galaxy_core.storage import stamps
from galaxy_core.tasks import Task

COLUMNS = ("ra", "dec", "redshift", "pixel_scale")  # of numbers that an image may have, beside its label
KEPT = 8  # open data sets in memory
PATIENCE = (
    20  # times as long as looking at its files takes, a data set isn't looked at again, if that takes longer than
)
INSTANT = 0.005  # seconds
SHAPES = 12  # glyphs `shape-0` … for classes that nobody drew one for, over again when they run out


@dataclass(frozen=True, eq=False)
class Galaxies:
    """An open data set. Nothing of its images is in memory.

    `content` is the hash of its images that whoever opens it has made (see `identity.Identity.images`): it changes with
    a pixel, never with a label, a name or a time.
    """

    name: str  # what DATASET was called: a plug-in's name or a path
    title: str
    task: Task  # what is asked of its galaxies, and what the targets are called
    targets: np.ndarray  # (n, …): what is true, as the task says
    image_shape: tuple[int, int, int]  # (h, w, 3) of every image that `read` gives
    content: str
    read: Callable[[np.ndarray], np.ndarray] = field(repr=False)  # rows (increasing, distinct) → uint8 (k, h, w, 3)
    complete: Callable[[Callable[[int, int], None]], None] | None = field(default=None, repr=False)
    # makes what reading all of it needs, with progress(done, total): a drawn set draws itself to disk first
    prints: Callable[[Callable[[int, int], None]], np.ndarray] | None = field(default=None, repr=False)
    # where its storage tells in a second which images have the same pixels: their prints (see `alike`), with progress
    short: tuple[str, ...] = ()
    glyphs: tuple[str, ...] = ()
    synthetic: bool = False
    ra: np.ndarray | None = None  # float64 (n,), degrees
    dec: np.ndarray | None = None
    redshift: np.ndarray | None = None
    pixel_scale: np.ndarray | None = None  # float64 (n,), arcsec per pixel
    notes: tuple[str, ...] = ()  # sentences that a user should know: other counts than published, skipped files, …
    left_out: tuple[LeftOut, ...] = ()  # what isn't read of it, each with its kind and why
    parts: np.ndarray | None = None  # int8 (n,): 0 train, 1 validation, 2 test, where its own split is known
    block: int = 64  # rows that the storage reads best at once (a chunk of the file)
    quick: bool = True  # whether a single image is read in milliseconds (not so from large compressed chunks)
    files: Sequence[str] = field(default=(), repr=False)  # of each row, below its folder; () where images are no files
    known_faults: dict[str, np.ndarray] = field(default_factory=dict)  # planted by us, by kind: rows
    given_strata: np.ndarray | None = field(default=None, repr=False)  # int64 (n,): where the set says better than its
    # targets of what every part of a split should get its share
    stratum_names: tuple[str, ...] = ()  # of these
    known_probabilities: np.ndarray | None = None  # float32 (n, answers): of votes on drawn galaxies, how probable each
    # answer truly is if somebody is asked its question

    @property
    def n(self) -> int:
        """Number of images."""
        return len(self.targets)

    @property
    def labels(self) -> np.ndarray:
        """Class numbers, int64 (n,). Raises UsageError where its task has no classes."""
        return self.task.labels(self.targets)

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of its classes; () where its task has none."""
        return self.task.names if "labels" in self.task.OFFERS else ()

    @cached_property
    def strata(self) -> np.ndarray:
        """Of equal ones every part of a split gets its share, and balancing counts them: int64 (n,), from 0."""
        return self.task.strata(self.targets) if self.given_strata is None else self.given_strata

    @cached_property
    def identity(self) -> Identity:
        """What its images, its labels and its columns are, as three hashes."""
        columns = {name: getattr(self, name) for name in COLUMNS}
        labels = identities.of_targets(self.task.name, self.task.names, self.targets)
        return Identity(self.content, labels, identities.of_columns(columns))

    @property
    def counts(self) -> np.ndarray:
        """Images per class, or whatever its task counts alike: int64 (k,)."""
        return self.task.counts(self.targets) if self.given_strata is None else np.bincount(self.given_strata)

    def stratum(self, number: int) -> str:
        """What a stratum is called within a sentence."""
        return f"class {self.stratum_names[number]}" if self.stratum_names else self.task.stratum(number)

    def images(self, rows: np.ndarray) -> np.ndarray:
        """The images of any rows, in the order asked, repeated where asked: uint8 (k, h, w, 3)."""
        rows = np.asarray(rows)
        if rows.ndim != 1 or (len(rows) and rows.dtype.kind not in "iu"):
            raise UsageError(f"Rows are a list of row numbers, not {rows.dtype} of the shape {rows.shape}.")
        if len(rows) == 0:
            return np.empty((0, *self.image_shape), dtype=np.uint8)
        distinct, back = np.unique(rows.astype(np.int64), return_inverse=True)
        if distinct[0] < 0 or distinct[-1] >= self.n:
            raise UsageError(f"Row {distinct[-1] if distinct[-1] >= self.n else distinct[0]} isn't in 0…{self.n - 1}.")
        return self.read(distinct)[back]

    def blocks(self) -> Iterator[tuple[int, np.ndarray]]:
        """All images in order, as (first row, uint8 (b, h, w, 3)), b rows at a time as the storage likes it."""
        for first in range(0, self.n, self.block):
            yield first, self.read(np.arange(first, min(first + self.block, self.n)))


@dataclass(frozen=True)
class Summary:
    """A line of the list of data sets; None where unknown because it isn't here."""

    name: str
    title: str
    sentence: str
    task: str
    present: bool
    synthetic: bool
    n: int | None
    classes: tuple[str, ...] | None
    counts: tuple[int, ...] | None
    reason: str | None = None  # why it is here but can't be used


def names() -> tuple[str, ...]:
    """The data sets that have a name: those that need no path. One that can't be loaded stays in the list."""
    return tuple(name for name in plugins.names(_package()) if not (loads(name) and hasattr(plugin(name), "accepts")))


def loads(name: str) -> bool:
    """Whether the plug-in of that name can be loaded; `plugins.heads` and `summary` say why not."""
    try:
        plugin(name)
    except UsageError:
        return False
    return True


def plugin(name: str) -> ModuleType:
    """The plug-in of that name. Raises UsageError naming those that exist, or why it can't be loaded."""
    return plugins.load(_package(), name)


def named(reference: str) -> ModuleType | None:
    """The plug-in behind a reference to a data set that has a name, as it is or as classes by a rule;
    None for others."""
    name = rules.divided(reference)[0]
    return plugin(name) if name in names() and loads(name) else None


def title(reference: str) -> str:
    """What a data set is called in a menu, without opening it: by its name, or by that of its file or folder."""
    base, rule = rules.divided(reference)
    module = named(base)
    own = str(module.TITLE) if module else Path(base).name
    return f"{own}: {rules.rule(rule).TITLE}" if rule else own


def open_dataset(reference: str) -> Galaxies:
    """Opens a data set by name, by file or by folder; one with votes as classes, too,
    by a rule behind it (see `rules`).

    Raises UsageError for an unknown name, AbsentError for one that isn't here, DataError for one that can't be used,
    StorageError for one that can't be read.
    """
    base, rule = rules.divided(reference)
    galaxies = _opened(*_located(base))
    return rules.applied(galaxies, rule) if rule else galaxies


def opened(reference: str) -> Galaxies:
    """The same, kept in memory and opened anew only when its files change; for whoever asks again and again.

    A look at one file takes a tenth of a millisecond. A folder of a hundred thousand takes a second, so it is looked at
    the less often the longer that takes: at most a twentieth of the time goes into it. Raises as `open_dataset`.
    """
    base, rule = rules.divided(reference)
    module, path = _located(base)
    entry = _open.get((module.__name__, path, rule))
    if entry and time.monotonic() - entry.looked < PATIENCE * entry.took:
        return entry.galaxies
    begun = time.monotonic()
    stamp = _stamp(module, path)
    took = time.monotonic() - begun
    if entry is None or entry.stamp != stamp:
        while len(_open) >= KEPT:
            _open.pop(next(iter(_open)))
        galaxies = _opened(module, path)
        entry = _Kept(rules.applied(galaxies, rule) if rule else galaxies, stamp)
    kept = replace(entry, looked=time.monotonic(), took=took if took > INSTANT else 0.0)
    _open[module.__name__, path, rule] = kept
    return kept.galaxies


def task_of(reference: str) -> str:
    """The name of the task of a data set, by name or path, without opening it; the usual one where nothing is known."""
    if rules.divided(reference)[1]:
        return rules.task()
    with suppress(galaxy_core.GalaxyError):
        module = plugin(reference) if reference in names() else kind_of(_existing(reference))
        return str(module.TASK)
    return tasks.usual()


def usual() -> str:
    """The name of the data set that is always here: the first that needs no download."""
    return next((name for name in names() if loads(name) and plugin(name).DOWNLOAD is None), names()[0])


def absence(name: str) -> str:
    """The sentence for a data set that isn't here: its size, how to get it and where to put it by hand."""
    module = plugin(name)
    if module.DOWNLOAD is None:
        return f"{module.TITLE} isn't here."
    files = " and ".join(file.file for file in module.DOWNLOAD.files)
    size = f"{module.DOWNLOAD.total / 1e9:.2g} GB"
    return (
        f"{module.TITLE} isn't here: run “python -m galaxy_core download {name}” ({size}), "
        f"or put {files} into {galaxy_core.data_folder() / module.DOWNLOAD.place}."
    )


def summary(name: str) -> Summary:
    """What is known of a named data set, without failing: whether it is here, and why it can't be used if so.

    Opens it only when its file has changed since the last time.
    """
    try:
        module = plugin(name)
    except UsageError as error:
        return Summary(name, name, "", tasks.usual(), False, False, None, None, None, reason=str(error))
    head, classes = (name, module.TITLE, module.SENTENCE, module.TASK), getattr(module, "CLASSES", None)
    try:
        galaxies = opened(name)
    except AbsentError:
        return Summary(*head, False, module.SYNTHETIC, None, classes, None)
    except galaxy_core.GalaxyError as error:
        return Summary(*head, True, module.SYNTHETIC, None, classes, None, reason=str(error))
    counts = tuple(int(count) for count in galaxies.counts)
    return Summary(*head, True, module.SYNTHETIC, galaxies.n, galaxies.classes, counts)


def known_as(reference: str) -> str:
    """What a data set is called everywhere: a name as it is, a path as the absolute one without detours."""
    base, rule = rules.divided(reference)
    if rule:
        return f"{known_as(base)}:{rule}"
    if reference in names():
        return reference
    return paths.understood(reference)


def kind_of(path: Path) -> ModuleType:
    """The data set that opens such a path. Raises DataError where none does."""
    modules = [plugin(name) for name in plugins.names(_package()) if loads(name)]
    for module in modules:
        if hasattr(module, "accepts") and module.accepts(path):
            return module
    titles = [module.TITLE for module in modules if hasattr(module, "accepts")]
    raise refusals.NO_FOLDER(path=path, what=", ".join(titles))


@dataclass(frozen=True)
class _Kept:
    """An open data set in memory: as of which stamp, when its files were last looked at, and how long that took."""

    galaxies: Galaxies
    stamp: Hashable
    looked: float = 0.0
    took: float = 0.0


_open: dict[tuple[str, Path, str], _Kept] = {}


def _located(reference: str) -> tuple[ModuleType, Path]:
    """Who opens it, and what."""
    if reference not in names():
        path = _existing(reference)
        return kind_of(path), path
    module = plugin(reference)
    place = module.find(galaxy_core.data_folder())
    if place is None:
        raise AbsentError(absence(reference))
    return module, place


def _opened(module: ModuleType, path: Path) -> Galaxies:
    galaxies: Galaxies = module.open(path)
    galaxies.task.check(galaxies.targets)
    return galaxies


def _stamp(module: ModuleType, path: Path) -> Hashable:
    """Another one whenever its files may have changed; one of its own where that can't be told yet."""
    if hasattr(module, "stamp"):
        return module.stamp(path)
    try:
        stamp = stamps.stamp(path)
    except OSError:
        return None  # drawn, or gone since it was found
    return stamp if stamps.is_settled(stamp) else object()


def _existing(reference: str) -> Path:
    """The absolute path of a reference. Raises UsageError where nothing is, StorageError where none may look."""
    try:
        path = Path(known_as(reference))
        there = bool(reference.strip()) and path.exists()
    except PermissionError as error:
        raise StorageError(f"{reference} can't be looked at: check the permissions of its folder.") from error
    except (OSError, RuntimeError, ValueError):  # too long a name, an unknown user's home: nothing can be there
        there = False
    if not there:
        if paths.is_windows(str(path)):
            raise UsageError(f"“{path}” is a path of Windows: give the path that it has on this computer.")
        available = ", ".join(names())
        raise UsageError(f"“{reference}” is neither a data set ({available}) nor a file or folder that exists.")
    return path


def _package() -> ModuleType:
    return sys.modules[__name__]
