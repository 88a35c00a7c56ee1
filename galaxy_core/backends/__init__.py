"""Back ends: where runs are carried out, one file each. Whether a run is alive is what its back end and its lock say.

The contract of a plug-in, all at module level:

- head: `TITLE`, `SENTENCE` (where it carries runs out);
- `Options`: a frozen dataclass with described fields (`plugins.parameters`); forms are made from it;
- `missing() -> str | None`: a sentence on what this computer lacks for it, None where it can be used;
- `submit(run, options) -> str | None`: has `python -m galaxy_core.training RUN` carried out, which takes the lock of
  the run, or inherits it, and holds it until it ends. Gives the job's id, by which any later process knows it; None
  where there is nothing to do any more: the run is gone. Submitting it twice does no harm: the lock is taken once.
  Raises RunError for what trying again won't mend, such as options that are refused, StorageError for what it may;
- `states(ids) -> {id: State}`: of all of them in one call, whoever submitted them. An id that nobody knows any more has
  ended; where the back end can't be asked, the state is unknown, and nothing is begun or ended because of it;
- `cancel(id)`: ends the job if it hasn't ended; may be called again and again until it has, and for one long gone.

Optional `USUAL = True`: it is the one used where neither a run nor `$GALAXY_BACKEND` (a name, or
`name:option=value,…`) says another; `LIMITED = False`: what it carries out takes no place of `runs.slots()`, which are
this computer's; `check(options)`: raises RunError, before anything is queued, where it would refuse such a job.

In the run folder, where.json says {backend, options}, who was asked for, and job.json {backend, id, options,
submitted}, who carries it out, or did so last. Nothing depends on them but what is asked of the back end; a run's
results don't.
"""

import os
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from types import ModuleType
from typing import Any

import galaxy_core
from galaxy_core import GalaxyError, RunError, UsageError, plugins
from galaxy_core.plugins import parameters
from galaxy_core.runs import Run
from galaxy_core.storage import atomic, json_cache, validation
from galaxy_core.storage.validation import Time

DEFAULTS = ".backends.json"
ATTEMPTS = 4  # without a new epoch, after which an interrupted run has failed
KINDS = ("waiting", "running", "ended", "unknown", "refused")  # refused: it waits for what will never be


@dataclass(frozen=True)
class State:
    """How a job is: one of KINDS; why it waits, or can't be asked for; the name of the computer it runs on."""

    kind: str
    reason: str = ""
    node: str = ""

    @property
    def is_busy(self) -> bool:
        """Whether its run must not be submitted again."""
        return self.kind != "ended"


@dataclass(frozen=True)
class Job:
    """What job.json holds: the back end of a run, the id there, the options, seconds since 1970."""

    backend: str = ""
    id: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    submitted: Time = 0.0


@dataclass(frozen=True)
class Where:
    """What where.json holds: the back end that a run was asked to go to, and the options."""

    backend: str = ""
    options: dict[str, Any] = field(default_factory=dict)


def names() -> tuple[str, ...]:
    """The back ends there are, in their order."""
    return plugins.names(sys.modules[__name__])


def backend(name: str) -> ModuleType:
    """The back end of that name. Raises UsageError naming those that exist."""
    return plugins.load(sys.modules[__name__], name)


def usual() -> tuple[str, Any]:
    """The back end that new jobs go to, and its options: `$GALAXY_BACKEND`, or the one that says `USUAL = True`.

    Raises UsageError for a name or an option that there isn't, and where this computer lacks something for it.
    """
    name, _, rest = (os.environ.get("GALAXY_BACKEND") or _first()).partition(":")
    pairs = [pair.partition("=") for pair in rest.split(",") if pair]
    return chosen(name, {option: value for option, _, value in pairs})


def chosen(name: str, values: Mapping[str, Any]) -> tuple[str, Any]:
    """A back end by name with its options. Raises UsageError for a name or an option that there isn't, and where this
    computer lacks something for it."""
    module = backend(name)
    options = parameters.parse(module.Options, values)
    if sentence := module.missing():
        raise UsageError(sentence)
    return name, options


def asked_for(name: str, values: Mapping[str, Any]) -> Where:
    """The same as a run's where.json, once the back end has agreed to it. Raises UsageError, RunError, StorageError."""
    _, options = chosen(name, values)
    if hasattr(module := backend(name), "check"):
        module.check(options)
    return Where(name, asdict(options))


def remember(asked: Where) -> None:
    """Keeps what was asked of a back end for the next run, in the runs folder."""
    path = galaxy_core.runs_folder() / DEFAULTS
    atomic.write_json(path, {**(atomic.read_json(path) or {}), asked.backend: asked.options})


def remembered(name: str) -> dict[str, Any]:
    """What was last asked of a back end; {} where nothing was."""
    kept = (atomic.read_json(galaxy_core.runs_folder() / DEFAULTS) or {}).get(name)
    return kept if isinstance(kept, dict) else {}


