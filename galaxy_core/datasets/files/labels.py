"""Labels as people write them, understood as classes: numbers from 0 or 1, a single 1 in a row, or names.

Whatever isn't plain is said in a note. Classes are those that images have: a class without an image can't be learned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import class_names

NAMES = ("ans", "labels", "label", "y")  # what the labels are called in files, the first that is there
MOST_CLASSES = 1000
LONG = 5  # names of classes that a note tells


@dataclass(frozen=True)
class Labels:
    """`targets` int64 (n,) count from 0 through `classes`; `numbers`: what each class was written as, or its place."""

    targets: np.ndarray
    classes: tuple[str, ...]
    numbers: tuple[int, ...]
    notes: tuple[str, ...] = ()


def understood(path: Path, name: str, values: np.ndarray, names: Sequence[str] | None = None) -> Labels:
    """The classes of labels (n,) of numbers or texts, or (n, k) with a single 1 in each row; `names` by their numbers.

    Raises DataError where they can't be meant so. `path` and `name` are for its sentence.
    """
    notes: list[str] = []
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim == 2 and len(values):
        values = _of_rows(path, name, values)
        notes.append(f"Its “{name}” are rows with a single 1 each, which were read as the number of its place.")
    if values.ndim != 1:
        raise refusals.LABEL_SHAPE(path=path, name=name, shape=values.shape)
    if values.dtype.kind in "OSU":
        return _of_texts(path, name, values)
    numbers = _whole(path, values)
    present = np.unique(numbers)
    if len(present) > MOST_CLASSES:
        raise refusals.ALL_DIFFERENT(path=path, name=name, count=len(present), most=MOST_CLASSES)
    if len(present) < 2:
        raise refusals.ONE_LABEL(path=path, count=len(numbers), value=present[0] if len(present) else "none")
    shown = _named(path, present, names, notes)
    return Labels(np.searchsorted(present, numbers).astype(np.int64), shown, _places(present, names), tuple(notes))


def _of_rows(path: Path, name: str, values: np.ndarray) -> np.ndarray:
    """The place of the 1 in each row. Raises DataError where rows hold anything else."""
    single = (values.sum(axis=1) == 1) & ((values == 0) | (values == 1)).all(axis=1)
    if not single.all():
        raise refusals.VOTES(path=path, name=name, count=values.shape[1], row=int(np.flatnonzero(~single)[0]))
    return values.argmax(axis=1)


def _of_texts(path: Path, name: str, values: np.ndarray) -> Labels:
    texts = np.array(
        [value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value) for value in values]
    )
    present, targets = np.unique(texts, return_inverse=True)
    if len(present) > MOST_CLASSES:
        raise refusals.ALL_DIFFERENT(path=path, name=name, count=len(present), most=MOST_CLASSES)
    if len(present) < 2:
        raise refusals.ONE_LABEL(path=path, count=len(texts), value=f"“{present[0]}”" if len(present) else "none")
    shown, notes = class_names.readable(present.tolist())
    return Labels(targets.reshape(-1).astype(np.int64), shown, tuple(range(len(shown))), notes)


def _whole(path: Path, values: np.ndarray) -> np.ndarray:
    """The labels as int64. Raises DataError where one is no class number."""
    most, values = 2**31, values if values.dtype.kind == "u" else values.astype(np.float64)
    wrong = ~((values >= 0) & (values < most))  # also NaN
    if wrong.any() or (wrong := values != np.floor(values)).any():
        row = int(np.flatnonzero(wrong)[0])
        raise refusals.LABEL(path=path, row=row, value=values[row])
    return values.astype(np.int64)


def _named(path: Path, present: np.ndarray, names: Sequence[str] | None, notes: list[str]) -> tuple[str, ...]:
    """What the classes are called; what had to be understood goes to the notes."""
    first, last = int(present[0]), int(present[-1])
    if names is None:
        notes.insert(
            0, "The names of its classes aren't given, so they are numbers: a list “classes” in it would name them."
        )
        if first == 1 and last == len(present):
            notes.append("Its class numbers count from 1.")
        elif last >= len(present):
            gaps = sorted({*range(last + 1)} - {*present.tolist()}) if last < 10 * len(present) else []
            gap_words = f" ({', '.join(map(str, gaps[:LONG]))}{' …' * (len(gaps) > LONG)})" if gaps else ""
            notes.append(
                f"Some class numbers up to {last} have no image{gap_words}, so there are {len(present)} classes."
            )
        return tuple(f"Class {number}" for number in present.tolist())
    from_one = first >= 1 and last == len(names)
    if last >= len(names) + from_one:
        raise refusals.FEW_NAMES(path=path, name="classes", count=len(names), label=last)
    if from_one:
        notes.append("Its class numbers count from 1, and were understood so.")
    shown, twins = class_names.readable(names)
    notes += twins
    if missing := [shown[place] for place in sorted({*range(len(names))} - {*_places(present, names)})]:
        few = ", ".join(missing[:LONG]) + " …" * (len(missing) > LONG)
        notes.append(
            f"No image is of {few}, so {'that is no class' if len(missing) == 1 else 'those are no classes'} here."
        )
    return tuple(shown[place] for place in _places(present, names))


def _places(present: np.ndarray, names: Sequence[str] | None) -> tuple[int, ...]:
    """Where the classes that there are stand in the list of names."""
    from_one = names is not None and present[0] >= 1 and present[-1] == len(names)
    return tuple(int(number) - from_one for number in present.tolist())
