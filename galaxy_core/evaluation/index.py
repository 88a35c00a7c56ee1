"""All runs of all data sets, however they are: in which order they are listed,
and which match what somebody looks for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from galaxy_core import presets, runs
from galaxy_core.datasets import own
from galaxy_core.evaluation import summaries
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.runs import Run, studies

STATES: dict[str, tuple[str, ...]] = {
    "all": ("running", "queued", "finished", "stopped", "failed"), "going": ("running", "queued"),
    "finished": ("finished",), "ended": ("stopped", "failed"),
}  # fmt: skip
KINDS = {**studies.KINDS, "preset": "Preset", "search": "Hyperparameter search"}
_STUDY = re.compile(r"(?P<kind>[a-z]+)(?:-(?P<name>\w+))?-(?P<day>\d{8})-(?P<time>\d{4})\d\d-[0-9a-f]{4}")


@dataclass(frozen=True)
class Entry:
    """A run, what it and its data set are called, how it is, and its scores where it has finished and has some."""

    run: Run
    title: str
    dataset: str
    status: str
    score: RunScore | None

    @property
    def goes_on(self) -> bool:
        """It is running or waits."""
        return self.status in STATES["going"]

    @property
    def words(self) -> str:
        """All that is searched."""
        about = self.run.metadata
        return "\n".join((self.title, about.note, self.dataset, self.run.name, runs.configuration(self.run))).casefold()


def entries(every: Iterable[Run]) -> list[Entry]:
    """The runs that are running, those that wait in their order, then all others, the last begun first; shipped ones
    come last."""
    known = [(run, run.status) for run in every]
    waiting = runs.in_order([run for run, status in known if status == "queued"])
    place = {run.name: number for number, run in enumerate(waiting, start=1)}
    rank = {"running": 0, "queued": 1}
    ordered = sorted(
        known,
        key=lambda pair: (
            rank.get(pair[1], 2), pair[0].is_shipped, place.get(pair[0].name, 0), -pair[0].request.created
        ),
    )  # fmt: skip
    sets, named = own.titles({run.request.dataset for run, _ in known}), runs.all_titles()
    return [_entry(run, status, named.get(run.name, run.name), sets[run.request.dataset]) for run, status in ordered]


def matching(
    known: Sequence[Entry], words: str = "", state: str = "all", dataset: str | None = None, study: str | None = None
) -> list[Entry]:
    """Those that hold every word, in whatever case, in one of the states of a name, on a data set, of a study."""
    wanted = words.casefold().split()
    found = [entry for entry in known if entry.status in STATES[state]]
    found = [entry for entry in found if dataset in (None, entry.run.request.dataset)]
    found = [entry for entry in found if study in (None, entry.run.request.study)]
    return [entry for entry in found if all(word in entry.words for word in wanted)] if wanted else found


def studies_among(known: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The runs of each study, preset and search, the last begun first."""
    found: dict[str, list[Entry]] = {}
    for entry in known:
        if entry.run.request.study:
            found.setdefault(entry.run.request.study, []).append(entry)
    return dict(sorted(found.items(), key=lambda item: item[1][0].run.request.created, reverse=True))


def study_title(study: str) -> str:
    """What a study is called: its question or its preset, and when it was begun."""
    parts = _STUDY.fullmatch(study)
    if parts is None:
        return study
    kind, name, day, time = parts["kind"], parts["name"], parts["day"], parts["time"]
    title = KINDS.get(kind, kind)
    if name in presets.names():
        title = presets.preset(name).TITLE
    return f"{title} · {day[:4]}-{day[4:6]}-{day[6:]} {time[:2]}:{time[2:]}"


def _entry(run: Run, status: str, title: str, dataset: str) -> Entry:
    summary = summaries.kept(run) if status == "finished" else None
    score = RunScore(run, title, summary) if summary else None
    return Entry(run, title, dataset, status, score)
