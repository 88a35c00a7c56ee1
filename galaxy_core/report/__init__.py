"""Reports: one run, or several side by side, as one HTML file that explains itself; and a run as other tools read it.

- `write(runs, file)`, `html(runs)`: a single file below 5 MB that loads nothing and needs no JavaScript;
- `card.markdown(run)`: the same facts as a model card;
- `tracking.to_mlflow(run, folder)`: the run in a folder of MLflow.

One place says what is known (`evidence`); each section is a module with a function that gives its facts as text, tested
by what they say, and one that writes them as HTML. What is missing is said in a sentence, and the rest is shown.
"""

import re
from pathlib import Path

from galaxy_core import UsageError
from galaxy_core.charts import formatting, measures
from galaxy_core.report import (  # fmt: skip
    certainty,
    classes,
    data,
    glossary,
    images,
    limits,
    markup,
    mistakes,
    page,
    provenance,
    questions,
    result,
    several,
)
from galaxy_core.report.evidence import Evidence, gather
from galaxy_core.runs import Run
from galaxy_core.storage import atomic

__all__ = ["html", "write"]
NO_PICTURES = (
    "The pictures of this data set aren't prepared yet, so none are shown: look at it once on Explore, and make the "
    "report again."
)
TITLES = re.compile(r"<section id=\"([a-z]+)\"><h2>(.*?)</h2>")
FOLDED = 3  # confusions that are named of a run in a fold


def write(runs: list[Run], file: Path) -> Path:
    """Writes the report of one or several finished runs, whole or not at all, and returns its path.

    Raises like `html`, and StorageError where the file can't be written.
    """
    document = html(runs).encode("utf-8", "replace")
    atomic.write(file, lambda aside: aside.write_bytes(document))
    return file


def html(runs: list[Run]) -> str:
    """The report as text: of several runs the comparison, the best one in full, the others in short.

    Raises UsageError where no run is named, RunError for one that hasn't finished.
    """
    if not runs:
        raise UsageError("A report needs at least one run: name a finished one.")
    pieces = several.best_first(several.distinct([gather(run) for run in {run.name: run for run in runs}.values()]))
    return _single(pieces[0]) if len(pieces) == 1 else _comparison(pieces)


def _single(evidence: Evidence) -> str:
    title = f"How well “{evidence.title}” tells galaxies apart"
    sections, missing = _sections(evidence)
    loud = data.DRAWN if evidence.synthetic else ""
    head = page.head(title, result.question(evidence), result.finding(evidence), loud)
    body = [head, page.missing(missing), page.contents(_titles(sections)), *sections]
    return page.document(title, "\n".join(body))


def _comparison(pieces: list[Evidence]) -> str:
    best = pieces[0]
    title = f"{formatting.count(len(pieces), 'model')} side by side, on {formatting.listed(_sets(pieces))}"
    sections, missing = _sections(best, beside=sum(evidence.line is not None for evidence in pieces) < 2)
    compared = several.html(pieces)
    shown = f'<div class="divider"><h2>The best one in full</h2><p>{markup.text(best.title)}</p></div>'
    if best.line is not None:
        shown += markup.sentences([result.finding(best)], "finding")
    others = markup.section("others", "The others in short", "".join(map(_short, pieces[1:])))
    loud = data.DRAWN if any(evidence.synthetic for evidence in pieces) else ""
    head = page.head(title, result.question(best), "", loud)
    rest = [shown, page.missing(missing), *sections[:-1], others, sections[-1]]
    return page.document(title, "\n".join([head, page.contents(_titles([compared, *rest])), compared, *rest]))


def _sections(evidence: Evidence, beside: bool = True) -> tuple[list[str], tuple[str, ...]]:
    """All sections of one run, and what is missing of it; beside: with the figures of others."""
    pictures, missing = _pictures(evidence)
    sections = [data.html(evidence, pictures), result.html(evidence, beside)]
    if evidence.predictions is not None:
        sections += [
            mistakes.matrix(evidence),
            mistakes.html(evidence, pictures),
            certainty.html(evidence),
            classes.html(evidence),
        ]
    sections += [*filter(None, [questions.html(evidence)]), limits.html(evidence), provenance.html(evidence)]
    return [*sections, glossary.html("".join(sections))], missing


def _pictures(evidence: Evidence) -> tuple[dict[int, str], tuple[str, ...]]:
    """Data URIs of all pictures that the sections show, by row, and what is missing."""
    if evidence.galaxies is None:
        return {}, evidence.missing
    rows = {example.row for example in data.examples(evidence) if example.row is not None}
    if evidence.predictions is not None:
        rows |= mistakes.rows(evidence.predictions)
    pictures = images.uris(evidence.galaxies, rows)
    return pictures, evidence.missing + ((NO_PICTURES,) if rows and not pictures else ())


def _short(evidence: Evidence) -> str:
    """A run in a fold: its finding, its scores, what it confuses most, how it was made."""
    score = measures.scored(evidence.line.measure(), evidence.line.score()) if evidence.line else "no scores"
    parts = [page.missing(evidence.missing), markup.sentences([result.finding(evidence)])]
    parts.append(markup.facts([(name, f"{value} on {n}") for name, value, n, _ in result.scores(evidence)]))
    if evidence.predictions is not None:
        parts.append(
            markup.bullets(
                mistakes.sentence(evidence, pair) for pair in mistakes.confusions(evidence.predictions)[:FOLDED]
            )
        )
    parts.append(markup.facts(provenance.facts(evidence)))
    return markup.fold(f"<b>{markup.text(evidence.title)}</b> {markup.text(score)}", "".join(parts))


def _titles(sections: list[str]) -> list[tuple[str, str]]:
    from html import unescape

    return [(name, unescape(title)) for section in sections for name, title in TITLES.findall(section)]


def _sets(pieces: list[Evidence]) -> list[str]:
    return list(dict.fromkeys(evidence.data for evidence in pieces))
