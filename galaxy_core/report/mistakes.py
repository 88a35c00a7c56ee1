"""What it takes for what: the confusion matrix, and its mistakes as pictures."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.charts import formatting
from galaxy_core.charts.matrix import Cell, matrix_cells
from galaxy_core.charts.sky import viewer
from galaxy_core.evaluation import Predictions, confused_pairs, mistakes
from galaxy_core.report import images, markup
from galaxy_core.report.evidence import Evidence
from galaxy_core.report.images import picture

FIRST, EACH = 6, 4  # the most frequent confusions, and pictures of each
REST_EACH, MOST = 3, 240  # pictures of each other one, and of all together
CLASSES = 40  # in a matrix; a larger one could be read on no page


@dataclass(frozen=True, eq=False)
class Confusion:
    """Images of class `true` that it `called` another: `count` of `of`;
    `positions` of the surest in the predictions."""

    true: int
    called: int
    count: int
    of: int
    positions: np.ndarray


def confusions(predictions: Predictions) -> list[Confusion]:
    """All that occur, the most frequent first, with up to EACH or REST_EACH of their images; of at most MOST in all."""
    listed, to_come = [], MOST
    for number, (true, called, count, of) in enumerate(confused_pairs(predictions)):
        most = min(to_come, EACH if number < FIRST else REST_EACH)
        positions = mistakes(predictions, true, called)[:most]
        to_come -= len(positions)
        listed.append(Confusion(true, called, count, of, positions))
    return listed


def sentence(evidence: Evidence, confusion: Confusion) -> str:
    """ "Cigar Shaped Smooth is taken for Round Smooth in 12 of 33 test images (36 %)"."""
    true, called = evidence.classes[confusion.true], evidence.classes[confusion.called]
    share = formatting.share(confusion.count / confusion.of)
    return (
        f"{true} is taken for {called} in {confusion.count:,} of {formatting.count(confusion.of, 'test image')} "
        f"({share})"
    )


def rows(predictions: Predictions) -> set[int]:
    """Rows of the data set whose pictures are shown."""
    return {int(row) for confusion in confusions(predictions) for row in predictions.rows[confusion.positions]}


def matrix(evidence: Evidence) -> str:
    """The section with the matrix; a cell leads to the pictures of its images."""
    k = len(evidence.classes)
    lead = (
        "A row for each class in truth, a column for each class that it names. In a cell: the share of the row, and "
        "how many test images that is. Blue is right, on the diagonal; orange is wrong, and leads to the pictures."
    )
    if k > CLASSES:
        reason = (
            f"A matrix of {formatting.count(k, 'class', 'classes')} fits on no page; the confusions are listed below."
        )
        return markup.section("matrix", "Confusion matrix", markup.sentences([reason]))
    cells = matrix_cells(evidence.answers.confusion, "share", list(evidence.classes))
    corner = '<td class="corner">in truth ↓ it says →</td>'
    heads = "".join(f'<th scope="col"><div>{markup.named(label, short=True)}</div></th>' for label in evidence.labels)
    body = "".join(
        f'<tr><th scope="row">{markup.named(evidence.labels[true], short=True)}</th>'
        f"{''.join(_cell(cell, true, called) for called, cell in enumerate(row))}</tr>"
        for true, row in enumerate(cells)
    )
    table = f'<table class="matrix"><thead><tr>{corner}{heads}</tr></thead><tbody>{body}</tbody></table>'
    box = f'<div class="box" role="region" tabindex="0" aria-label="Confusion matrix">{table}</div>'
    return markup.section("matrix", "Confusion matrix", markup.sentences([lead]) + box)


def html(evidence: Evidence, pictures: dict[int, str]) -> str:
    """The section with the mistakes; `pictures` are data URIs by row."""
    pairs = confusions(evidence.answers)
    wrong, n = int((~evidence.answers.right).sum()), evidence.answers.n
    if not pairs:
        return markup.section("mistakes", "Typical mistakes", markup.sentences(["None: it made no mistake here."]))
    lead = f"{formatting.count(wrong, 'mistake')} in {formatting.count(n, 'test image')}. The most frequent confusions"
    lead += ", each with the images it was surest of." if pictures else "."
    lead += f" {images.part_shown(evidence.galaxies, evidence.result)}" if pictures else ""
    first = "".join(_figure(evidence, pair, pictures, True) for pair in pairs[:FIRST])
    rest = "".join(_figure(evidence, pair, pictures, False) for pair in pairs[FIRST:])
    more = (
        markup.fold(f"All other confusions ({len(pairs) - FIRST})", f'<div class="rest">{rest}</div>') if rest else ""
    )
    return markup.section("mistakes", "Typical mistakes", markup.sentences([lead]) + first + more)


def _cell(cell: Cell, true: int, called: int) -> str:
    if cell.kind == "none":
        return f'<td class="none" title="{markup.text(cell.label)}">{cell.text}</td>'
    colours = f"background:var(--gx-{cell.kind}-{cell.level});color:var(--gx-{cell.kind}-ink-{cell.level})"
    inside = f"{markup.text(cell.text)}<small>{cell.n:,}</small>"
    if cell.kind == "wrong":
        inside = f'<a href="#taken-{true}-{called}">{inside}</a>'
    return f'<td style="{colours}" title="{markup.text(cell.label)}">{inside}</td>'


def _figure(evidence: Evidence, confusion: Confusion, pictures: dict[int, str], whole: bool) -> str:
    """The pictures of a confusion under its sentence; whole: truth and answer stand under each of them too."""
    shown = "".join(_shown(evidence, position, pictures, whole) for position in confusion.positions)
    images = f'<ul class="pictures">{shown}</ul>' if shown else ""
    caption = f"<figcaption>{markup.text(sentence(evidence, confusion))}</figcaption>"
    return f'<figure id="taken-{confusion.true}-{confusion.called}">{caption}{images}</figure>'


def _shown(evidence: Evidence, position: int, pictures: dict[int, str], whole: bool) -> str:
    """One picture with truth, what it said and how sure it was, and where it lies on the sky."""
    predictions = evidence.answers
    row = int(predictions.rows[position])
    if row not in pictures:
        return ""
    truth, named = (
        markup.text(evidence.labels[each[position]].short) for each in (predictions.labels, predictions.predicted)
    )
    sure = markup.text(formatting.share(float(predictions.confidence[position])))
    image = picture(pictures[row], f"a galaxy that is {truth} and was called {named}")
    galaxies = None if evidence.synthetic else evidence.galaxies
    if galaxies is not None and (place := viewer(galaxies, row)):
        says = f"Image no. {row:,}: open in the Legacy Surveys viewer"
        image = f'<a href="{markup.text(place)}" title="{says}">{image}</a>'
    both = f"<b>is</b> {truth}<br><b>called</b> {named}<br>" if whole else ""
    return f'<li title="Image no. {row:,}">{image}<small>{both}{sure} sure</small></li>'
