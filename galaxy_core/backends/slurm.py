"""A Slurm cluster: each run is one job of its own name, which Slurm begins anew after a lost node or a preemption.

Near its time limit a job lets the training go and has itself requeued; killed, out of memory or gone, the dispatcher
submits it again. Runs, data and this program have to lie where the nodes see them under the same path. What Slurm does
at each event was tried on 22.05 (https://slurm.schedmd.com/sbatch.html).
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from galaxy_core import RunError, StorageError
from galaxy_core.backends import State
from galaxy_core.plugins.parameters import parameter
from galaxy_core.runs import Run
from galaxy_core.storage import atomic, processes

TITLE = "Slurm cluster"
SENTENCE = "Trains as a job on a cluster, where it goes on by itself after a time limit, a preemption or a lost node."
ORDER, LIMITED = 2, False
COMMANDS = ("sbatch", "squeue", "scancel", "scontrol")
POLL = float(os.environ.get("GALAXY_SLURM_POLL", "15"))  # seconds between two looks at all jobs
PATIENCE = 30  # seconds that a command of Slurm may take
WARNING = 120  # seconds before the time limit: Slurm may be a minute early, and an epoch should still end
PREFIX = "galaxy-"
FORMAT = "%i|%T|%r|%N|%j"
WAITING, ENDED = {"PENDING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SUSPENDED", "SPECIAL_EXIT"}, {
    "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED",
    "TIMEOUT",
}  # fmt: skip
NEVER = re.compile(
    r"PartitionConfig|PartitionTimeLimit|PartitionNodeLimit|BadConstraints|AccountNotAllowed|InvalidAccount|InvalidQOS|"
    r"QOSNotAllowed|(Assoc|QOS)Max\w*PerJob\w*"
)
ABSENT = re.compile(r"[Uu]nable to contact|[Cc]onnection refused|timed out|[Cc]ommunication|unreachable|not responding")


@dataclass(frozen=True)
class Options:
    """What a job asks for; empty or 0: what the cluster gives."""

    partition: str = parameter("", "Partition", "The queue of the cluster that jobs go to; empty: its usual one.")
    account: str = parameter("", "Account", "Who the time is charged to, where a cluster asks.", folded=True)
    qos: str = parameter("", "Quality of service", "What a cluster calls its priorities (QOS).", folded=True)
    time: int = parameter(
        0, "Time limit", "After so long a job ends; its run goes on in the next by itself. 0: the partition's own.",
        low=0, high=100_000, unit="minutes",
    )  # fmt: skip
    memory: int = parameter(
        4, "Memory", "What a job may use; a run that needs more is ended.", low=1, high=4096, unit="GB"
    )
    gpus: int = parameter(0, "GPUs", "Graphics processors that a job is given.", low=0, high=16)
    constraint: str = parameter("", "Constraint", "Which nodes will do, by their features.", folded=True)
    setup: str = parameter(
        "", "Before Python", "Lines of shell that make a node ready, such as “module load cuda”.", folded=True
    )
    flags: str = parameter("", "Further flags", "Given to sbatch as they are.", folded=True)


@dataclass(frozen=True)
class _Seen:
    """All jobs of this user at one time, by their ids; or why they couldn't be had."""

    at: float
    states: dict[str, State]
    names: dict[str, str]  # of jobs that haven't ended: ids by names
    fault: str = ""


_lock = threading.Lock()
_seen = _Seen(-POLL, {}, {})
_submitted: dict[str, float] = {}  # when this process has submitted a job


def missing() -> str | None:
    """Which command of Slurm isn't here."""
    absent = [command for command in COMMANDS if shutil.which(command) is None]
    return f"There is no Slurm on this computer: {absent[0]} isn't found." if absent else None


def check(options: Options) -> None:
    """Asks Slurm whether it would take such a job. Raises RunError with what it says, StorageError where it is away."""
    _call("sbatch", "--test-only", *_asked(options, 1), "--wrap=true")


def submit(run: Run, options: Options) -> str | None:
    """Has Slurm queue a job of the run's name; one that is there already is its job."""
    if known := _look(anew=True).names.get(_name(run)):
        return known
    if not run.folder.is_dir():
        return None
    script = run.folder / "job.sh"
    atomic.write(script, lambda aside: aside.write_text(_script(run, options), encoding="utf-8"))
    answer = _call(
        "sbatch", "--parsable", f"--job-name={_name(run)}", "--dependency=singleton", "--requeue", "--open-mode=append",
        f"--output={run.folder / 'log.txt'}", f"--chdir={run.folder}", "--export=NONE",
        *_asked(options, run.request.threads), str(script),
    )  # fmt: skip
    id = answer.strip().split(";")[0]
    _submitted[id] = time.monotonic()
    return id


