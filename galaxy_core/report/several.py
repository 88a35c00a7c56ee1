"""Several runs side by side: which is best, whether significantly so, and all their scores."""

from dataclasses import replace

from galaxy_core.charts import formatting, measures
from galaxy_core.charts.score_rows import ScoreRow, score_key, score_rows
from galaxy_core.evaluation import comparison, ranking
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.evaluation.ranking import Against
from galaxy_core.report import markup, result
from galaxy_core.report.evidence import Evidence
from galaxy_core.tasks import Measure

CHOSEN = (
    "The order is that of the validation images; the scores are those on the test images, which chose nothing, so the "
    "first one's score isn't too good by chance."
)
ELSEWHERE = "Tested on other images: these scores can't be ranked with those above."
UNCHOSEN = "What these runs said of validation images isn't there, so none of them is called the best."


def distinct(pieces: list[Evidence]) -> list[Evidence]:
    """The same; of several data sets each with its own behind the title. On one no two runs are called the same."""
    if len({evidence.data for evidence in pieces}) == 1:
        return pieces
    return [_renamed(evidence, f"{evidence.title} · {evidence.data}") for evidence in pieces]


def best_first(pieces: list[Evidence]) -> list[Evidence]:
    """By the validation images, as `comparison.best_first`; those without scores last, in the order given."""
    lines = [evidence.line for evidence in pieces if evidence.line is not None]
    ordered = [line.run for line in comparison.best_first(lines)]
    scored = sorted(
        (evidence for evidence in pieces if evidence.line is not None), key=lambda evidence: ordered.index(evidence.run)
    )
    return scored + [evidence for evidence in pieces if evidence.line is None]


def against(best: RunScore, others: list[RunScore]) -> list[tuple[RunScore, Against | None]]:
    """Each other line, and what `ranking` says of the best one against it: None where the images weren't the same.

    By the score that their task chooses by, corrected for all of these runs by Holm.
    """
    ranked = ranking.against_best([best, *others], most=len(others) + 1)
    by_run = {pair.line.run.name: pair for pair in ranked.against} if ranked and ranked.best is best else {}
    return [(other, by_run.get(other.run.name)) for other in others]


def sentences(pieces: list[Evidence]) -> list[str]:
    """Which is best, and what may be said of it against the others, in words."""
    scored = [(evidence, evidence.line) for evidence in pieces if evidence.line is not None]
    if len(scored) < 2:
        return ["There is nothing to compare: fewer than two of these runs have scores."]
    (best, line), others = scored[0], [other for _, other in scored[1:]]
    compared = [_sentence(other, pair, line.summary.n) for other, pair in against(line, others)]
    return [_first(best, line), *compared, CHOSEN if line.validation() else UNCHOSEN]


def html(pieces: list[Evidence]) -> str:
    """The section: sentences, then a row for each run and measure, beside the figures of others."""
    lines = [evidence.line for evidence in pieces if evidence.line is not None]
    if len(lines) < 2:
        return markup.section("comparison", "Side by side", markup.sentences(sentences(pieces)))
    first, *rest = sentences(pieces)
    parts = [markup.sentences([first], "finding"), markup.bullets(rest[:-1]), markup.sentences(rest[-1:], "quiet")]
    others = result.references(lines)
    parts.append(score_key(bool(others), lines[0].task.TRIVIAL))
    for measure in lines[0].task.SCORES:
        chosen = measure.key == lines[0].task.CHOOSES
        parts += [f"<h3>{measure.title}</h3>", markup.sentences([measures.meaning(measure)], "quiet")]
        parts += _rows(lines, measure, others if chosen else [])
        parts += [markup.sentences([result.ELSEWHERE], "quiet")] if others and chosen else []
    return markup.section("comparison", "Side by side", "".join(parts))


def _first(best: Evidence, line: RunScore) -> str:
    """What the first one reaches on the test images; whether validation images chose it."""
    words = {each.key: measures.value(each, line.score(each.key).value) for each in line.task.SCORES}
    answer = line.task.LINE.format(images=f"{formatting.count(line.summary.n)} test {best.galaxies_called}", **words)
    measure, score = line.measure(), line.score()
    between = measures.interval(measure, score) + (" %" if measure.is_share else "")
    chosen = "is the best on validation images: it" if line.validation() else "is the newest: it"
    return f"“{best.title}” {chosen} {answer} (95 % interval {between})."


def _rows(lines: list[RunScore], measure: Measure, others: list[ScoreRow]) -> list[str]:
    """The scores on test images in the order of validation images; those on other test images in rows of their own."""
    parts: list[str] = []
    for comparable in comparison.sets([line for line in lines if line.task is lines[0].task], measure.key):
        best = comparable[0] if comparable[0].validation(measure.key) else None
        rows = [result.row(line, measure.key, line.title, bold=line is best) for line in comparable]
        parts += [markup.sentences([ELSEWHERE], "quiet")] if parts else []
        rows += [] if parts else others
        scale = measures.scale(measure, result.largest(rows))
        parts.append(score_rows(rows, _baseline(comparable, measure.key), scale))
    return parts


def _renamed(evidence: Evidence, title: str) -> Evidence:
    return replace(evidence, title=title, line=evidence.line and replace(evidence.line, title=title))


def _sentence(other: RunScore, pair: Against | None, n: int) -> str:
    if pair is None:
        return f"“{other.title}” was tested on other images, so the two can't be compared image by image."
    measure, on = other.measure(), f"on the same {formatting.count(n, 'test image')}"
    verdict = f"{'a' if pair.significant else 'no'} significant difference"
    if pair.difference < 0:
        gap = measures.gap(measure, -pair.difference, -pair.high, -pair.low)
        return f"{gap} worse than “{other.title}” {on}: {verdict}."
    return f"{measures.gap(measure, pair.difference, pair.low, pair.high)} better than “{other.title}” {on}: {verdict}."


def _baseline(lines: list[RunScore], measure: str) -> float | None:
    """What the baseline reaches, where that is the same for all of them."""
    levels = {line.baseline(measure) for line in lines}
    return levels.pop() if len(levels) == 1 else None
