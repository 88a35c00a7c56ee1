"""How a model was made: everything that is needed to make it again, and how it learned."""

import time
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from galaxy_core import GalaxyError, augmentations, models, prepare, tasks
from galaxy_core.augmentations import balancing
from galaxy_core.charts import curves as learning
from galaxy_core.charts import formatting, pictures
from galaxy_core.plugins import parameters
from galaxy_core.report import markup
from galaxy_core.report.evidence import Evidence
from galaxy_core.runs.titles import spoken

WIDTH = 300  # pixels of a curve
TRAINING_WORDS = (
    "Solid blue: images it has not learned from (validation). Dashed grey: images it learns from (training)."
)


def facts(evidence: Evidence) -> list[tuple[str, str]]:
    """Pairs of a name and words; what isn't known is left out."""
    request, result = evidence.run.request, evidence.result
    steps = [step for step in result.get("steps", []) if isinstance(step, str)]
    metadata = evidence.run.metadata
    pairs = [
        ("Run", evidence.run.name),
        ("Note", metadata.note),
        *_model(evidence),
        ("Preprocessing", _chosen(prepare, steps or request.preparation)),
        *_treatment(evidence),
        ("Split", request.split),
        ("Seed", str(request.seed)),
        ("Initial weights", result.get("origin", "")),
        ("Epochs", _epochs(evidence)),
        *_cost(evidence),
        *_made_by(evidence),
        ("Finished", _moment(result.get("finished"))),
    ]
    return [(name, str(words)) for name, words in pairs if words]


def unusual(evidence: Evidence) -> list[tuple[str, str]]:
    """The parameters that aren't the model's usual ones, as (label, value); of an unknown model all that were asked."""
    request, described = evidence.run.request, _parameters(evidence.run.request.model)
    if described is None:
        return [(name, _word(value)) for name, value in request.parameters.items()]
    values = {p: request.parameters.get(p.name, p.default) for p in described}
    return [(p.label.lower(), _word(value)) for p, value in values.items() if value != p.default]


def html(evidence: Evidence) -> str:
    """The section: facts, and curves where it learned by epochs."""
    return markup.section("making", "How it was trained", markup.facts(facts(evidence)) + curves(evidence))


def curves(evidence: Evidence) -> str:
    """Both curves as HTML, "" where it didn't learn by epochs."""
    history = evidence.result.get("history", [])
    task = tasks.kind(evidence.run.task)
    charts = [
        (f"{measure.title}, by epoch" + " (lower is better)" * (not measure.higher_is_better),
         learning.chart(history, measure.key, len(history), percent=measure.is_share))
        for measure in (*task.EPOCH, task.LOSS)
        if any(tasks.VALIDATION + measure.key in epoch for epoch in history)
    ]  # fmt: skip
    figures = "".join(markup.figure(pictures.inline(chart, WIDTH), title) for title, chart in charts)
    return f'<div class="curves">{figures}</div>{markup.sentences([TRAINING_WORDS], "quiet")}' if figures else ""


def _model(evidence: Evidence) -> list[tuple[str, str]]:
    name = evidence.run.request.model
    changed = ", ".join(f"{label} {value}" for label, value in unusual(evidence))
    try:
        module = models.model(name)
    except GalaxyError:  # of another version
        return [("Model", name), ("Hyperparameters", changed)]
    return [
        ("Model", module.TITLE),
        ("What it is", module.SENTENCE),
        ("Hyperparameters", changed or "all as usual"),
    ]


def _treatment(evidence: Evidence) -> list[tuple[str, str]]:
    """How training images were changed and balanced, where the model can."""
    request = evidence.run.request
    try:
        if not hasattr(models.model(request.model), "AUGMENT"):
            return []
    except GalaxyError:
        pass
    pairs = [
        ("Augmentation", _chosen(augmentations, request.augment)),
        ("Class balancing", spoken(balancing, request.balance) if evidence.classes or not evidence.task else ""),
    ]
    shown = [int(n) for n in evidence.result.get("shown", [])]
    if len(shown) == len(evidence.classes):
        counts = ", ".join(f"{name} {n:,}" for name, n in zip(evidence.classes, shown, strict=True))
        pairs.append(("Images that an epoch shows", f"{sum(shown):,}: {counts}"))
    return pairs


def _epochs(evidence: Evidence) -> str:
    history, kept = evidence.result.get("history", []), evidence.result.get("kept_epoch")
    if not history:
        return ""
    return formatting.count(len(history)) + (
        f"; it has the weights of epoch {kept:g}, the best" if kept is not None else ""
    )


def _cost(evidence: Evidence) -> list[tuple[str, str]]:
    cost = evidence.result.get("cost", {})
    return [
        ("Parameters", formatting.count(int(cost["parameters"])) if "parameters" in cost else ""),
        ("Training time", formatting.duration_short(cost["seconds"]) if "seconds" in cost else ""),
        ("CPU time", formatting.duration_short(cost["cpu_seconds"]) if "cpu_seconds" in cost else ""),
        ("Peak memory", formatting.size(int(1e6 * cost["peak_mb"])) if "peak_mb" in cost else ""),
    ]


def _made_by(evidence: Evidence) -> list[tuple[str, str]]:
    made_by, packages = evidence.made_by, evidence.made_by.get("versions", {})
    versions = ", ".join(f"{name} {version}" for name, version in packages.items())
    return [
        ("Machine", made_by.get("machine", "")),
        ("Threads", str(evidence.run.request.threads)),
        ("Versions", versions),
        ("Code", made_by.get("code", "")),
        ("Commit", made_by.get("commit", "")),
        ("Fingerprint", made_by.get("dataset_fingerprint", "")),
    ]


def _chosen(package: ModuleType, texts: Iterable[str]) -> str:
    """Choices in words, then as the command line writes them, with every number."""
    return f"{spoken(package, *texts)} ({' '.join(texts)})" if texts else "none"


def _parameters(model: str) -> tuple[parameters.Parameter, ...] | None:
    try:
        return parameters.describe(models.model(model).Parameters)
    except GalaxyError:
        return None


def _moment(seconds: float | None) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds)) if seconds else ""


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)
