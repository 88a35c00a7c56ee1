"""All that was asked of a run, in words: every setting with its label, the usual ones too."""

from typing import Any

from galaxy_core import GalaxyError, augmentations, models, prepare, splits
from galaxy_core.augmentations import balancing
from galaxy_core.plugins import parameters
from galaxy_core.runs import goals
from galaxy_core.runs.run import Run
from galaxy_core.runs.titles import model_title, spoken


def settings(run: Run) -> list[tuple[str, str]]:
    """Pairs of a label and a value: the model, its parameters, how images are treated, the split, the seeds.

    Of a parameter that doesn't matter beside the others nothing is said; of a model that is gone, what is stored.
    """
    asked = run.request
    pairs = [("Model", model_title(asked.model)), *_parameters(run)]
    if (end := goals.epochs(run)) not in (None, asked.parameters.get("epochs")):
        pairs.append(("Epochs in the end", str(end)))
    pairs.append(("Preprocessing", spoken(prepare, *asked.preparation) if asked.preparation else "the model’s own"))
    if _is_augmented(asked.model):
        pairs.append(("Augmentation", spoken(augmentations, *asked.augment)))
        pairs.append(("Class balancing", spoken(balancing, asked.balance)))
    policy, _, draw = asked.split.partition("@")
    pairs += [("Split", policy or splits.USUAL), ("Split seed", draw or "0"), ("Seed", str(asked.seed))]
    return pairs


def _parameters(run: Run) -> list[tuple[str, str]]:
    stored = run.request.parameters
    try:
        known = parameters.describe(models.model(run.request.model).Parameters)
    except GalaxyError:
        return [(name, _word(value)) for name, value in stored.items()]
    values = {p.name: stored.get(p.name, p.default) for p in known}
    return [(p.label, _word(values[p.name])) for p in known if p.matters(values)]


def _is_augmented(model: str) -> bool:
    try:
        return hasattr(models.model(model), "AUGMENT")
    except GalaxyError:
        return True


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value) or "none"