def states(ids: Iterable[str]) -> dict[str, State]:
    """By one look at all jobs, at most every POLL seconds."""
    seen = _look()
    if seen.fault:
        return {id: State("unknown", seen.fault) for id in ids}
    return {
        id: State("waiting") if _submitted.get(id, -1.0) > seen.at else seen.states.get(id, State("ended"))
        for id in ids
    }


def cancel(id: str) -> None:
    """Has Slurm end a job; one that it doesn't know any more has ended."""
    try:
        _call("scancel", "--quiet", id)
    except RunError as error:
        if "nvalid job id" not in str(error):
            raise


def _name(run: Run) -> str:
    return f"{PREFIX}{run.name}"


def _asked(options: Options, cores: int) -> list[str]:
    """The flags that say what a job needs."""
    warning = min(WARNING, options.time * 30) if options.time else WARNING
    wanted = {
        "partition": options.partition, "account": options.account, "qos": options.qos, "time": options.time or "",
        "constraint": options.constraint, "gpus": options.gpus or "", "mem": f"{options.memory}G",
        "cpus-per-task": cores, "signal": f"B:USR1@{warning}", "nodes": 1, "ntasks": 1,
    }  # fmt: skip
    try:
        further = shlex.split(options.flags)
    except ValueError as error:
        raise RunError(f"The further flags “{options.flags}” can't be read ({error}): close the quotation.") from error
    return [*(f"--{flag}={value}" for flag, value in wanted.items() if value != ""), *further]


def _script(run: Run, options: Options) -> str:
    """What a node does: trains, and before the time limit lets go and comes back."""
    given = processes.environment()
    kept = {name: value for name, value in given.items() if name.startswith(("GALAXY_", "PYTHON", "KERAS_"))}
    threads = str(run.request.threads)
    kept = {name: value for name, value in kept.items() if name not in ("GALAXY_LOCK", "GALAXY_BACKEND")}
    exported = "\n".join(
        f"export {name}={shlex.quote(value)}" for name, value in {**kept, "OMP_NUM_THREADS": threads}.items()
    )
    command = shlex.join([sys.executable, "-m", "galaxy_core.training", run.name])
    return (
        f"#!/bin/bash\n{options.setup}\n{exported}\n{command} &\ntraining=$!\n"
        "back() { kill -TERM $training; wait $training; scontrol requeue $SLURM_JOB_ID; exit 0; }\n"
        "trap back USR1\nwait $training\n"
    )


def _look(anew: bool = False) -> _Seen:
    """All jobs of this user, as of at most POLL seconds ago."""
    global _seen
    with _lock:
        now = time.monotonic()
        if anew or now - _seen.at >= POLL:
            try:
                _seen = _parsed(now, _call("squeue", "--me", "--noheader", "--states=all", f"--format={FORMAT}"))
            except (RunError, StorageError) as error:
                if anew:
                    raise StorageError(str(error)) from error
                _seen = _Seen(now, {}, {}, str(error))
        return _seen


def _parsed(now: float, answer: str) -> _Seen:
    states, names = dict[str, State](), dict[str, str]()
    for line in answer.splitlines():
        if line.count("|") < 4:
            continue
        id, word, reason, node, name = line.split("|", 4)
        states[id] = _state(word, reason, node)
        if states[id].is_busy:
            names[name] = id
    return _Seen(now, states, names)


def _state(word: str, reason: str, node: str) -> State:
    if word in ENDED:
        return State("ended", "", node)
    if word not in WAITING:
        return State("running", "", node)
    if NEVER.fullmatch(reason):
        return State("refused", f"Slurm will never start its job ({reason}): ask for less, or another partition.")
    return State("waiting", "" if reason == "None" else reason, node)


def _call(*words: str) -> str:
    """What a command of Slurm says. Raises RunError with its words where it refuses, StorageError where it is away."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StorageError(f"Slurm can't be asked: {words[0]} isn't there, or takes too long.") from error
    if done.returncode == 0:
        return done.stdout
    said = re.sub(r"^\w+: (error: )?", "", (done.stderr.strip().splitlines() or ["nothing"])[-1])
    if ABSENT.search(done.stderr):
        raise StorageError(f"Slurm can't be reached: {said}. It is asked again.")
    raise RunError(f"Slurm refuses: {said}.".replace("..", "."))
