"""Kills what trains, at random moments, and looks whether anything was lost: `python -m benchmarks.chaos --kills 200`.

Runs are submitted by the command line, in a temporary folder, while trainings, dispatchers, apps (a real server with a
page opened) and submitters get SIGKILL in turn. In the end all are killed at once, the app is started as `make app`
does, without opening a page, and every run has to come to its end as if nothing had happened. Needs Linux (/proc)
and make.
"""

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

from benchmarks import browser, evidence, processes, visitor
from benchmarks.evidence import Check, Submission
from galaxy_core import runs

IMAGES = 300
VALUES = {
    "cnn": {"epochs": 5, "image_size": 16, "filters": 4},
    "pca_logistic": {"image_size": 16, "components": 4},
    "majority": {},
}
SPARED = 3  # attempts at one epoch from which on a training is left alone: after four it counts as broken
CHECKPOINT, RESULTS = "checkpoints/.new-*", ".results"  # what is there while they are written


def main() -> None:
    """Reads the command line, kills, prints every check with its count; ends with 1 where something isn't so."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, help="how many in all (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (1)")
    parser.add_argument("--slots", type=int, default=1, help="trainings at once (1)")
    options = parser.parse_args()
    place, began = Path(tempfile.mkdtemp(prefix="galaxy-chaos-")), time.monotonic()
    os.environ |= settings(place, options.slots)
    chaos = Chaos(place, options.seed)
    try:
        checks = chaos.checks(options.kills, options.slots)
    finally:
        processes.kill_all(chaos.folder)
    print(f"{chaos.kills.total()} kills in {(time.monotonic() - began) / 60:.0f} minutes: {said(chaos.kills)}")
    print(f"moments: {said(chaos.moments)}")
    for check in checks:
        print(f"{check.count:6}  {check.name}", *(f"        FAULT: {fault}" for fault in check.faults), sep="\n")
    if any(check.faults for check in checks):
        sys.exit(f"Something isn't so; the folder is left for a look: {place}")
    shutil.rmtree(place)


def settings(place: Path, slots: int) -> dict[str, str]:
    """The environment in which everything happens."""
    folders = {"GALAXY_DATA": str(place / "data"), "GALAXY_RUNS": str(place / "runs")}
    return {**folders, "GALAXY_SAMPLE": str(IMAGES), "GALAXY_SLOTS": str(slots), "PYTHONPATH": str(browser.ROOT)}


def said(counts: Counter[str]) -> str:
    """Counts in a line."""
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


class Chaos:
    """One place with data and runs of its own (`settings` are in force), what was submitted and what was killed."""

    def __init__(self, place: Path, seed: int):
        self.place, self.folder, self.chance = place, place / "runs", random.Random(seed)
        self.submissions: list[Submission] = []
        self.kills: Counter[str] = Counter()  # by what was killed
        self.moments: Counter[str] = Counter()
        self.killed: Counter[str] = Counter()  # trainings, by run
        self.folder.mkdir(parents=True)

    def checks(self, kills: int, slots: int) -> list[Check]:
        """Does it all; what must be true afterwards."""
        references = {model: self._reference(model) for model in VALUES}
        sampler = evidence.Sampler(self.folder, slots)
        sampler.start()
        self.torment(kills)
        went_on = len(runs.going())
        stays = self.start_app(60 + 30 * went_on)
        made = runs.every()
        return [
            *evidence.lost_or_doubled(made, self.submissions),
            sampler.check(),
            Check("runs left when all was killed, after which the app was started", went_on, tuple(stays)),
            evidence.ended(made, runs.unreadable()),
            evidence.whole(made, IMAGES),
            evidence.repeated(made, self.killed),
            evidence.equal(made, references, self.killed),
            evidence.litter(self.folder),
            evidence.quiet(self.folder, ".queue.log"),
            evidence.quiet(self.place, "app-*.log"),
        ]

    def torment(self, kills: int) -> None:
        """Kills so many, of each kind as many; then everything that is there, at once."""
        victims = {
            "training": self.kill_training, "dispatcher": self.kill_dispatcher, "app": self.kill_app,
            "submitter": self.kill_submitter,
        }  # fmt: skip
        for _ in range(5 * kills + 20):
            if self.kills.total() >= kills:
                break
            fewest = min(self.kills[kind] for kind in victims)
            kind = self.chance.choice([kind for kind in victims if self.kills[kind] == fewest])
            if moment := victims[kind]():
                self.kills[kind] += 1
                self.moments[f"{kind} {moment}"] += 1
        for model in VALUES:
            self.submit(model)
        wait_for(lambda: self._trainings(), 20)
        self.killed.update(self._trainings().keys())
        self.kills["all at once"] += processes.kill_all(self.folder)

    def kill_training(self) -> str | None:
        """While it starts, at any time, while a checkpoint is written, or its results; when, or None if it escaped."""
        self.feed()
        moment = self.chance.choice(["starting", "at any time", "writing a checkpoint", "writing results"])
        before, name = set(self._trainings().items()), None
        if moment == "starting":
            name = wait_for(lambda: next((new[0] for new in self._trainings().items() if new not in before), None), 10)
            time.sleep(self.chance.uniform(0, 2))
        elif moment == "at any time":
            time.sleep(self.chance.uniform(0, 3))
            name = next(iter(self._trainings()), None)
        else:
            name = wait_for(lambda: self._writing(RESULTS if "results" in moment else CHECKPOINT), 15)
            time.sleep(self.chance.uniform(0, 0.02))
        number = self._trainings().get(name)
        if number is None or self._is_spared(name) or not processes.kill(number):
            return None
        self.killed[name] += 1
        return moment

    def kill_dispatcher(self) -> str | None:
        """At any time, or just when it has started a training; when, or None if it escaped."""
        self.feed()
        moment = self.chance.choice(["starting a training", "at any time"])
        if moment == "at any time":
            time.sleep(self.chance.uniform(0, 1.5))
        else:
            known = set(self._trainings().values())
            wait_for(lambda: set(self._trainings().values()) - known, 10)
        there = processes.found(self.folder, "dispatcher")
        return moment if sum(map(processes.kill, there)) else None

    def kill_app(self) -> str:
        """While it starts, or with a page open; when."""
        port = _free_port()
        with self._app([sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]):
            if self.chance.random() < 0.4:
                time.sleep(self.chance.uniform(0, 2))
                return "starting"
            wait_for(lambda: _answers(port), 60)
            page = self.chance.choice(visitor.PAGES)
            threading.Thread(target=_open, args=(port, page), daemon=True).start()
            time.sleep(self.chance.uniform(0, 3))
            return "with a page open"

    def kill_submitter(self) -> str | None:
        """At any time of its short life, or while its run gets its name; when, or None if it escaped."""
        there, process = set(os.listdir(self.folder)), self._submitter("majority", 1000 + len(self.submissions))
        moment = self.chance.choice(["at any time", "making a run"])
        if moment == "at any time":
            time.sleep(self.chance.uniform(0, 1))
        else:
            wait_for(lambda: set(os.listdir(self.folder)) - there or process.poll() is not None, 10)
            time.sleep(self.chance.uniform(0, 0.005))
        process.kill()
        self._note(process)
        return moment if process.returncode == -signal.SIGKILL else None

    def submit(self, model: str) -> None:
        """A submitter that nobody kills."""
        self._note(self._submitter(model, 0))

    def feed(self) -> None:
        """Sees to it that one more goes on than train at once, and that a dispatcher is there."""
        while len(runs.going()) <= runs.slots() or not processes.found(self.folder, "dispatcher"):
            self.submit(self.chance.choice(["cnn", *VALUES]))

    def start_app(self, seconds: float) -> list[str]:
        """Starts the app as `make app` does and waits, without opening a page, until no run goes on any more."""
        asked = ["make", "--dry-run", "--old-file=.venv/app", "app", f"PORT={_free_port()}"]
        recipe = subprocess.run(asked, cwd=browser.ROOT, capture_output=True, text=True, check=True).stdout
        with self._app(["sh", "-c", recipe.replace(".venv/bin/python", sys.executable)]) as process:
            wait_for(lambda: not runs.going(), seconds)
            faults = ["the app has ended"] * (process.poll() is not None)
        wait_for(lambda: not processes.found(self.folder, "dispatcher"), 20)
        return faults + ["a dispatcher doesn't end"] * bool(processes.found(self.folder, "dispatcher"))

    def _reference(self, model: str) -> runs.Run:
        """A run that nobody kills, in a folder of its own."""
        apart = self.place / "references"
        process = self._submitter(model, 0, "--wait", GALAXY_RUNS=str(apart))
        name = evidence.named(process.communicate()[0])
        if process.returncode or name is None:
            raise SystemExit(f"The {model} to compare with wasn't trained: see {apart}.")
        return runs.Run(apart / name, runs.Request("sample", model, VALUES[model]))

    def _submitter(self, model: str, seed: int, *more: str, **environment: str) -> subprocess.Popen:
        values = [word for name, value in VALUES[model].items() for word in ("--set", f"{name}={value}")]
        command = [sys.executable, "-m", "galaxy_core", "train", "--dataset", "sample", "--model", model, "--json"]
        return subprocess.Popen(
            [*command, *values, "--seed", str(seed), *more], env={**os.environ, **environment}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _note(self, process: subprocess.Popen) -> None:
        seed, told = int(process.args[process.args.index("--seed") + 1]), process.communicate()[0]
        self.submissions.append(Submission(seed, evidence.named(told), process.returncode == -signal.SIGKILL))

    @contextmanager
    def _app(self, command: list[str]) -> Iterator[subprocess.Popen]:
        """An app that gets SIGKILL in the end."""
        with open(self.place / f"app-{len(list(self.place.glob('app-*')))}.log", "wb") as log:
            process = subprocess.Popen(command, cwd=browser.ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def _trainings(self) -> dict[str, int]:
        """Process numbers by the names of the runs."""
        return {name: number for number, name in processes.found(self.folder, "training").items()}

    def _writing(self, pattern: str) -> str | None:
        """The run in whose folder that is there now."""
        return next((path.relative_to(self.folder).parts[0] for path in self.folder.glob(f"2*/{pattern}")), None)

    def _is_spared(self, name: str) -> bool:
        run = runs.find(name)
        return run.state.get("attempts", 0) >= SPARED and len(run.history) == run.state.get("epoch")


def wait_for(condition: Callable[[], Any], seconds: float) -> Any:
    """What the condition gives once it is true, or None where it isn't in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.002)
    return None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _answers(port: int) -> bool:
    with suppress(OSError), build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
        return True
    return False


def _open(port: int, page: str) -> None:
    """A reader on that page, until the server is killed."""
    with suppress(Exception), visitor.session(f"http://127.0.0.1:{port}") as reader:  # whatever a broken one raises
        reader.visit(page)
        reader.idle(60)


if __name__ == "__main__":
    main()
