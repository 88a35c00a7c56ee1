"""Several runs side by side: which is best, whether significantly so, and all their scores."""

from collections import Counter
from dataclasses import replace

from galaxy_core import glossary
from galaxy_core.charts import formatting
from galaxy_core.charts.score_rows import score_key, score_rows
from galaxy_core.evaluation import comparison, ranking
from galaxy_core.evaluation.comparison import MEASURES, RunScore
from galaxy_core.evaluation.ranking import Against
from galaxy_core.report import markup, result
from galaxy_core.report.evidence import Evidence

CHOSEN = (
    "The best of several by its score on the test images looks a little better than it is: chance in these images "
    "helped to choose it."
)


def distinct(found: list[Evidence]) -> list[Evidence]:
    """The same, those of equal titles with the end of their names behind it."""
    times = Counter(one.title for one in found)
    return [_renamed(one, f"{one.title} ({one.run.name[-4:]})") if times[one.title] > 1 else one for one in found]


def best_first(found: list[Evidence]) -> list[Evidence]:
    """By accuracy; those without scores last, in the order given."""
    scored = [one for one in found if one.line is not None]
    ordered = [line.run for line in comparison.best_first([one.line for one in scored])]
    return sorted(scored, key=lambda one: ordered.index(one.run)) + [one for one in found if one.line is None]


def against(best: RunScore, others: list[RunScore]) -> list[tuple[RunScore, Against | None]]:
    """Each other line, and what `ranking` says of the best one against it: None where the images weren't the same.

    By the exact McNemar test, corrected for all pairs of these runs by Holm.
    """
    found = ranking.against_best([best, *others], "accuracy", len(others) + 1)
    known = {one.line.run.name: one for one in found.against} if found and found.best is best else {}
    return [(other, known.get(other.run.name)) for other in others]


def sentences(found: list[Evidence]) -> list[str]:
    """Which is best, and what may be said of it against the others, in words."""
    scored = [one for one in found if one.line is not None]
    if len(scored) < 2:
        return ["There is nothing to compare: fewer than two of these runs have scores."]
    best, others = scored[0], [one.line for one in scored[1:]]
    score = best.line.summary.accuracy
    said = [
        f"“{best.title}” names the most: {formatting.percent(score.value)} of {formatting.count(score.n)} test "
        f"{best.galaxies_called} (95 % interval {formatting.interval(score.low, score.high)} %)."
    ]
    said += [_sentence(other, one, score.n) for other, one in against(best.line, others)]
    return [*said, CHOSEN]


def html(found: list[Evidence]) -> str:
    """The section: sentences, then a row for each run and measure, beside the figures of others."""
    lines = [one.line for one in found if one.line is not None]
    if len(lines) < 2:
        return markup.section("comparison", "Side by side", markup.sentences(sentences(found)))
    first, *rest = sentences(found)
    parts = [markup.sentences([first], "finding"), markup.bullets(rest[:-1]), markup.sentences(rest[-1:], "quiet")]
    others = result.references(lines)
    parts.append(score_key(references=bool(others)))
    for measure, name in MEASURES.items():
        ordered = comparison.best_first(lines, measure)
        rows = [result.row(line, measure, line.title, bold=place == 0) for place, line in enumerate(ordered)]
        rows += others if measure == "accuracy" else []
        parts += [f"<h3>{name}</h3>", markup.sentences([glossary.meaning(name)], "quiet")]
        parts.append(score_rows(rows, _guessing(lines, measure)))
        parts += [markup.sentences([result.ELSEWHERE], "quiet")] if others and measure == "accuracy" else []
    return markup.section("comparison", "Side by side", "".join(parts))


def _renamed(one: Evidence, title: str) -> Evidence:
    return replace(one, title=title, line=one.line and replace(one.line, title=title))


def _sentence(other: RunScore, one: Against | None, n: int) -> str:
    if one is None:
        return f"“{other.title}” was tested on other images, so the two can't be compared image by image."
    gap = formatting.gap(one.difference, one.low, one.high)
    verdict = f"{'a' if one.significant else 'no'} significant difference"
    return f"{gap} more than “{other.title}” on the same {formatting.count(n, 'image')}: {verdict}."


def _guessing(lines: list[RunScore], measure: str) -> float | None:
    """What guessing reaches, where that is the same for all of them."""
    levels = {line.guessing(measure) for line in lines}
    return levels.pop() if len(levels) == 1 else None
