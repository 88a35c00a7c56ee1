"""The result of a run: one sentence with its uncertainty, and its scores beside what others reported."""

from galaxy_core import glossary, presets
from galaxy_core.charts import formatting
from galaxy_core.charts.score_rows import ScoreRow, score_key, score_rows, score_strip
from galaxy_core.evaluation.comparison import MEASURES, RunScore
from galaxy_core.presets import Published
from galaxy_core.report import markup
from galaxy_core.report.evidence import Evidence
from galaxy_core.runs import plans

ELSEWHERE = (
    "Hollow diamonds are figures that others reported, under their own rules (in brackets): they were not measured on "
    "these test images, and can't be compared with ours to the point."
)


def question(evidence: Evidence) -> str:
    """What was asked, for somebody who knows nothing of it."""
    rows, k = evidence.result.get("rows", {}), len(evidence.classes)
    kinds = f"which of {formatting.small(k)} kinds" if k else "which kind"
    learned = (
        f"{formatting.count(int(rows['train']), 'picture')} whose kind is known"
        if "train" in rows
        else "known pictures"
    )
    tested = f"{formatting.count(int(rows['test']))} others" if "test" in rows else "others"
    return (
        f"Can a computer tell by its picture alone {kinds} a galaxy belongs to? A program learned from {learned}; then "
        f"it had to name the kind of {tested}, which it had never seen."
    )


def finding(evidence: Evidence) -> str:
    """The result in one sentence, with its uncertainty, how many images it rests on, and what guessing reaches."""
    if evidence.line is None:
        return "It has no scores: what it said about the test images is missing."
    score, guessing = evidence.line.summary.accuracy, evidence.line.summary.guessing
    return (
        f"It names {formatting.percent(score.value)} of {formatting.count(score.n)} test {evidence.galaxies_called} correctly "
        f"(95 % interval {formatting.interval(score.low, score.high)} %: where it would lie with other test images of the "
        f"same kind). The majority baseline, always naming the largest class, reaches {formatting.percent(guessing.value)}."
    )


def scores(evidence: Evidence) -> list[tuple[str, str, str, str]]:
    """Of each measure: its name, value with interval, on how many images, what guessing reaches; all in words."""
    if (line := evidence.line) is None:
        return []
    return [
        (name, formatting.scored(score), formatting.count(score.n, "image"),
         formatting.percent(line.guessing(measure)))
        for measure, name in MEASURES.items() for score in [line.score(measure)]
    ]  # fmt: skip


def reported(lines: list[RunScore]) -> list[Published]:
    """Accuracies of others for the data set of these runs, and for the studies that they are a part of."""
    ran = {plans.preset_of(line.run.request) for line in lines} - {None}
    sets = dict.fromkeys(line.run.request.dataset for line in lines)
    found = [one for dataset in sets for one in presets.published(dataset, ran) if one.measure == "accuracy"]
    return list(dict.fromkeys(found))


def references(lines: list[RunScore]) -> list[ScoreRow]:
    """The same as rows: hollow diamonds, with how they were measured."""
    return [
        ScoreRow(f"{one.who} ({one.protocol})", None, None, None, None, reference=one.value) for one in reported(lines)
    ]


def row(line: RunScore, measure: str, name: str, bold: bool = False) -> ScoreRow:
    """One score as a row."""
    score = line.score(measure)
    return ScoreRow(name, score.value, score.low, score.high, score.n, bold=bold)


def html(evidence: Evidence, beside: bool = True) -> str:
    """The section, a sentence where there are no scores; beside: with the figures of others."""
    if (line := evidence.line) is None:
        return markup.section("result", "The result", markup.sentences([finding(evidence)]))
    guessing, others = line.guessing("accuracy"), references([line]) if beside else []
    strip = score_strip(
        row(line, "accuracy", ""), guessing, f"test {evidence.galaxies_called} named correctly (accuracy)"
    )
    parts = [strip]
    if others:
        rows = [row(line, "accuracy", line.title, bold=True), *others]
        parts += ["<h3>Accuracy, and what others reported</h3>", score_key(), score_rows(rows, guessing)]
        parts += [markup.sentences([ELSEWHERE], "quiet")]
    for measure in ("macro_f1", "balanced_accuracy"):
        rows, level = [row(line, measure, MEASURES[measure])], line.guessing(measure)
        parts += [
            f"<h3>{MEASURES[measure]}</h3>",
            markup.sentences([glossary.meaning(MEASURES[measure])], "quiet"),
            score_rows(rows, level),
        ]
    return markup.section("result", "The result", "".join(parts) + score_key(references=False))
