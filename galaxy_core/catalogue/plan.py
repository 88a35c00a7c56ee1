"""What a catalogue is made of: which model, which pictures, and which of them make each part.

It stands in `manifest.json` beside the parts. A catalogue is of one model and of pictures that don't change: what
doesn't agree with it is refused, so that no two halves are mixed up.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path

from galaxy_core import DataError, UsageError
from galaxy_core.catalogue import sources
from galaxy_core.catalogue.sources import Source
from galaxy_core.prediction import classifier
from galaxy_core.runs import Run
from galaxy_core.storage import atomic, validation
from galaxy_core.training import provenance

FILE = "manifest.json"
PACKAGES = ("onnxruntime", "numpy", "pillow", "opencv-python-headless", "pyarrow")
MOST, LEAST, PARTS = 5000, 250, 16  # pictures of a part; of few pictures so many parts are made as far as that allows


@dataclass(frozen=True)
class Given:
    """A source as it was when the plan was made: its absolute path, how many pictures each of its files holds, and a
    hash that changes with any of these."""

    path: str
    pieces: list[int]
    stamp: str


@dataclass(frozen=True)
class Part:
    """The pictures `first` to `stop` of a source, which begins with number `before` of all."""

    number: int
    source: int
    first: int
    stop: int
    before: int

    @property
    def name(self) -> str:
        """Of its file."""
        return f"part-{self.number:05}.parquet"


@dataclass(frozen=True)
class Plan:
    """All that decides what stands in the parts. `model`: SHA-256 of the graph that was asked."""

    run: str
    model: str
    task: str
    names: list[str]
    sources: list[Given]
    named: bool
    made_with: dict[str, str]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every one, in order: none reaches over the end of a file."""
        size = max(LEAST, min(MOST, self.images // PARTS))
        parts, before = list[Part](), 0
        for number, given in enumerate(self.sources):
            start = 0
            for rows in given.pieces:
                for first in range(start, start + rows, size):
                    parts.append(Part(len(parts), number, first, min(first + size, start + rows), before))
                start += rows
            before += start
        return tuple(parts)

    @property
    def images(self) -> int:
        """How many pictures there are."""
        return sum(sum(given.pieces) for given in self.sources)


def made(run: Run, paths: Sequence[Path]) -> Plan:
    """The plan of a catalogue of these sources by a run. Raises what opening them raises, and what
    `classifier` of the run does."""
    classifier(run)
    held = [sources.opened(path) for path in paths]
    known = [given(path, source) for path, source in zip(paths, held, strict=True)]
    model = hashlib.sha256((run.folder / "model.onnx").read_bytes()).hexdigest()
    return Plan(
        run.name, model, run.task, list(run.target_names), known,
        any(source.names for source in held), _made_with(),
    )  # fmt: skip


def noted(folder: Path, plan: Plan) -> Plan:
    """The plan of the catalogue in a folder, which becomes this one where there is none. Raises UsageError where it is
    of another model, or of other pictures."""
    known = read(folder)
    if known is None:
        atomic.write_json(folder / FILE, asdict(plan))
        return plan
    if known.model != plan.model:
        raise UsageError(f"{folder} holds a catalogue by another model, that of {known.run}: choose another folder.")
    for old, new in zip(known.sources, plan.sources, strict=False):  # a source more or less is another catalogue
        if old.path == new.path and old != new:
            raise UsageError(f"{new.path} has changed since {folder} was begun: put it back, or choose another folder.")
    if known.sources != plan.sources:
        there = ", ".join(given.path for given in known.sources)
        raise UsageError(f"{folder} holds a catalogue of something else ({there}): choose another folder.")
    return known


def read(folder: Path) -> Plan | None:
    """The plan of the catalogue in a folder; None where there is none. Raises DataError for a damaged one."""
    if not (folder / FILE).exists():
        return None
    plan: Plan | None = validation.whole(Plan, atomic.read_json(folder / FILE))
    if plan is None:
        raise DataError(f"{folder / FILE} is damaged: choose another folder, or remove this one.")
    return plan


def given(path: Path, source: Source) -> Given:
    """How a plan knows a source."""
    stamp = hashlib.blake2b(source.stamp.encode(errors="surrogateescape"), digest_size=16).hexdigest()
    return Given(str(path.resolve()), list(source.pieces), stamp)


def _made_with() -> dict[str, str]:
    return {"code": provenance.code(provenance.CODE)} | {name: metadata.version(name) for name in PACKAGES}
