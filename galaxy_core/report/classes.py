"""Scores by class: how much of it is found, and how often it is right when it names it."""

from galaxy_core import glossary
from galaxy_core.charts import formatting
from galaxy_core.evaluation import per_class
from galaxy_core.report import markup
from galaxy_core.report.evidence import Evidence

HEAD = ("Class", "Support", "Predicted", "Recall", "Precision", "F1")
MEANING = " ".join([
    *(f"{name}: {glossary.phrase(name)}." for name in HEAD[1:]), "In brackets the 95 % interval.",
])  # fmt: skip


def rows(evidence: Evidence) -> list[tuple[str, str, str, str, str, str]]:
    """A line for each class in the order of HEAD, in words."""
    return [
        (
            name,
            formatting.count(score.n),
            formatting.count(score.predicted_n),
            formatting.scored(score.recall),
            formatting.scored(score.precision),
            formatting.scored(score.f1),
        )
        for name, score in zip(evidence.classes, per_class(evidence.answers), strict=True)
    ]


def html(evidence: Evidence) -> str:
    """The section."""
    cells = [
        (markup.named(label), *map(markup.text, rest))
        for label, (_, *rest) in zip(evidence.labels, rows(evidence), strict=True)
    ]
    table = markup.table(HEAD, cells, "Scores of each class")
    return markup.section("classes", "Scores by class", table + markup.sentences([MEANING], "quiet"))
