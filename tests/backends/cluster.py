"""A Slurm of one node in a folder of its own: no systemd, no munge, no cgroups; it is idle within a second.

The configuration is that of Debian's slurm-wlm 22.05; in a partition `low`, jobs are preempted by those of `short`.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = """
ClusterName=one
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
AuthInfo=cred_expire=1
SlurmctldPort={port}
SlurmdPort={other}
StateSaveLocation={place}/state
SlurmdSpoolDir={place}/spool
SlurmctldPidFile={place}/c.pid
SlurmdPidFile={place}/d.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
MpiDefault=none
ReturnToService=2
KillWait=2
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SlurmdTimeout=10
NodeName={host} NodeAddr=127.0.0.1 CPUs={cores} RealMemory=8000
PartitionName=short Nodes={host} Default=YES MaxTime=10 DefMemPerCPU=500 PriorityTier=10
PartitionName=low Nodes={host} DefMemPerCPU=500 PriorityTier=1 GraceTime=0
"""


def missing() -> str:
    """Why no Slurm can be started here; "" where one can."""
    absent = [name for name in ("slurmctld", "slurmd", "sbatch") if not _path(name)]
    if absent:
        return f"Slurm isn't installed: {absent[0]} isn't found"
    return "" if os.geteuid() == 0 else "Slurm's daemons are started as root"


@contextmanager
def slurm(place: Path) -> Iterator[dict[str, str]]:
    """Runs one inside the `with`; gives the variables by which its commands find it."""
    for name in ("state", "spool"):
        (place / name).mkdir(parents=True)
    host, cores = socket.gethostname().split(".")[0], os.cpu_count() or 1
    port, other = _free(), _free()
    settings = SETTINGS.format(host=host, cores=cores, place=place, port=port, other=other)
    (place / "slurm.conf").write_text(settings, encoding="utf-8")
    variables = {"SLURM_CONF": str(place / "slurm.conf")}
    daemons = [_start(name, words, place, variables) for name, words in (("slurmctld", "-Dc"), ("slurmd", "-Dc"))]
    try:
        _wait_until_idle(variables)
        yield variables
    finally:
        subprocess.run(["scancel", "--quiet", "--user=root"], env={**os.environ, **variables}, check=False)
        for daemon in reversed(daemons):
            daemon.terminate()
        for daemon in daemons:
            daemon.wait(20)


def _start(name: str, words: str, place: Path, variables: dict[str, str]) -> "subprocess.Popen[bytes]":
    with open(place / f"{name}.log", "wb") as log:
        return subprocess.Popen(
            [_path(name), *(f"-{letter}" for letter in words[1:])], env={**os.environ, **variables}, stdout=log,
            stderr=log, start_new_session=True,
        )  # fmt: skip


def _wait_until_idle(variables: dict[str, str]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        asked = subprocess.run(
            ["sinfo", "-h", "-o", "%T"], env={**os.environ, **variables}, capture_output=True, text=True, check=False
        )
        if "idle" in asked.stdout:
            return
        time.sleep(0.2)
    raise AssertionError("Slurm hasn't started")


def _path(name: str) -> str:
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") or ""


def _free() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
