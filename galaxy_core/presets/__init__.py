"""Presets: whole studies as data, one small file each. One click, or one command, queues all of their runs.

The contract of a plug-in, all at module level:

- head: `TITLE`, `SENTENCE` (what it shows), `SOURCE` (the study), `ORDER`, `DATASETS` (names of the data sets it was
  made for; it runs on any other of the same task too, and says so);
- `TRAPS`: sentences on what was unsound or unsaid in the study, and how it is done here;
- `PUBLISHED`: figures reported elsewhere, each with how it was measured; never mixed with ours;
- `runs(counts) -> tuple[Planned, …]`: the runs, in their order; `counts` int64 (k,) are the images of each class in the
  training part of the usual split, for what is a number of images;
- optional `TASKS`: names of the tasks that it is of; without it, the usual one;
- optional `further(counts) -> tuple[Planned, …]`: runs that come behind those where the weights that they begin with
  are on this computer, and that are left out where they aren't; with it `WITHOUT`, the sentence that says so, and how
  to get the weights.

The file name is the name; on the command line it may be written with hyphens.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from galaxy_core import plugins, tasks

QUICK = {"epochs": 2, "image_size": 32}  # what a quick run has instead, to see that it works, not to learn from it


@dataclass(frozen=True)
class Published:
    """A figure somebody reported: `value` 0…1 of `measure` on a data set, and how it was measured. `question`: the
    title of the question of a tree that it is about, where it is about one."""

    who: str
    value: float
    protocol: str
    dataset: str
    measure: str = "accuracy"
    question: str = ""


@dataclass(frozen=True)
class Planned:
    """One run of a preset; what isn't said is the model's own.

    members: places of earlier runs of the preset that an ensemble is made of. quick: what it has instead in a quick
    run, besides QUICK.
    """

    title: str
    model: str
    values: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    split: str = "80/10/10"
    augment: tuple[str, ...] | None = None
    balance: str | None = None
    preparation: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
    quick: Mapping[str, Any] = field(default_factory=dict)


def names() -> tuple[str, ...]:
    """The presets there are, in their order."""
    return plugins.names(sys.modules[__name__])


def serves(module: ModuleType, task: str) -> bool:
    """Whether a preset is of the task of that name."""
    return task in getattr(module, "TASKS", (tasks.usual(),))


def planned(name: str, counts: np.ndarray, is_here: Callable[[Planned], bool]) -> tuple[Planned, ...]:
    """The runs of a preset, in their order; those of `further` only where `is_here` says of each that the weights that
    it begins with are on this computer. `counts` as `runs` takes them. Raises UsageError like `preset`."""
    more = _further(name, counts)
    return (*preset(name).runs(counts), *(more if all(map(is_here, more)) else ()))


def remarks(name: str, counts: np.ndarray, is_here: Callable[[Planned], bool]) -> tuple[str, ...]:
    """Sentences on how it is done here: its traps, and what is left out. Takes and raises what `planned` does."""
    module, whole = preset(name), all(map(is_here, _further(name, counts)))
    return module.TRAPS if whole else (*module.TRAPS, module.WITHOUT)


def _further(name: str, counts: np.ndarray) -> tuple[Planned, ...]:
    module = preset(name)
    return module.further(counts) if hasattr(module, "further") else ()


def published(dataset: str, ran: Iterable[str] = ()) -> tuple[Published, ...]:
    """Figures reported on a data set, and those of presets that ran on it though they were made for another one."""
    modules = [preset(head.name) for head in plugins.heads(sys.modules[__name__]) if not head.reason]
    figures = [(figure, module) for module in modules for figure in module.PUBLISHED]
    ran = {name.replace("-", "_") for name in ran}
    reported = [
        figure for figure, module in figures if figure.dataset == dataset or module.__name__.rpartition(".")[2] in ran
    ]
    return tuple(dict.fromkeys(reported))


def preset(name: str) -> ModuleType:
    """The preset of that name, written with hyphens or underscores. Raises UsageError naming those that exist."""
    return plugins.load(sys.modules[__name__], name.replace("-", "_"))
