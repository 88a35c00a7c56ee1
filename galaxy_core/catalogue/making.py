"""Makes the parts of a catalogue that are missing, each on one core, as many at once as there are cores."""

import multiprocessing
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from galaxy_core import GalaxyError, RunError, UsageError, runs
from galaxy_core.catalogue import asking, parts, plan, sources
from galaxy_core.catalogue.plan import Part, Plan
from galaxy_core.catalogue.sources import Source
from galaxy_core.datasets import refusals
from galaxy_core.runs import Run
from galaxy_core.storage import atomic

T = TypeVar("T")
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Share:
    """Which of n nearly equal shares of the parts is made; the nth is also called 0."""

    number: int = 1
    of: int = 1

    def take(self, every: Sequence[T]) -> Sequence[T]:
        """The parts of this share: they lie one after the other."""
        place = (self.number - 1) % self.of
        return every[len(every) * place // self.of : len(every) * (place + 1) // self.of]


@dataclass(frozen=True)
class Made:
    """What a call has done: `parts` written now with so many `images` in them, of which `unreadable` couldn't be read;
    parts `skipped`, which stood already; `failed`: the parts that couldn't be made, with a sentence each."""

    parts: int
    images: int
    unreadable: int
    skipped: int
    failed: dict[str, str]
    seconds: float


@dataclass(frozen=True)
class _Ended:
    part: Part
    unreadable: int
    error: str = ""


def share(text: str) -> Share:
    """ "2/8" as a share. Raises UsageError for what is none."""
    matched = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text.strip())
    number, of = (int(matched[1]), int(matched[2])) if matched else (1, 0)
    if not of or number > of:
        raise UsageError(f"“{text}” is no share: write i/n, such as 2/8 for the second of eight.")
    return Share(number, of)


def make(
    run: Run, paths: Sequence[Path], folder: Path, only: Share | None = None, processes: int | None = None,
    told: Told | None = None,
) -> Made:  # fmt: skip
    """Makes what is missing of the catalogue of these sources by a run, in a folder; `told(done, total)` hears how many
    pictures of those missing are done. Raises UsageError where the folder holds another one, and what opening a source
    raises; what goes wrong later is told in `Made.failed`."""
    began = time.monotonic()
    planned = plan.noted(folder, plan.made(run, paths))
    atomic.sweep(folder)
    asked = (only or Share()).take(planned.parts)
    missing = [part for part in asked if not (folder / part.name).exists()]
    count, done, ended = sum(part.stop - part.first for part in missing), 0, list[_Ended]()
    for end in _ends(run, planned, folder, missing, processes or _cores()):
        ended.append(end)
        done += end.part.stop - end.part.first
        if told:
            told(done, count)
    whole = [end for end in ended if not end.error]
    return Made(
        len(whole), sum(end.part.stop - end.part.first for end in whole), sum(end.unreadable for end in whole),
        len(asked) - len(missing), {end.part.name: end.error for end in ended if end.error},
        time.monotonic() - began,
    )  # fmt: skip


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ends(run: Run, planned: Plan, folder: Path, missing: list[Part], processes: int) -> Iterator[_Ended]:
    """Each part as it is done, in this process or in several."""
    if min(processes, len(missing)) < 2:
        yield from (_one(run.name, planned, folder, part) for part in missing)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(missing)), context, _begin) as pool:
        try:
            futures = [pool.submit(_one, run.name, planned, folder, part) for part in missing]
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool as error:
            raise RunError(
                "A process of this catalogue was ended from outside, perhaps for lack of memory: give the same command "
                "again, it makes what is missing."
            ) from error
        except BaseException:
            for child in multiprocessing.active_children():  # nobody waits for parts that nobody wants any more
                child.kill()
            raise


def _begin() -> None:
    """What a process does first: Ctrl-C is its parent's, and without a parent it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _one(name: str, planned: Plan, folder: Path, part: Part) -> _Ended:
    """Makes one part; what is wrong with its pictures is its own."""
    try:
        given = planned.sources[part.source]
        source = _source(given.path)
        if plan.given(Path(given.path), source) != given:
            raise refusals.CHANGED(path=given.path)
        return _Ended(part, parts.write(folder, planned, part, source, _model(name)))
    except GalaxyError as error:
        _source.cache_clear()  # it may be mended, or be another one by now
        return _Ended(part, 0, str(error))


@lru_cache(maxsize=1)
def _source(path: str) -> Source:
    return sources.opened(Path(path))


@lru_cache(maxsize=1)
def _model(name: str) -> asking.Model:
    return asking.model(runs.find(name))
