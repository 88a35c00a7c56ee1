"""The scores of a task in words, each in its own unit: 84.6 % (82.9–86.2), 0.012 (0.004–0.020) mag, 3.7 points."""

from galaxy_core.charts import formatting, score_rows
from galaxy_core.charts.score_rows import Scale
from galaxy_core.intervals import Score
from galaxy_core.presets import Published
from galaxy_core.tasks import Measure, Task


def value(measure: Measure, number: float | None) -> str:
    """0.846 → "84.6 %", or "0.846 mag"; None → "–"."""
    if measure.is_share or number is None:
        return formatting.percent(number)
    return f"{formatting.number(number)} {measure.unit}".rstrip()


def reported(figure: Published, task: type[Task]) -> str:
    """A figure that somebody reported, in the unit of that measure; in per cent where the task doesn't know it."""
    known = next((measure for measure in task.SCORES if measure.key == figure.measure), None)
    return formatting.percent(figure.value) if known is None else value(known, figure.value)


def interval(measure: Measure, score: Score) -> str:
    """ "82.9–86.2" (per cent, without the sign), or "0.829–0.862", "−0.320 to 0.100"."""
    if measure.is_share:
        return formatting.interval(score.low, score.high)
    return formatting.between(score.low, score.high)


def scored(measure: Measure, score: Score | None) -> str:
    """ "84.6 % (82.9–86.2)"; None → "–"."""
    if score is None:
        return formatting.MISSING
    return f"{value(measure, score.value)} ({interval(measure, score)})"


def points(measure: Measure, difference: float) -> str:
    """ "3.7 points", or "0.037 mag"."""
    return formatting.points(difference) if measure.is_share else value(measure, difference)


def ends(measure: Measure, low: float, high: float) -> str:
    """ "1.2 to 6.1": the interval of a difference."""
    both = (points(measure, end).removesuffix(" points") for end in (low, high))
    return " to ".join(end.removesuffix(f" {measure.unit}") if measure.unit else end for end in both)


def gap(measure: Measure, difference: float, low: float, high: float) -> str:
    """ "3.7 points (1.2 to 6.1)": a difference with its interval."""
    return f"{points(measure, difference)} ({ends(measure, low, high)})"


def better(measure: Measure, difference: float) -> str:
    """A difference before “than”: "3.7 points of accuracy more", "0.037 mag worse in RMSE"; above 0 it is better."""
    if measure.is_share:
        return f"{points(measure, abs(difference))} of {within(measure)} {'more' if difference >= 0 else 'less'}"
    return f"{value(measure, abs(difference))} {'better' if difference >= 0 else 'worse'} in {within(measure)}"


def within(measure: Measure) -> str:
    """What it is called within a sentence: "accuracy", "macro-F1", but "RMSE"."""
    first = measure.title.split(" ")[0]
    return measure.title if first.isupper() else measure.title[0].lower() + measure.title[1:]


def meaning(measure: Measure) -> str:
    """What it means, as a sentence."""
    return measure.meaning


def phrase(measure: Measure) -> str:
    """The same as part of a sentence."""
    return measure.meaning[:1].lower() + measure.meaning[1:].rstrip(".")


def explained(measure: Measure) -> str:
    """ "**Accuracy**: the share of images that it names correctly."."""
    return f"**{measure.title}**: {phrase(measure)}."


def on(measure: Measure, galaxies: str) -> str:
    """What a big number is of, behind “of 1,774 ”: "test galaxies named correctly (accuracy)",
    "test galaxies (RMSE)"."""
    return f"{galaxies} {measure.of or f'({measure.title})'}"


def scale(measure: Measure, largest: float) -> Scale:
    """What rows of it are measured on: 0 to 100 %, 0 to 1 where more is better, or up to the largest error."""
    if measure.is_share:
        return score_rows.PERCENT
    if measure.higher_is_better and largest <= 1:
        return score_rows.FRACTION
    return score_rows.error_scale(largest or 1.0)
