"""Runs that belong together, as one line: the same configuration with several seeds, or the same model."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean, stdev

from galaxy_core import runs
from galaxy_core.evaluation.comparison import RunScore, best_first


@dataclass(frozen=True)
class Group:
    """Runs that belong together, the best first by the measure that they were grouped for."""

    title: str
    lines: tuple[RunScore, ...]
    repeats: tuple[tuple[RunScore, ...], ...]  # the same: those of one configuration and seed together

    @property
    def best(self) -> RunScore:
        """The best of them."""
        return self.lines[0]

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds of its runs, each once, in order."""
        return tuple(sorted({line.run.request.seed for line in self.lines}))

    @property
    def images(self) -> tuple[str, ...]:
        """Names of the sets of test images (see `stored.Summary`) that its runs were tested on, each once."""
        return tuple(sorted({line.summary.images for line in self.lines}))

    def mean(self, measure: str) -> float:
        """The mean of one of MEASURES over what is counted (see `counted`), 0…1."""
        return fmean(self.counted(measure))

    def sd(self, measure: str) -> float | None:
        """Its standard deviation (n − 1 below the line); None of a single value."""
        values = self.counted(measure)
        return stdev(values) if len(values) > 1 else None

    def counted(self, measure: str) -> list[float]:
        """A value for each configuration and seed: of several runs of the same, their mean.

        A run that is made again gives the same, or nearly: counted as one more seed it would make the spread of seeds
        look smaller than it is.
        """
        return [fmean(line.score(measure).value for line in same) for same in self.repeats]


def by_seed(lines: list[RunScore], measure: str = "accuracy") -> list[Group]:
    """Runs that differ in nothing but their seed, the best mean of one of MEASURES first.

    The same are: test images (so also data set and split), model, parameters, preparation, augmentation, balancing,
    and the epochs that a run was continued to. The seed of a run draws its first weights and the order and changes of
    its training images; the split has a draw of its own (see `splits.split`), so all seeds have the same test images.
    """
    return _grouped(lines, measure, lambda configuration: configuration, _title)


def by_model(lines: list[RunScore], measure: str = "accuracy") -> list[Group]:
    """Runs of the same model, whatever else was asked of them, the best run of one of MEASURES first."""
    groups = _grouped(lines, measure, lambda configuration: configuration[0], _model)
    return sorted(groups, key=lambda group: group.best.score(measure).value, reverse=True)


def _grouped(lines: list[RunScore], measure: str, key: Callable, title: Callable[[list[RunScore]], str]) -> list[Group]:
    found: dict[object, dict[object, list[RunScore]]] = {}
    for line in best_first(lines, measure):
        configuration = _configuration(line)
        same = found.setdefault(key(configuration), {})
        same.setdefault((configuration, line.run.request.seed), []).append(line)
    groups = []
    for same in found.values():
        members = best_first([line for some in same.values() for line in some], measure)
        groups.append(Group(title(members), tuple(members), tuple(map(tuple, same.values()))))
    return sorted(groups, key=lambda group: group.mean(measure), reverse=True)


def _configuration(line: RunScore) -> tuple:
    asked, target = line.run.request, line.run.target_epochs
    parameters = json.dumps(asked.parameters, sort_keys=True)
    return (
        asked.model, line.summary.images, asked.dataset, asked.split, parameters, asked.preparation, asked.augment,
        asked.balance, target and target.epochs,
    )  # fmt: skip


def _title(lines: list[RunScore]) -> str:
    """What all runs are called; where they are called otherwise, what was asked of them."""
    titles = {line.title for line in lines}
    return titles.pop() if len(titles) == 1 else runs.configuration(lines[0].run)


def _model(lines: list[RunScore]) -> str:
    return runs.model_title(lines[0].run.request.model)