def where(run: Run) -> tuple[str, Any]:
    """The back end that a run is to go to, and its options. Raises UsageError as `usual`."""
    asked: Where | None = json_cache.kept(f"{run.folder}/where.json", _where)
    return usual() if asked is None else chosen(asked.backend, asked.options)


def is_limited(run: Run) -> bool:
    """Whether a run takes a place on this computer; also where its back end can't be told."""
    if not has_others():
        return True
    try:
        return bool(getattr(backend(where(run)[0]), "LIMITED", True))
    except GalaxyError:
        return True


@lru_cache(maxsize=1)
def has_others() -> bool:
    """Whether there is a back end whose runs take no place on this computer."""
    heads = [head.name for head in plugins.heads(sys.modules[__name__]) if not head.reason]
    return any(not getattr(backend(name), "LIMITED", True) and backend(name).missing() is None for name in heads)


def submit(run: Run) -> bool:
    """Has a queued run carried out; counts the attempt. False where there is nothing to submit: it has ended since it
    was looked at, somebody else has it, it is gone, or it has failed too often.

    Raises UsageError, StorageError where it can't be submitted now, but perhaps later.
    """
    name, options = where(run)
    held = run.hold()
    if held is None:
        return False
    try:
        if not (run.folder / "request.json").exists():  # it is just being deleted
            return False
        if run.is_done or run.error or (run.folder / "cancel").exists() or not _count_attempt(run):
            return False
    finally:
        os.close(held)
    return _handed_over(run, name, options)


def states(runs: Iterable[Run]) -> dict[str, State]:
    """The states of those runs that have been submitted, by their names: each back end is asked once."""
    jobs = {run.name: submitted for run in runs if (submitted := job(run))}
    states_by_name: dict[str, State] = {}
    for name in {entry.backend for entry in jobs.values()}:
        ids = {entry.id: run for run, entry in jobs.items() if entry.backend == name}
        states_by_name |= {ids[id]: state for id, state in _reported(name, list(ids)).items() if id in ids}
    return states_by_name


def cancel(run: Run) -> None:
    """Ends the job of a run where it has one. Raises what its back end raises."""
    if submitted := job(run):
        backend(submitted.backend).cancel(submitted.id)


def give_up(run: Run, sentence: str) -> None:
    """Ends the job of a run that will never begin; the run has failed with that sentence."""
    atomic.write_json(run.folder / "state.json", {**run.state, "error": sentence})
    cancel(run)


def about(run: Run, status: str) -> dict[str, str | None]:
    """`{backend, job, reason, node}` of a run of that status, for documents: why it waits and where it runs
    only while it goes on."""
    submitted = job(run)
    if submitted is None:
        return dict.fromkeys(("backend", "job", "reason", "node"))
    state = State("ended") if status in ("finished", "failed", "stopped") else states([run])[run.name]
    return {
        "backend": submitted.backend, "job": submitted.id, "reason": state.reason or None, "node": state.node or None,
    }  # fmt: skip


def job(run: Run) -> Job | None:
    """Who carries a run out, or did so last; None where it was never submitted, or nobody knows."""
    last_job: Job | None = json_cache.kept(f"{run.folder}/job.json", _job)
    return last_job


def _handed_over(run: Run, name: str, options: Any) -> bool:
    try:
        id = backend(name).submit(run, options)
    except RunError as error:
        atomic.write_json(run.folder / "state.json", {**run.state, "error": str(error)})
        return False
    if id is None:
        return False
    atomic.write_json(run.folder / "job.json", asdict(Job(name, id, asdict(options), round(time.time(), 3))))
    return True


def _count_attempt(run: Run) -> bool:
    """Notes one more attempt at this epoch; after four without a new one the run fails with what it last said."""
    epoch, state = len(run.learned), run.state
    attempts = state.get("attempts", 0) + 1 if state.get("epoch") == epoch else 1
    if attempts > ATTEMPTS:
        last_line = (run.log().strip().splitlines() or ["nothing"])[-1]
        sentence = f"It was interrupted {ATTEMPTS} times without finishing an epoch; the last it said was: {last_line}"
        atomic.write_json(run.folder / "state.json", {**state, "error": sentence})
        return False
    atomic.write_json(run.folder / "state.json", {"attempts": attempts, "epoch": epoch})
    return True


def _reported(name: str, ids: list[str]) -> dict[str, State]:
    """What a back end says of its jobs; of each that it says nothing of, that it is unknown."""
    try:
        reported = backend(name).states(ids)
    except GalaxyError as error:  # the plug-in is gone, or can't be asked
        return dict.fromkeys(ids, State("unknown", str(error)))
    return {id: reported.get(id, State("unknown")) for id in ids}


def _first() -> str:
    heads = [head.name for head in plugins.heads(sys.modules[__name__]) if not head.reason]
    return next((name for name in heads if getattr(backend(name), "USUAL", False)), heads[-1])


def _where(stored: dict[str, Any]) -> Where | None:
    parsed = validation.sound(Where, stored)
    return parsed if parsed.backend else None


def _job(stored: dict[str, Any]) -> Job | None:
    parsed = validation.sound(Job, stored)
    return parsed if parsed.backend and parsed.id else None
