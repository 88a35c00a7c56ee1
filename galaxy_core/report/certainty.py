"""Calibration: how often it is right when it says that it is sure."""

from dataclasses import dataclass
from itertools import pairwise

from galaxy_core import glossary
from galaxy_core.charts import formatting, pictures, reliability
from galaxy_core.evaluation import Predictions, Score, calibration, proportion
from galaxy_core.report import markup
from galaxy_core.report.evidence import Evidence

BOUNDS = (1.0, 0.9, 0.7, 0.4, 0.0)  # where the words change: see charts.formatting.certainty
NEAR = 0.05  # certainty and share that is right are called the same within it
WIDTH = 300  # pixels of the diagram
DIAGRAM = "Reliability diagram: on the dashed line it is right as often as it is sure"
ENOUGH = 10  # images from which a share may be said in a sentence


@dataclass(frozen=True)
class Level:
    """The test images of which it is so sure, above `low` up to `high`, 0…1; `right` is None where there are none."""

    low: float
    high: float
    word: str
    count: int
    right: Score | None


def levels(predictions: Predictions) -> list[Level]:
    """Four levels, the surest first; what they count is what the bins of the calibration count."""
    bins, parts = calibration(predictions).bins, []
    for high, low in pairwise(BOUNDS):
        inside = [part for part in bins if low - 1e-9 <= part.low and part.high <= high + 1e-9 and part.count]
        right = sum(round(part.right.value * part.count) for part in inside if part.right is not None)
        count = sum(part.count for part in inside)
        parts.append(Level(low, high, formatting.certainty(low), count, proportion(right, count)))
    return parts


def sentence(evidence: Evidence) -> str:
    """Whether it is surer than it should be, and how often it is right when it is very sure."""
    predictions = evidence.answers
    sure, right = float(predictions.confidence.mean()), float(predictions.right.mean())
    gap = sure - right
    if abs(gap) <= NEAR:
        judged = "so on the whole its certainty can be taken at its word"
    else:
        judged = "it is surer than it should be" if gap > 0 else "it is more careful than it needs to be"
    first = (
        f"On average it is {formatting.share(sure)} sure, "
        f"and right about {formatting.share(right)} of the images: {judged}."
    )
    top = levels(predictions)[0]
    if top.right is None or top.count < ENOUGH:
        return f"{first} It is hardly ever more than 90 % sure."
    often = f"{formatting.share(top.right.value)} of those {formatting.count(top.count, 'image')}"
    return f"{first} Where it is more than 90 % sure, it is right about {often}."


def html(evidence: Evidence) -> str:
    """The section."""
    rows = [
        (markup.text(f"{level.word.capitalize()} ({100 * level.low:.0f}–{100 * level.high:.0f} %)"), f"{level.count:,}",
         markup.text(formatting.scored(level.right)))
        for level in levels(evidence.answers)
    ]  # fmt: skip
    head = ("Confidence", "Test images", "Accuracy (95 % interval)")
    table = calibration(evidence.answers)
    error = (
        f"Expected calibration error ({glossary.phrase('expected calibration error')}): {formatting.number(table.ece)}."
    )
    diagram = markup.figure(pictures.inline(reliability.chart(table), WIDTH), DIAGRAM)
    named = "How often it is right when it is so sure"
    inside = markup.sentences([sentence(evidence)]) + markup.table(head, rows, named)
    inside += f'<div class="curves">{diagram}</div>'
    return markup.section(
        "certainty", "Calibration: is it right as often as it is sure?", inside + markup.sentences([error], "quiet")
    )
