"""What runs are called: by a person, or by what was asked; and in words what one changed against another."""

from collections.abc import Iterable
from functools import lru_cache
from types import ModuleType
from typing import Any

from galaxy_core import GalaxyError, UsageError, augmentations, datasets, models, plugins, prepare, splits
from galaxy_core.augmentations import balancing
from galaxy_core.plugins import parameters
from galaxy_core.plugins.parameters import Parameter
from galaxy_core.runs import shipped
from galaxy_core.runs.request import Request
from galaxy_core.runs.run import NOTE, TITLE, Run, lines, one_line
from galaxy_core.storage import atomic

LONG = 60  # characters of a change that are still read at a glance
MOST_SETTINGS, MOST_CHANGES = 4, 2  # in a name: what isn't the default, and of it augmentations in a row


def short_title(run: Run) -> str:
    """What a person called it, or else the model and the first things that aren't the default; others are called the
    same, see `naming`."""
    if run.metadata.title:
        return run.metadata.title
    name, *words = settings(run, MOST_CHANGES)
    first, others = words[:MOST_SETTINGS], words[MOST_SETTINGS:]
    kept = [word for word in others if word in (f"seed {run.request.seed}", *_end(run))]  # is always said
    more = len(others) - len(kept)
    return ", ".join([name, *first, *([f"{more} more"] if more else []), *kept])


def configuration(run: Run, seeded: bool = False) -> str:
    """The model and all that isn't the default; the seed only if `seeded`, for runs that differ in it."""
    return ", ".join(settings(run, seeded=seeded))


def settings(run: Run, most: int = 99, seeded: bool = True) -> tuple[str, ...]:
    """The same one by one; of augmentations and preparation steps in a row at most so many by name."""
    asked, (name, known) = run.request, _model(run.request.model)
    changed = [p for p in known if asked.parameters.get(p.name, p.default) != p.default]
    name += "".join(f" of {_count(asked.parameters[p.name])}" for p in changed if p.counted)
    words = [f"{p.label.lower()} {_word(asked.parameters[p.name])}" for p in changed if not p.counted]
    words += _treatment(asked, most)
    words += _end(run)
    words += [f"seed {asked.seed}"] * (seeded and asked.seed != 0)
    words += [f"split {asked.split}"] * (asked.split != splits.USUAL)
    return (name, *words)


def model_title(name: str) -> str:
    """What a model is called; its mere name where there is none of that name any more."""
    return _model(name)[0]


def describe(run: Run, title: str | None = None, note: str | None = None) -> None:
    """Writes down a person's title and note; None leaves one as it is, "" removes it.

    What can't be printed is left out. Raises UsageError where one is too long, RunError for a shipped run.
    """
    shipped.refuse(run, "be given another name or note")
    written = {
        "title": run.metadata.title if title is None else one_line(title),
        "note": run.metadata.note if note is None else lines(note),
    }
    for name, most in (("title", TITLE), ("note", NOTE)):
        if len(written[name]) > most:
            raise UsageError(f"The {name} has {len(written[name])} characters: write at most {most}.")
    atomic.write_json(run.folder / "about.json", written)


def changes(run: Run, before: Run) -> tuple[str, ...]:
    """What was asked otherwise than of another run, in words: "model PCA … → CNN", "filters 24 → 32", "seed 0 → 1"."""
    return tuple(f"{label} {then} → {now}" for label, then, now in _changed(run, before))


def _changed(run: Run, before: Run) -> tuple[tuple[str, str, str], ...]:
    (model, known), (earlier, known_then) = _model(run.request.model), _model(before.request.model)
    labels = {p.name: p.label.lower() for p in known if p.name in {then.name for then in known_then}}
    pairs = [
        ("data set", before.request.dataset, run.request.dataset),
        ("model", earlier, model),
        *((label, _value(before, name, known_then), _value(run, name, known)) for name, label in labels.items()),
        *_treatments(run.request, before.request),
        ("seed", before.request.seed, run.request.seed),
        ("split", before.request.split, run.request.split),
    ]
    return tuple((label, _word(then), _word(now)) for label, then, now in pairs if then != now)


def short_changes(run: Run, before: Run) -> tuple[str, ...]:
    """The same for a list: the first ones, and of long values only what has changed; nothing where the model is another
    one, which the titles say."""
    if run.request.model != before.request.model:
        return ()
    found = [
        words if len(words := f"{label} {then} → {now}") <= LONG else f"other {label}"
        for label, then, now in _changed(run, before)
    ]
    more = len(found) - MOST_SETTINGS
    return (*found[:MOST_SETTINGS], *([f"{more} more"] if more > 0 else []))


def before(run: Run, every: Iterable[Run]) -> Run | None:
    """The run that was begun just before this one on the same data set, out of all runs, the newest first."""
    own = (run.request.created, run.name)
    alike = (other for other in every if other.request.dataset == run.request.dataset)
    return next((other for other in alike if (other.request.created, other.name) < own), None)


