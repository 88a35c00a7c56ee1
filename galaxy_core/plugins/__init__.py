"""Plug-ins: the modules (files) of a package. The file name is the name; there is no list anywhere.

Support code of a package lies in its subfolders, which are no plug-ins. The head of a plug-in is data (`TITLE`,
`SENTENCE`, …), so loading one costs next to nothing. One that can't be loaded stays in the menu with its reason.
"""

import importlib
import os
import pkgutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

from galaxy_core import UsageError
from galaxy_core.plugins import parameters


@dataclass(frozen=True)
class Head:
    """What a menu shows of a plug-in; `reason` says why it can't be loaded, or is None."""

    name: str
    title: str
    sentence: str
    reason: str | None = None


@dataclass(frozen=True)
class Chosen:
    """A plug-in with the values of its parameters; as a text it is what `chosen` reads, with everything written out."""

    name: str
    module: ModuleType
    values: Any

    def __str__(self) -> str:
        values = ",".join(f"{name}={value}" for name, value in asdict(self.values).items())
        return f"{self.name}:{values}" if values else self.name


def names(package: ModuleType) -> tuple[str, ...]:
    """The plug-ins of a package, in the order of their `ORDER` where they have one, then by name."""
    return _names(package, tuple((place, _changed(place)) for place in package.__path__))


@lru_cache(maxsize=64)
def _names(package: ModuleType, places: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    """The same of folders as they were changed last: they are looked through once."""
    module_names = [module.name for module in pkgutil.iter_modules([place for place, _ in places]) if not module.ispkg]
    return tuple(sorted(module_names, key=lambda name: (_order(package, name), name)))


def _changed(place: str) -> int:
    """When a file of a folder was added, renamed or removed last, in nanoseconds; 0 where there is none."""
    try:
        return os.stat(place).st_mtime_ns
    except OSError:
        return 0


def load(package: ModuleType, name: str) -> ModuleType:
    """The plug-in of that name. Raises UsageError naming those that exist, or why this one can't be loaded."""
    available = names(package)
    if name not in available:
        kind = package.__name__.rsplit(".", 1)[-1]
        raise UsageError(f"“{name}” is not one of the {kind}: choose {', '.join(available)}.")
    try:
        return importlib.import_module(f"{package.__name__}.{name}")
    except (Exception, SystemExit) as error:  # a plug-in is anybody's code: whatever it raises becomes its reason
        raise UsageError(f"“{name}” can't be loaded: {type(error).__name__}: {error}") from error


def heads(package: ModuleType) -> tuple[Head, ...]:
    """The heads of all plug-ins of a package; those that don't load have a reason instead of a sentence."""
    return tuple(_head(package, name) for name in names(package))


def chosen(package: ModuleType, text: str) -> Chosen:
    """The plug-in that a text such as `turn:degrees=45` names, with its parameters.

    Raises UsageError naming what exists, or how to write it.
    """
    name, _, rest = text.partition(":")
    module = load(package, name)
    pairs = [pair.partition("=") for pair in rest.split(",") if pair]
    if any(not equals for _, equals, _ in pairs):
        raise UsageError(f"“{text}” can't be read: write NAME:PARAMETER=VALUE,PARAMETER=VALUE.")
    return Chosen(name, module, parameters.parse(module.Parameters, {key: value for key, _, value in pairs}))


def written(package: ModuleType, texts: Iterable[str]) -> tuple[str, ...]:
    """The same choices with every parameter written out, so that equal ones are equal texts. Raises like `chosen`."""
    return tuple(str(chosen(package, text)) for text in texts)


def _head(package: ModuleType, name: str) -> Head:
    try:
        module = load(package, name)
        return Head(name, module.TITLE, module.SENTENCE)
    except (UsageError, AttributeError) as error:
        return Head(name, name, "", reason=str(error))


def _order(package: ModuleType, name: str) -> float:
    try:
        return float(getattr(importlib.import_module(f"{package.__name__}.{name}"), "ORDER", 99))
    except (Exception, SystemExit):  # shown with its reason by `load` and `heads`; here it only goes to the end
        return 99
