"""What must be true of runs after processes were killed: each check gives a count and sentences on what isn't so."""

import json
import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from benchmarks import processes
from galaxy_core import GalaxyError, prediction, runs
from galaxy_core.storage import lock

PARTS = ("train", "validation", "test")
RESULTS = ("predictions.npz", "weights.npz")
LINE = re.compile(r"^epoch (\d+): ", re.MULTILINE)
HALF = (".new-", ".old-", ".results", ".live")


@dataclass(frozen=True)
class Check:
    """What was looked at, how often, and the sentences of what is wrong."""

    name: str
    count: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submission:
    """A submitter that has ended: its seed, which no other killed one has, and the run that it named, if it did."""

    seed: int
    named: str | None
    killed: bool


def named(told: str) -> str | None:
    """The run that a submitter named on its stdout, as JSON; None where it was killed before."""
    try:
        return json.loads(told)["run"]
    except ValueError:
        return None


def held(folder: Path) -> set[str]:
    """Names of the runs whose lock somebody holds now."""
    return {path.parent.name for path in folder.glob("2*/alive.lock") if lock.is_held(path)}


def lost_or_doubled(made: Sequence[runs.Run], submissions: Sequence[Submission]) -> list[Check]:
    """Whoever named a run has it; whoever was killed made one at most; nothing else is there."""
    known = {one.named for one in submissions if one.named}
    killed = {one.seed for one in submissions if one.killed and not one.named}
    others = Counter(run.request.seed for run in made if run.name not in known)
    lost = [f"{name} was submitted and isn't there" for name in known - {run.name for run in made}]
    dumb = [f"the submitter {one.seed} ended without a name" for one in submissions if not one.named and not one.killed]
    twice = [f"one submitter made {count} runs (seed {seed})" for seed, count in others.items() if count > 1]
    strange = [f"nobody submitted a run of seed {seed}" for seed in set(others) - killed]
    return [
        Check("submitted runs that are there", len(known), (*lost, *dumb)),
        Check("submitters killed before they named their run, which made one or none", len(killed), (*twice, *strange)),
    ]


def ended(made: Sequence[runs.Run], unreadable: Mapping[str, str] | Sequence[str] = ()) -> Check:
    """All have finished; no folder is unreadable."""
    faults = [f"{run.name} is {run.status}: {run.error or 'no error'}" for run in made if not run.is_finished]
    return Check("runs that have finished", len(made), (*faults, *(f"{name} can't be read" for name in unreadable)))


def whole(made: Sequence[runs.Run], images: int) -> Check:
    """Every result can be read, every image is predicted once, the exported model answers."""
    return Check("runs whose results are whole", len(made), tuple(fault for run in made for fault in torn(run, images)))


def torn(run: runs.Run, images: int) -> list[str]:
    """What is wrong with the results of one run."""
    try:
        stored, weights = (_arrays(run.folder / name) for name in RESULTS)
        rows = np.concatenate([stored[f"{part}_rows"] for part in PARTS])
        sums = np.concatenate([stored[f"{part}_probabilities"].sum(axis=1) for part in PARTS])
        size = run.result["image_shape"]
        prediction.classifier(run).images(np.zeros((1, *size), np.uint8))
    except (OSError, ValueError, KeyError, BadZipFile, GalaxyError) as error:
        return [f"{run.name}: its results can't be read ({type(error).__name__}: {error})"]
    sound = np.allclose(sums, 1, atol=1e-4) and all(np.isfinite(array).all() for array in weights.values())
    complete = np.array_equal(np.sort(rows), np.arange(images)) and sound
    return [] if complete else [f"{run.name}: its predictions or weights are incomplete"]


