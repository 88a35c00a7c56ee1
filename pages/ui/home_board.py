"""What Home's board shows: galaxies of each class, of whatever a task has in their place, or some by chance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.datasets import Galaxies
from pages.ui import cache, class_rows, galaxy_dialog, tasks

EACH, SOME = 2, 20  # galaxies of each class; galaxies in all, where nothing sorts them


@dataclass(frozen=True, eq=False)
class Board:
    """Labels, the rows of one or two galaxies of each, int64, what a press on one of them picks on Explore, and a
    sentence on what is shown."""

    labels: Sequence[ClassLabel]
    rows: Sequence[np.ndarray]
    pick: Callable[[int], object]
    about: str

    @property
    def every(self) -> np.ndarray:
        """All rows, one after the other."""
        return np.concatenate([np.empty(0, np.int64), *self.rows])


def of(galaxies: Galaxies) -> Board:
    """The board of a data set."""
    if galaxies.classes:
        rows = cache.some_of_each(galaxies, EACH, 1)
        key = f"rows-{galaxies.identity.images}"
        about = "These galaxies have been sorted by shape."
        return Board(class_labels(galaxies.classes), rows, lambda label: class_rows.pick(key, label), about)
    own = tasks.part_of(galaxies.task.name, "board")
    return own(galaxies) if own else _by_chance(galaxies)


def _by_chance(galaxies: Galaxies) -> Board:
    rows = np.sort(np.random.default_rng(0).permutation(galaxies.n)[:SOME])
    names = [galaxy_dialog.named(galaxies, row) for row in rows.tolist()]
    labels = [ClassLabel(name, name, "") for name in names]
    about = f"{formatting.count(len(rows))} of {formatting.count(galaxies.n, 'galaxy', 'galaxies')}, by chance."
    return Board(labels, np.split(rows, len(rows)), lambda place: None, about)
