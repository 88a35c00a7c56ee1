"""Runs that belong together, as one line: the same configuration with several seeds, or the same model.

What was tested on other images stands apart, set by set as in `comparison.sets`.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from galaxy_core import runs
from galaxy_core.evaluation import comparison
from galaxy_core.evaluation.comparison import RunScore

Configuration = tuple[object, ...]


@dataclass(frozen=True)
class Group:
    """Runs that belong together, tested on the same images; the best on validation images first, by the measure that
    they were grouped for. A measure is a key of their task's SCORES; without one, that by which it chooses."""

    title: str
    lines: tuple[RunScore, ...]
    repeats: tuple[tuple[RunScore, ...], ...]  # the same: those of one configuration and seed together

    @property
    def best(self) -> RunScore:
        """The one that validation images choose."""
        return self.lines[0]

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds of its runs, each once, in order."""
        return tuple(sorted({line.run.request.seed for line in self.lines}))

    @property
    def images(self) -> str:
        """Names the test images of all of them (see `summaries.Summary`)."""
        return self.best.summary.images

    def mean(self, measure: str | None = None) -> float:
        """The mean on test images over what is counted (see `counted`)."""
        return fmean(self.counted(measure))

    def sd(self, measure: str | None = None) -> float | None:
        """Its standard deviation (n − 1 below the line); None of a single value."""
        values = self.counted(measure)
        return stdev(values) if len(values) > 1 else None

    def counted(self, measure: str | None = None) -> list[float]:
        """A score on test images for each configuration and seed: of several runs of the same, their mean.

        A run that is made again gives the same, or nearly: counted as one more seed it would make the spread of seeds
        look smaller than it is.
        """
        return [fmean(line.score(measure).value for line in same) for same in self.repeats]

    def validation(self, measure: str | None = None) -> float | None:
        """The mean on validation images over the same, by which configurations are ordered; None where it isn't known
        of any."""
        values_by_seed = [
            [score.value for line in same if (score := line.validation(measure))] for same in self.repeats
        ]
        values = [fmean(seed_values) for seed_values in values_by_seed if seed_values]
        return fmean(values) if values else None


def by_seed(lines: Sequence[RunScore], measure: str | None = None) -> list[Group]:
    """Runs that differ in nothing but their seed, the best mean on validation images first.

    The same are: test images (so also data set and split), model, parameters, preparation, augmentation, balancing,
    and the epochs that a run was continued to. The seed of a run draws its first weights and the order and changes of
    its training images; the split has a draw of its own (see `splits.split`), so all seeds have the same test images.
    """

    def merit(group: Group) -> float:
        mean = group.validation(measure)
        return -float("inf") if mean is None else group.best.measure(measure).merit(mean)

    return _grouped(lines, measure, configuration, _title, merit)


def by_model(lines: Sequence[RunScore], measure: str | None = None) -> list[Group]:
    """Runs of the same model, whatever else was asked of them, that with the best run on validation images first."""
    return _grouped(
        lines, measure, lambda line: (line.run.request.model,), _model, lambda group: group.best.merit(measure)
    )


def configuration(line: RunScore) -> Configuration:
    """What a run was asked and tested on, but for its seed: of equal ones, runs differ in chance alone."""
    request = line.run.request
    parameters = json.dumps(request.parameters, sort_keys=True)
    return (
        request.model, line.summary.images, request.dataset, request.split, parameters, request.preparation,
        request.augment, request.balance, runs.goals.epochs(line.run),
    )  # fmt: skip


def repeats(lines: Sequence[RunScore]) -> list[list[RunScore]]:
    """The lines by configuration and seed: those of one are the same run, made again."""
    by_seed: dict[tuple[Configuration, int], list[RunScore]] = {}
    for line in lines:
        by_seed.setdefault((configuration(line), line.run.request.seed), []).append(line)
    return list(by_seed.values())


def _grouped(
    lines: Sequence[RunScore], measure: str | None, key: Callable[[RunScore], Configuration],
    title: Callable[[list[RunScore]], str], merit: Callable[[Group], float],
) -> list[Group]:  # fmt: skip
    groups: list[Group] = []
    for comparable in comparison.sets(lines, measure):
        by_configuration: dict[Configuration, list[RunScore]] = {}
        for line in comparable:
            by_configuration.setdefault(key(line), []).append(line)
        new_groups = [
            Group(title(same), tuple(same), tuple(map(tuple, repeats(same)))) for same in by_configuration.values()
        ]
        groups += sorted(new_groups, key=merit, reverse=True)
    return groups


def _title(lines: list[RunScore]) -> str:
    """What all runs are called; where they are called otherwise, what was asked of them."""
    titles = {line.run.metadata.title or line.title for line in lines}  # in lists equal ones are told apart
    return titles.pop() if len(titles) == 1 else runs.configuration(lines[0].run)


def _model(lines: list[RunScore]) -> str:
    return runs.model_title(lines[0].run.request.model)
