"""Weights that runs may begin with: those of other runs, there already or still to come, and those that come with the
program; of a network that is laid out alike."""

from pathlib import Path
from types import ModuleType
from typing import Any

from galaxy_core import GalaxyError, RunError, UsageError, datasets, models
from galaxy_core.models import Layer, backbones
from galaxy_core.models.networks import starting
from galaxy_core.plugins import parameters
from galaxy_core.runs import shipped
from galaxy_core.runs.listing import every, find, is_name
from galaxy_core.runs.request import Request
from galaxy_core.runs.run import Run

GOING = ("queued", "running")  # whoever begins with its weights waits for it
IMAGE = (64, 64, 3)  # of which size doesn't matter to the layers
OUTPUTS = 2  # of both networks when they are compared: the last layer may differ, all others don't depend on it


def candidates(model: str) -> list[Run]:
    """Runs with weights that a model may begin with, of networks of its kind: the newest first, shipped ones last.
    `check` knows more."""
    module = models.model(model)
    alike = [run for run in [*every(), *shipped.listed()] if run.is_finished and _is_kin(module, run)]
    return [run for run in alike if (run.folder / "weights.npz").is_file()]


def provided(model: str) -> dict[str, str]:
    """What comes with the program and a model may begin with: its name, and what it is in words."""
    module = models.model(model)
    fits = _numbers(models.layers(module, module.Parameters(), (), IMAGE, OUTPUTS)) == _drawn()
    return {starting.DRAWN: starting.DRAWN_WEIGHTS} if fits else {}


def check(asked: Request) -> None:
    """Raises RunError or UsageError where the weights that it would begin with aren't there or belong to another
    network."""
    module = models.model(asked.model)
    for known in parameters.describe(module.Parameters):
        start = str(asked.parameters.get(known.name, ""))
        if not known.runs or known.counted or not start:
            continue
        if start == starting.DRAWN:
            _check_drawn(module, asked)
        elif not is_name(start):
            if not Path(start).expanduser().is_file():
                raise UsageError(f"There are no weights at {start}: choose a run that has finished, or a weights file.")
        else:
            _check_run(module, asked, find(start))


def _check_drawn(module: ModuleType, asked: Request) -> None:
    own = _chosen(asked)
    body, is_backbone = _body(asked, own), getattr(own, "backbone", "") == backbones.DRAWN
    if not is_backbone and (not hasattr(module, "layers") or (body and body != _drawn())):
        raise UsageError(
            f"“{starting.DRAWN}” are the weights of the model cnn with its usual filters, for images in three colours: "
            "choose these, or other weights to begin with."
        )


def _drawn() -> tuple[int, ...]:
    return tuple(layer.learnable for layer in backbones.layers(backbones.DRAWN) if layer.learnable)


def _check_run(module: ModuleType, asked: Request, run: Run) -> None:
    if run.status not in GOING and not (run.folder / "weights.npz").is_file():
        raise RunError(f"The run {run.name} has no weights to begin with: it is {run.status}. Choose another run.")
    if not _is_kin(module, run):
        raise UsageError(
            f"The weights of {run.name} belong to another kind of network: choose a run of the same model."
        )
    own, its = _chosen(asked), _chosen(run.request)
    if getattr(own, "backbone", "") != getattr(its, "backbone", ""):
        raise UsageError(
            f"The weights of {run.name} belong to {its.backbone}, not {own.backbone}: choose the same backbone, "
            "or another run."
        )
    body, other = _body(asked, own), _body(run.request, its)
    if body and other and body != other:
        raise UsageError(
            f"The weights of {run.name} belong to a network with other layers: choose its filters, "
            "layers and colours, or another run."
        )


def _is_kin(module: ModuleType, run: Run) -> bool:
    """Whether a run's network is one that the model has, too: the same model, or the backbone that describes images."""
    other = models.model(run.request.model) if run.request.model in models.names() else None
    if other is None or not hasattr(other, "AUGMENT"):  # which only networks have
        return False
    return other is module or (not hasattr(module, "AUGMENT") and hasattr(other.Parameters, "backbone"))


def _chosen(asked: Request) -> Any:
    return parameters.parse(models.model(asked.model).Parameters, asked.parameters)


def _body(asked: Request, chosen: Any) -> tuple[int, ...]:
    """Numbers that each layer but the last learns; () where they aren't known, or the data set isn't here."""
    try:
        shape = datasets.opened(asked.dataset).image_shape
        found = models.layers(models.model(asked.model), chosen, asked.preparation, shape, OUTPUTS)
    except GalaxyError:
        return ()
    return _numbers(found)


def _numbers(layers: tuple[Layer, ...]) -> tuple[int, ...]:
    return tuple(layer.numbers for layer in layers if layer.numbers)[:-1]
