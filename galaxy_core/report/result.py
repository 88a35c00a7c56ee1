"""The result of a run: one sentence with its uncertainty, and its scores beside what others reported."""

from galaxy_core import presets
from galaxy_core.charts import formatting, measures
from galaxy_core.charts.score_rows import ScoreRow, score_key, score_rows, score_strip
from galaxy_core.evaluation.comparison import RunScore
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
    if evidence.task and not k:
        asked = evidence.task.ASKED or formatting.listed(list(evidence.task.names))
        return f"Can a computer tell {asked} of a galaxy by its picture alone?"
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
    """The result in one sentence, with its uncertainty, how many images it rests on, and what the baseline reaches."""
    if evidence.line is None:
        return "It has no scores: what it said about the test images is missing."
    line = evidence.line
    measure, score, trivial = line.measure(), line.score(), line.baseline()
    words = {each.key: measures.value(each, line.score(each.key).value) for each in line.task.SCORES}
    answer = line.task.LINE.format(images=f"{formatting.count(score.n)} test {evidence.galaxies_called}", **words)
    between = measures.interval(measure, score) + (" %" if measure.is_share else "")
    rest = "" if trivial is None else f" The {line.task.TRIVIAL} reaches {measures.value(measure, trivial)}."
    return f"It {answer} (95 % interval {between}: where it would lie with other test images of the same kind).{rest}"


def scores(evidence: Evidence) -> list[tuple[str, str, str, str]]:
    """Of each measure: its name, value with interval, on how many images, what the baseline reaches; all in words."""
    if (line := evidence.line) is None:
        return []
    return [
        (measure.title, measures.scored(measure, line.score(measure.key)),
         formatting.count(line.score(measure.key).n, "image"),
         measures.value(measure, line.baseline(measure.key)))
        for measure in line.task.SCORES
    ]  # fmt: skip


def reported(lines: list[RunScore]) -> list[Published]:
    """Figures of others for the data set of these runs, and for the studies that they are a part of, of the score by
    which their task chooses."""
    ran = {preset for line in lines if (preset := plans.preset_of(line.run.request)) is not None}
    sets = dict.fromkeys(line.run.request.dataset for line in lines)
    chosen_by = {line.task.CHOOSES for line in lines}
    figures = [figure for dataset in sets for figure in presets.published(dataset, ran) if figure.measure in chosen_by]
    return list(dict.fromkeys(figures))


def references(lines: list[RunScore]) -> list[ScoreRow]:
    """The same as rows: hollow diamonds, with how they were measured."""
    return [
        ScoreRow(f"{figure.who} ({figure.protocol})", None, None, None, None, reference=figure.value)
        for figure in reported(lines)
    ]


def row(line: RunScore, measure: str, name: str, bold: bool = False) -> ScoreRow:
    """One score as a row."""
    score = line.score(measure)
    return ScoreRow(name, score.value, score.low, score.high, score.n, bold=bold)


def largest(rows: list[ScoreRow]) -> float:
    """Of all values, with the ends of their intervals."""
    return max((row.reference or row.high or 0 for row in rows), default=1)


def strip_of(line: RunScore, galaxies: str) -> str:
    """HTML of the score by which its task chooses: a big number, a sentence, a strip."""
    measure, shown, trivial = line.measure(), row(line, line.task.CHOOSES, ""), line.baseline()
    upper = max(filter(None, (shown.high, trivial)), default=1)
    on, scale = measures.on(measure, galaxies), measures.scale(measure, upper)
    return score_strip(shown, trivial, on, scale, line.task.TRIVIAL)


def html(evidence: Evidence, beside: bool = True) -> str:
    """The section, a sentence where there are no scores; beside: with the figures of others."""
    if (line := evidence.line) is None:
        return markup.section("result", "The result", markup.sentences([finding(evidence)]))
    chosen, baseline, others = line.task.CHOOSES, line.baseline(), references([line]) if beside else []
    strip = strip_of(line, f"test {evidence.galaxies_called}")
    parts = [strip]
    if others:
        rows = [row(line, chosen, line.title, bold=True), *others]
        parts += [
            f"<h3>{line.measure().title}, and what others reported</h3>",
            score_key(majority=line.task.TRIVIAL),
            score_rows(rows, baseline, measures.scale(line.measure(), max(largest(rows), baseline or 0))),
        ]
        parts += [markup.sentences([ELSEWHERE], "quiet")]
    for measure in (each for each in line.task.SCORES if each.key != chosen):
        shown = row(line, measure.key, measure.title)
        scale = measures.scale(measure, 2 * (shown.high or 1))
        parts += [
            f"<h3>{measure.title}</h3>",
            markup.sentences([measures.meaning(measure)], "quiet"),
            score_rows([shown], line.baseline(measure.key), scale),
        ]
    return markup.section(
        "result", "The result", "".join(parts) + score_key(references=False, majority=line.task.TRIVIAL)
    )
