"""A model card of a run, in Markdown: what the report says, for whoever publishes or takes over a model.

Headings after Mitchell et al. (2019, FAT* 220, arXiv:1810.03993).
"""

import re
from collections.abc import Iterable, Sequence

from galaxy_core.charts import measures
from galaxy_core.report import certainty, classes, data, limits, mistakes, provenance, questions, result
from galaxy_core.report.evidence import Evidence, gather
from galaxy_core.runs import Run
from galaxy_core.runs.run import one_line

PAPER = "Mitchell et al. 2019, https://arxiv.org/abs/1810.03993"
USE = (
    "{do}, for a first look, where a wrong answer does no harm or a person looks again; to compare models on the same "
    "test images."
)
SORT = "To sort pictures like those it learned from into its classes"
SAY = "To say the same of pictures like those it learned from"
PEOPLE = "No picture shows people, and nothing of it is about them."
LABELS = "What is taken for true is what people, or the program that drew them, said: it can be wrong too."
PAIRS = 10  # confusions that are named
_MARKS = re.compile(r"([\\`*_\[\]<>#|~$&])")


def markdown(run: Run) -> str:
    """The card of a finished run, UTF-8 text. What is missing is said; raises RunError where it hasn't finished."""
    evidence = gather(run)
    parts = [f"# Model card: {plain(evidence.title)}", f"A [model card]({PAPER.split(', ')[1]}) as in {plain(PAPER)}."]
    parts += [f"**{plain(data.DRAWN)}**"] if evidence.synthetic else []
    parts += [_bullets(evidence.missing)]
    for title, body in _sections(evidence):
        parts += [f"## {title}", *body]
    return "\n\n".join(filter(None, parts)) + "\n"


def plain(text: object) -> str:
    """A text on one line in which nothing means anything in Markdown or HTML."""
    return _MARKS.sub(r"\\\1", one_line(str(text)))


def _sections(evidence: Evidence) -> list[tuple[str, list[str]]]:
    unsuited = limits.sentences(evidence)
    return [
        ("Model details", [_facts(provenance.facts(evidence))]),
        (
            "Intended use",
            [
                plain(result.question(evidence)),
                USE.format(do=SORT if evidence.classes else SAY),
                "Not for:",
                _bullets(unsuited),
            ],
        ),
        ("Factors", [_factors(evidence)]),
        ("Metrics", [plain(result.finding(evidence)), *_scores(evidence)]),
        ("Data: training and evaluation", [_facts(data.facts(evidence))]),
        ("Quantitative analyses", _analyses(evidence)),
        ("Ethical considerations", [f"{PEOPLE} {LABELS}"]),
        (
            "Caveats and recommendations",
            [*_certainty(evidence), "Test it on your own labelled images before you use it."],
        ),
    ]


def _factors(evidence: Evidence) -> str:
    asked = questions.rows(evidence)
    by, named = ("question", f"Questions: {', '.join(plain(line[0]) for line in asked)}") if asked else (
        "class", f"Classes: {', '.join(map(plain, evidence.classes)) or 'not known'}"
    )  # fmt: skip
    return (
        f"{named}. How well it does differs by {by} (below), and with the survey, the scale and the "
        "colours of the pictures, for which it was tested on one data set only."
    )


def _scores(evidence: Evidence) -> list[str]:
    rows = result.scores(evidence)
    if evidence.line is None:
        return []
    trivial = evidence.line.task.TRIVIAL
    head = ("Score", "Value (95 % interval)", "On", trivial[:1].upper() + trivial[1:])
    meanings = (f"{measure.title}: {measures.phrase(measure)}." for measure in evidence.line.task.SCORES)
    return [_table(head, rows), _bullets(meanings)]


def _analyses(evidence: Evidence) -> list[str]:
    if asked := questions.rows(evidence):
        return [_table(questions.HEAD, asked), plain(questions.MEANING)]
    if evidence.predictions is None:
        return ["There are none: what it said about the test images is missing."]
    pairs = [mistakes.sentence(evidence, pair) for pair in mistakes.confusions(evidence.predictions)[:PAIRS]]
    parts = [_table(classes.HEAD, classes.rows(evidence)), plain(classes.MEANING)]
    return [*parts, "Most frequent confusions:", _bullets(pairs)] if pairs else [*parts, "It made no mistake here."]


def _certainty(evidence: Evidence) -> list[str]:
    return [plain(certainty.sentence(evidence))] if evidence.predictions is not None else []


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {plain(text)}" for text in texts)


def _facts(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- **{plain(name)}**: {plain(fact)}" for name, fact in pairs)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell if cell == '---' else plain(cell) for cell in line)} |" for line in lines)
