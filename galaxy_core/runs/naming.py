"""What runs are called so that no two look the same: short, by what isn't the default, and by what tells them apart."""

import time
from collections.abc import Iterator

import galaxy_core
from galaxy_core import RunError
from galaxy_core.runs import shipped
from galaxy_core.runs.listing import find
from galaxy_core.runs.run import Run
from galaxy_core.runs.states import folders, is_settled
from galaxy_core.runs.titles import settings, short_title

_known: dict[str, tuple[int, tuple[str, str, tuple[str, ...]]]] = {}  # by folder: as of when, and what `_called` gives
_last: dict[str, tuple[list[tuple[str, int]], dict[str, str]]] = {}  # by the folder of runs: as of when, the titles


def title(run: Run) -> str:
    """What to call a run: what a person called it, or the model and what isn't the default; no other on its data set is
    called so."""
    return all_titles().get(run.name) or short_title(run)


def all_titles() -> dict[str, str]:
    """The same of all runs, by name: for whoever lists many, as a title takes a look at all of them.

    Of several on one data set that would be called the same, the oldest is; the others also say what else they were
    asked, or when. What it gives is shared, so don't change it.
    """
    root, named = str(galaxy_core.runs_folder()), dict[str, str]()
    seen = sorted(folders(root))
    if (last := _last.get(root)) and last[0] == seen:
        return last[1]
    first: dict[tuple[str, str], tuple[str, ...]] = {}
    taken: set[tuple[str, str]] = set()
    for name, changed in seen:
        known = _called(f"{root}/{name}", name, changed)
        if known:
            dataset, short, words = known
            others = [word for word in words if word not in first.setdefault((dataset, short), words)]
            named[name] = next((one for one in _ways(name, short, others) if (dataset, one) not in taken), name)
            taken.add((dataset, named[name]))
    named |= {run.name: short_title(run) for run in shipped.every()}
    _last.clear()  # of other folders
    if all(is_settled(changed) for _, changed in seen):
        _last[root] = seen, named
    return named


def _ways(name: str, short: str, others: list[str]) -> Iterator[str]:
    """What it may be called, the shortest first."""
    yield short
    if others:
        yield f"{short}, {', '.join(others[:2])}"
    begun = time.strptime(name[:15], "%Y%m%d-%H%M%S")
    yield f"{short} · {time.strftime('%d %b %H:%M', begun)}"
    yield f"{short} · {time.strftime('%d %b %H:%M:%S', begun)}"
    yield f"{short} · {name[-4:]}"


def _called(folder: str, name: str, changed: int) -> tuple[str, str, tuple[str, ...]] | None:
    """Its data set, its short title and its settings, made anew only when something in its folder was."""
    known = _known.get(folder)
    if known is None or known[0] != changed:
        try:
            run = find(name)
        except RunError:
            return None
        known = changed, (run.request.dataset, short_title(run), settings(run))
        if is_settled(changed):
            _known[folder] = known
    return known[1]
