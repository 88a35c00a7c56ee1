"""What a run was asked to do, as it stands in its request.json; requests of earlier versions are read too."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Annotated, Any

from msgspec import Meta

from galaxy_core import GalaxyError, models
from galaxy_core.augmentations import balancing
from galaxy_core.plugins import parameters
from galaxy_core.storage import validation
from galaxy_core.storage.validation import Time

FORMAT = 1

Seed = Annotated[int, Meta(ge=0, lt=2**31)]


@dataclass(frozen=True)
class Request:
    """What a run was asked to do; with the same data, threads and machine it gives the same predictions."""

    dataset: str
    model: str
    parameters: dict[str, Any]
    seed: Seed = 0
    split: str = "80/10/10"
    threads: Seed = 2
    created: Time = 0.0
    format: int = FORMAT
    after: str = ""  # a run that has to have ended, however, before this one begins
    preparation: tuple[str, ...] = ()  # steps before the model's last one; () for the model's own
    augment: tuple[str, ...] = ()  # how training images are changed
    balance: str = balancing.USUAL  # how often those of each class are shown
    study: str = ""  # what it is a part of: runs of one study answer one question together

    @property
    def waits_for(self) -> set[str]:
        """Names of the runs that have to have ended before this one begins: `after`, and those that a parameter names:
        its members, the run whose weights it begins with."""
        texts = [str(self.parameters.get(name, "")) for name in _parameters(self.model).runs]
        return {self.after, *(name.strip() for text in texts for name in text.split("+"))} - {""}


def request_in(stored: dict[str, Any]) -> Request | str:
    """The request that request.json holds, or why it can't be read and what to do."""
    way_out = "remove its folder if you don't need it"
    version = stored.get("format")
    if type(version) is int and version != FORMAT:
        if version > FORMAT:
            return "it was made by a newer version of this program: use that one, or a newer one"
        return f"it was made by an older version of this program, which this one doesn't read: {way_out}"
    try:
        request: Request | None = validation.whole(Request, _with_choices(stored))
    except (TypeError, ValueError, AttributeError):  # of what its model made of its former parameters
        request = None
    return f"its request.json is damaged: {way_out}" if request is None or request.format != FORMAT else request


def _with_choices(stored: dict[str, Any]) -> dict[str, Any]:
    """With parameters by the names they have now, and what they meant before augmentation and balancing were choices of
    the run."""
    if not isinstance(stored.get("parameters"), dict):
        return stored
    model_parameters = _parameters(stored.get("model"))
    if "augment" not in stored and model_parameters.former:
        stored = stored | model_parameters.former(stored["parameters"])
    return stored | {"parameters": model_parameters.current(stored["parameters"])}


@dataclass(frozen=True)
class _Parameters:
    """What a model says of the parameters of its requests: which name runs, what they are called now, what they meant
    before some of them were choices of a run."""

    runs: tuple[str, ...] = ()
    current: Callable[[dict[str, Any]], dict[str, Any]] = dict
    former: Callable[[dict[str, Any]], dict[str, Any]] | None = None


def _parameters(model: object) -> _Parameters:
    """Of the model of that name; nothing is known of one that is gone, or of what is no name."""
    try:
        return _known(model) if isinstance(model, str) else _Parameters()
    except GalaxyError:
        return _Parameters()


@lru_cache(maxsize=64)
def _known(model: str) -> _Parameters:
    module = models.model(model)
    runs = tuple(parameter.name for parameter in parameters.describe(module.Parameters) if parameter.runs)
    return _Parameters(runs, partial(parameters.current, module.Parameters), getattr(module, "former", None))