def repeated(made: Sequence[runs.Run], kills: Mapping[str, int]) -> Check:
    """Epochs in the log go up by one, or once over for a kill; the history has each once."""
    faults, lines = [], 0
    for run in made:
        said = [int(number) for number in LINE.findall(run.log(10**7))]
        kept = [int(values["epoch"]) for values in run.result.get("history", [])]
        lines += len(said)
        if kept != list(range(1, len(kept) + 1)) or sorted(set(said)) != kept:
            faults.append(f"{run.name}: its history has the epochs {kept}, its log {said}")
        if any(after not in (before, before + 1) for before, after in pairwise(said)):
            faults.append(f"{run.name}: it went back by more than an epoch: {said}")
        if len(said) - len(kept) > kills.get(run.name, 0):
            faults.append(f"{run.name}: {kills.get(run.name, 0)} kills, but its log has the epochs {said}")
    return Check("epochs in the logs, at most one repeated a kill", lines, tuple(faults))


def equal(made: Sequence[runs.Run], references: Mapping[str, runs.Run], kills: Mapping[str, int]) -> Check:
    """Those killed have the same predictions and weights as the never-killed run of their model, bit for bit."""
    killed = [run for run in made if kills.get(run.name)]
    faults = [f"{run.name}: {name} differs" for run in made for name in _different(run, references[run.request.model])]
    return Check("killed runs equal to a never-killed one", len(killed), tuple(faults))


def litter(folder: Path) -> Check:
    """Nothing half built is left anywhere."""
    paths = [path for path in folder.rglob(".*") if path.name.startswith(HALF)]
    left = tuple(f"{path.relative_to(folder)} was left half built" for path in paths)
    return Check("folders looked through for half-built ones", sum(1 for path in folder.rglob("*")), left)


def quiet(folder: Path, pattern: str) -> Check:
    """No log has a traceback."""
    logs = sorted(folder.glob(pattern))
    faults = [
        f"{log.name}: {text[text.index('Traceback') :][-600:]}" for log in logs if "Traceback" in (text := _text(log))
    ]
    return Check(f"logs without a traceback ({pattern})", len(logs), tuple(faults))


class Sampler(threading.Thread):
    """Looks throughout how many trainings there are at once, by the locks that are held and by the processes."""

    def __init__(self, folder: Path, slots: int):
        super().__init__(daemon=True)
        self.folder, self.slots, self.looks, self.faults, self.finish = folder, slots, 0, set(), threading.Event()

    def run(self) -> None:
        """Until `finish` is set."""
        while not self.finish.wait(0.05):
            before, after = self._look(), self._look()  # what is in both was there when the first look ended
            locks, trained = before[0] & after[0], [name for number, name in before[1].items() if number in after[1]]
            self.looks += 1
            for what, count in (("locks held", len(locks)), ("processes with a lock", len(trained))):
                self.faults |= {f"{count} {what} at once"} if count > self.slots else set()
            self.faults |= {f"two processes train {name}" for name, count in Counter(trained).items() if count > 1}

    def check(self) -> Check:
        """Whether there were ever too many."""
        self.finish.set()
        self.join()
        faults = sorted(self.faults) if self.looks else ["nobody looked"]
        return Check(f"looks that found no more than {self.slots} at once", self.looks, tuple(faults))

    def _look(self) -> tuple[set[str], dict[int, str]]:
        """Runs whose lock is held; processes that have one open: it is given back just before a process ends."""
        there = processes.found(self.folder, "training").items()
        return held(self.folder), {
            number: name for number, name in there if processes.has_open(number, self.folder / name / "alive.lock")
        }


def _different(run: runs.Run, reference: runs.Run) -> list[str]:
    return [name for name in RESULTS if not _same(run.folder / name, reference.folder / name)]


def _same(mine: Path, theirs: Path) -> bool:
    try:
        one, other = _arrays(mine), _arrays(theirs)
    except (OSError, ValueError, BadZipFile):
        return False
    return sorted(one) == sorted(other) and all(np.array_equal(one[name], other[name]) for name in other)


def _arrays(path: Path) -> dict[str, np.ndarray]:
    with open(path, "rb") as file, np.load(file, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
