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
    atomic.write(file, lambda aside: aside.write_bytes(document) and None)
    return file


def html(runs: list[Run]) -> str:
    """The report as text: of several runs the comparison, the best one in full, the others in short.

    Raises UsageError where no run is named, RunError for one that hasn't finished.
    """
    if not runs:
        raise UsageError("A report needs at least one run: name a finished one.")
    found = several.best_first(several.distinct([gather(run) for run in {run.name: run for run in runs}.values()]))
    return _single(found[0]) if len(found) == 1 else _comparison(found)


def _single(one: Evidence) -> str:
    title = f"How well “{one.title}” tells galaxies apart"
    sections, missing = _sections(one)
    loud = data.DRAWN if one.synthetic else ""
    head = page.head(title, result.question(one), result.finding(one), loud)
    body = [head, page.missing(missing), page.contents(_titles(sections)), *sections]
    return page.document(title, "\n".join(body))


def _comparison(found: list[Evidence]) -> str:
    best = found[0]
    title = f"{formatting.count(len(found), 'model')} side by side, on {formatting.listed(_sets(found))}"
    sections, missing = _sections(best, beside=sum(one.line is not None for one in found) < 2)
    compared = several.html(found)
    shown = f'<div class="divider"><h2>The best one in full</h2><p>{markup.text(best.title)}</p></div>'
    if best.line is not None:
        shown += markup.sentences([result.finding(best)], "finding")
    others = markup.section("others", "The others in short", "".join(map(_short, found[1:])))
    loud = data.DRAWN if any(one.synthetic for one in found) else ""
    head = page.head(title, result.question(best), "", loud)
    rest = [shown, page.missing(missing), *sections[:-1], others, sections[-1]]
    return page.document(title, "\n".join([head, page.contents(_titles([compared, *rest])), compared, *rest]))


def _sections(one: Evidence, beside: bool = True) -> tuple[list[str], tuple[str, ...]]:
    """All sections of one run, and what is missing of it; beside: with the figures of others."""
    pictures, missing = _pictures(one)
    sections = [data.html(one, pictures), result.html(one, beside)]
    if one.predictions is not None:
        sections += [mistakes.matrix(one), mistakes.html(one, pictures), certainty.html(one), classes.html(one)]
    sections += [limits.html(one), provenance.html(one)]
    return [*sections, glossary.html("".join(sections))], missing


def _pictures(one: Evidence) -> tuple[dict[int, str], tuple[str, ...]]:
    """Data URIs of all pictures that the sections show, by row, and what is missing."""
    if one.galaxies is None:
        return {}, one.missing
    rows = {example.row for example in data.examples(one)} - {None}
    if one.predictions is not None:
        rows |= mistakes.rows(one.predictions)
    pictures = images.uris(one.galaxies, rows)
    return pictures, one.missing + ((NO_PICTURES,) if rows and not pictures else ())


def _short(one: Evidence) -> str:
    """A run in a fold: its finding, its scores, what it confuses most, how it was made."""
    said = measures.scored(one.line.measure(), one.line.score()) if one.line else "no scores"
    parts = [page.missing(one.missing), markup.sentences([result.finding(one)])]
    parts.append(markup.facts([(name, f"{value} on {n}") for name, value, n, _ in result.scores(one)]))
    if one.predictions is not None:
        parts.append(
            markup.bullets(mistakes.sentence(one, pair) for pair in mistakes.confusions(one.predictions)[:FOLDED])
        )
    parts.append(markup.facts(provenance.facts(one)))
    return markup.fold(f"<b>{markup.text(one.title)}</b> {markup.text(said)}", "".join(parts))


def _titles(sections: list[str]) -> list[tuple[str, str]]:
    from html import unescape

    return [(name, unescape(title)) for section in sections for name, title in TITLES.findall(section)]


def _sets(found: list[Evidence]) -> list[str]:
    return list(dict.fromkeys(one.data for one in found))