def befores(every: Iterable[Run]) -> dict[str, Run | None]:
    """Of each run the one that `before` gives, by names; all of them in one go."""
    last: dict[str, Run] = {}
    earlier: dict[str, Run | None] = {}
    for run in sorted(every, key=lambda run: (run.request.created, run.name)):
        earlier[run.name] = last.get(run.request.dataset)
        last[run.request.dataset] = run
    return earlier


def _value(run: Run, name: str, described: tuple[Parameter, ...]) -> Any:
    """A parameter of a run; of its epochs, how many it was asked for in all."""
    default = next(parameter.default for parameter in described if parameter.name == name)
    value = run.request.parameters.get(name, default)
    return run.target_epochs.epochs if name == "epochs" and run.target_epochs else value


def _end(run: Run) -> list[str]:
    """Where it ended, if that isn't where it was first asked to."""
    target = run.target_epochs
    if target is None or target.epochs == run.request.parameters.get("epochs"):
        return []
    planned = run.planned_epochs
    return [f"ended at epoch {target.epochs} of {planned}" if planned else f"continued to {target.epochs} epochs"]


def _treatment(request: Request, most: int) -> list[str]:
    """How images are prepared, changed and balanced, where that isn't the model's own way."""
    chosen = request.preparation and not _is_made_of_runs(request.model)  # those follow their members
    words = [f"prepared by {_first(most, prepare, *request.preparation)}"] if chosen else []
    if (own := _own(request.model, _task(request.dataset))) is None:
        return words
    augment, balance = spoken(augmentations, *request.augment), spoken(balancing, request.balance)
    words += [f"augmented by {_first(most, augmentations, *request.augment)}"] * (augment != own[0])
    return words + [f"balanced: {balance}"] * (balance != own[1])


def _treatments(now: Request, then: Request) -> list[tuple[str, str, str]]:
    """The same of two runs, as (label, then, now); like parameters, only what both models know."""
    pairs = [("preparation", spoken(prepare, *then.preparation), spoken(prepare, *now.preparation))]
    if any(_own(request.model, _task(request.dataset)) is None for request in (then, now)):
        return pairs
    pairs.append(("augment", spoken(augmentations, *then.augment), spoken(augmentations, *now.augment)))
    return [*pairs, ("balance", spoken(balancing, then.balance), spoken(balancing, now.balance))]


@lru_cache(maxsize=64)
def _own(name: str, task: str) -> tuple[str, str] | None:
    """How a model changes and balances images unless the user chooses otherwise, in words; None: it can't."""
    try:
        module = models.model(name)
        if not hasattr(module, "AUGMENT"):
            return None
        return spoken(augmentations, *module.AUGMENT), spoken(balancing, models.balance(module, task))
    except GalaxyError:
        return None


@lru_cache(maxsize=256)
def _task(dataset: str) -> str:
    """What is asked of a data set: looked up once, as a list names it a thousand times."""
    return datasets.task_of(dataset)


@lru_cache(maxsize=64)
def _is_made_of_runs(name: str) -> bool:
    try:
        return hasattr(models.model(name), "members")
    except GalaxyError:
        return False


def spoken(package: ModuleType, *texts: str) -> str:
    """Choices of plug-ins in words: their titles with what isn't the default, "nothing" where there are none."""
    return " + ".join(_spoken(package, text) for text in texts) or "nothing"


def _first(most: int, package: ModuleType, *texts: str) -> str:
    """The same, shorter: at most so many by name, and how many more there are."""
    more = len(texts) - most
    return spoken(package, *texts[:most]) + (f" + {more} more" if more > 0 else "")


@lru_cache(maxsize=1024)
def _spoken(package: ModuleType, text: str) -> str:
    try:
        chosen = plugins.chosen(package, text)
    except GalaxyError:  # of an older or newer version
        return text
    described = parameters.describe(chosen.module.Parameters)
    changed = [(p, getattr(chosen.values, p.name)) for p in described if getattr(chosen.values, p.name) != p.default]
    words = ", ".join(f"{p.label.lower()} {_word(value)}" for p, value in changed)
    return chosen.module.TITLE.lower() + (f" ({words})" if words else "")


def _model(name: str) -> tuple[str, tuple[Parameter, ...]]:
    """Title and parameters of a model; its mere name where there is none of that name any more."""
    try:
        return _known_model(name)
    except GalaxyError:
        return name, ()


@lru_cache(maxsize=64)
def _known_model(name: str) -> tuple[str, tuple[Parameter, ...]]:
    module = models.model(name)
    return module.TITLE, parameters.describe(module.Parameters)


def _count(value: Any) -> int:
    return sum(bool(name.strip()) for name in str(value).split("+"))


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)
