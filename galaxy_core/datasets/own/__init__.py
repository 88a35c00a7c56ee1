"""Data sets of the user's own: remembered by their paths once they were opened, whether they are still there or not."""

import os
from collections.abc import Iterable
from pathlib import Path

import galaxy_core
from galaxy_core import datasets, plugins
from galaxy_core.datasets import rules
from galaxy_core.storage import atomic, json_cache

MOST = 50  # paths; the one that was opened longest ago is forgotten first
HERE, ABSENT, GONE = "", "not here yet", "not found any more"


def remembered() -> list[str]:
    """Their absolute paths, the last opened first."""
    paths = json_cache.document(_file()).get("paths", [])
    return [path for path in paths if isinstance(path, str) and path] if isinstance(paths, list) else []


def remember(path: str) -> None:
    """From now on it is one of them. Raises StorageError where that can't be written."""
    earlier = remembered()
    if earlier[:1] != [path]:
        _write([path, *(other for other in earlier if other != path)][:MOST])


def forget(path: str) -> None:
    """It is none of them any more; the files stay where they are. Raises StorageError like `remember`."""
    if path in (earlier := remembered()):
        _write([other for other in earlier if other != path])


def presence(reference: str) -> str:
    """HERE, ABSENT of one that can be downloaded, GONE of a path where nothing is any more."""
    base, _ = rules.divided(reference)
    if base not in datasets.names():
        return HERE if os.path.lexists(os.path.expanduser(base)) else GONE
    module = datasets.named(base)
    return HERE if module is None or module.find(galaxy_core.data_folder()) else ABSENT


def titles(references: Iterable[str]) -> dict[str, str]:
    """What data sets are called beside each other: of paths the last part,
    with as much before it as tells them apart."""
    distinct = list(dict.fromkeys(references))
    paths = [reference for reference in distinct if rules.divided(reference)[0] not in datasets.names()]
    return {
        reference: _short(reference, paths) if reference in paths else datasets.title(reference)
        for reference in distinct
    }


def layouts() -> list[tuple[str, str]]:
    """What can be read by its path: titles and sentences, in the order in which they are tried."""
    heads = plugins.heads(datasets)
    return [
        (head.title, head.sentence)
        for head in heads
        if not head.reason and hasattr(datasets.plugin(head.name), "accepts")
    ]


def _short(path: str, others: list[str]) -> str:
    parts = [part for part in Path(path).parts if part != os.sep] or [path]
    for count in range(1, len(parts)):
        end = parts[-count:]
        if not any(other != path and list(Path(other).parts[-count:]) == end for other in others):
            return os.sep.join(end)
    return path


def _file() -> Path:
    return galaxy_core.data_folder() / "own-datasets.json"


def _write(paths: list[str]) -> None:
    atomic.write_json(_file(), {"paths": paths})
