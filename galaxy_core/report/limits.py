"""What a model should not be used for: sentences that follow from what is stored of it."""

from galaxy_core.charts import formatting
from galaxy_core.evaluation import per_class
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.report import markup
from galaxy_core.report.data import DRAWN
from galaxy_core.report.evidence import Evidence

FEW = 20  # test images of a class below which its score says little
POOR = 0.5  # recall below which a class is called badly recognised
SURE = 0.05  # so much surer than right is worth a warning


def sentences(evidence: Evidence) -> list[str]:
    """The limits, those that weigh most first."""
    limits = [DRAWN] if evidence.synthetic else []
    limits += [_UNTESTED] if evidence.line is None else _of_scores(evidence.line) + _of_classes(evidence)
    limits.append(_elsewhere(evidence))
    limits.append(
        f"It always names one of its {formatting.small(len(evidence.classes))} classes: shown a star, a satellite's "
        "trail, an empty patch of sky or a kind of galaxy that it never saw, it names one all the same."
        if evidence.classes
        else "It always gives one of the answers it knows, also where a picture shows no galaxy at all."
    )
    limits.append(
        f"It was trained once, with seed {evidence.run.request.seed}; trained again with another seed it would say "
        "something else of some images. The intervals tell the chance in the test images, not this one."
    )
    return limits


def html(evidence: Evidence) -> str:
    """The section."""
    return markup.section("limits", "What it should not be used for", markup.bullets(sentences(evidence)))


_UNTESTED = "How good it is isn't known here: don't rely on what it says."


def _of_scores(line: RunScore) -> list[str]:
    """What follows from its score on the test images, beside that of a model that looks at none."""
    score, trivial = line.score(), line.baseline()
    ends = [line.measure().merit(end) for end in (score.low, score.high)]
    if trivial is None or min(ends) > line.measure().merit(trivial):
        return []
    use = "use it to classify anything" if "labels" in line.task.OFFERS else "rely on what it says"
    return [f"It isn't surely better than the {line.task.TRIVIAL}: don't {use}."]


def _of_classes(evidence: Evidence) -> list[str]:
    """What follows from its scores by class, where there are classes."""
    limits, predictions = [], evidence.predictions
    if predictions is None:
        return []
    scores = list(zip(evidence.classes, per_class(predictions), strict=True))
    poor = [
        f"{name} ({formatting.share(score.recall.value)})"
        for name, score in scores
        if score.recall and score.recall.value < POOR
    ]
    if poor:
        limits.append(f"It finds fewer than half of the test images of {_some(poor)}: don't look for these with it.")
    few = [f"{name} ({score.n})" for name, score in scores if score.n < FEW]
    if few:
        limits.append(f"Fewer than {FEW} test images tell how well it knows {_some(few)}: too few to rely on.")
    if float(predictions.confidence.mean()) - float(predictions.right.mean()) > SURE:
        limits.append("It is surer than it should be: don't take how sure it says it is for how often it is right.")
    return limits


def _elsewhere(evidence: Evidence) -> str:
    """That other pictures are another matter."""
    return (
        f"All its pictures come from {evidence.data}. Those of another survey, telescope, colour or scale, or cut out "
        "otherwise, look different to it: how well it does on them isn't known until it is tested on them."
    )


def _some(names: list[str], most: int = 12) -> str:
    """The names in a row; of very many the first, and how many more."""
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return formatting.listed([*names[: most if more else None], *more])
