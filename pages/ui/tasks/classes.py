"""Parts of pages for galaxies that belong to classes."""

from functools import partial

import streamlit as st

from galaxy_core.charts import class_heat, formatting
from galaxy_core.charts import labelling as label_charts
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import Predictions, classwise, labelling, mistakes, stored
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import Run
from pages.ui import (
    certainty,
    charts,
    class_scores,
    classify,
    download,
    galaxy_dialog,
    gallery,
    inspect_run,
    picked_cell,
    picked_images,
    run_charts,
    text,
    two_runs,
)

ROWS = 12  # of the table of classes
TIES = 3  # classes that are as hard as another, by name


def hardest(best: RunScore, galaxies: Galaxies) -> None:
    """The class that the best run recognises least often, and four of its mistakes."""
    found = classwise.hardest(best.run)
    if found is None:
        return
    names, instead = best.run.target_names, ""
    if found.instead is not None:
        name = names[found.instead]
        kind = formatting.as_galaxy(name, "one" if found.taken == 1 else "ones")
        instead = f", and took {found.taken} for {formatting.with_article(kind) if found.taken == 1 else kind}"
    galaxies_of = formatting.as_galaxy(names[found.label], "galaxy" if found.n == 1 else "galaxies")
    alike = f" {_ties([names[label].lower() for label in found.ties])}" if found.ties else ""
    text.sentence(f"Of {found.n} **{galaxies_of}** it recognised {found.right or 'none'}{instead}.{alike}")
    predictions = Predictions.of(stored.predictions(best.run))
    wrong = mistakes(predictions, true=found.label)[:4]
    pictures = thumbnails.pick(galaxies, predictions.rows[wrong]) if stored.shows(best.run, galaxies) else None
    if pictures is not None and len(pictures):
        rows = predictions.rows[wrong]
        cards = [gallery.Card((), name=galaxy_dialog.named(galaxies, row)) for row in rows.tolist()]
        pressed = gallery.gallery(list(pictures), cards, "hardest", gallery.Grid(4, 56, "Mistakes"))
        galaxy_dialog.large_view(galaxy_dialog.Origin(galaxies, rows, best.run), pressed)
    st.page_link(
        "pages/5_Inspect.py", label="See its mistakes", query_params={"run": best.run.name, "true": str(found.label)}
    )


def compare(shown: list[RunScore], lines: list[RunScore]) -> None:
    """How well each run knows each class, and how many labels it takes."""
    _classes(shown)
    _labels_needed(lines)


def answer(run: Run) -> None:
    """A galaxy, and what the model thinks of it."""
    classify.section(run)


def inspect(run: Run, other: Run | None, part: str, galaxies: Galaxies | None) -> None:
    """The confusion matrix with its images, scores by class, and how far its certainty can be believed."""
    predictions = Predictions.of(stored.predictions(run, part))
    if other:
        two_runs.section(run, other, part, galaxies)
    sides = inspect_run.sides(run, other, part, predictions)
    picked_images.matrix_and_images(sides, galaxies)
    labels = class_labels(predictions.classes)
    for side, key in zip(sides, ("curves", "curves-b"), strict=False):
        class_scores.section(side.predictions, labels, key, partial(picked_cell.pick, side.run), side.mark)
    certainty.section(run, part, predictions, sides[0].mark)


def _classes(lines: list[RunScore]) -> None:
    """F1 of each class by each of the best runs; nothing where there is none."""
    alike = run_charts.comparable(lines)
    table = classwise.f1(alike, ROWS)
    if table is None:
        return
    labels = class_labels(table.classes)
    st.subheader("F1 by class", anchor=False)
    text.sentence(_hardest(table, [label.name for label in labels]))
    st.html(class_heat.class_heat(table, labels))
    more = f" The best {ROWS} of {formatting.count(len(alike), 'run')}." if len(alike) > ROWS else ""
    text.caption(f"{class_heat.WHAT}; a ring round the best of a class.{more}{run_charts.left_out(lines, alike)}")
    download.pictures(class_heat.picture(table, labels), class_heat.WHAT, "classes")


def _labels_needed(lines: list[RunScore]) -> None:
    """The score by the number of labelled images, where runs were told only so many."""
    found = labelling.points([line.run for line in lines])
    if len({point.labels for point in found}) < 2:
        return
    st.subheader("Scores by labelled images: how many do I have to label?", anchor=False)
    charts.draw(label_charts.chart(found), "Balanced accuracy by labelled images", "labels")
    text.caption(
        f"Balanced accuracy on {formatting.count(found[0].n, 'test image')} by labelled images of each class: mean "
        "and 95 % interval over seeds, each of which labels other images."
    )


def _ties(names: list[str]) -> str:
    """Further classes that are as hard as the one that is shown; of many only how many they are."""
    if len(names) > TIES:
        return f"{formatting.small(len(names)).capitalize()} other classes are as hard."
    return f"As hard: {formatting.listed(names)}."


def _equally_hard(table: classwise.ClassTable, names: list[str]) -> str:
    """Several classes with the same lowest F1, which is mostly 0."""
    row = table.best(table.hardest[0])
    bold = formatting.listed([f"**{name}**" for name in names])
    if row is None:
        return f"{bold} are the hardest classes: none of these runs recognises any of their validation images."
    top = table.scores[row][table.hardest[0]]
    return (
        f"{bold} are the hardest classes: the best here reach an F1 of {formatting.percent(top.value if top else 0)}."
    )


def _hardest(table: classwise.ClassTable, names: list[str]) -> str:
    if not table.hardest:
        return "None of the classes has test images."
    if table.hardest[1:]:
        return _equally_hard(table, [text.literal(names[label]) for label in table.hardest])
    (label,) = table.hardest
    row, n = table.best(label), formatting.count(table.images[label], "test image")
    first = f"**{text.literal(names[label])}** is the hardest class:"
    if row is None:
        return f"{first} none of these runs recognises any of its validation images."
    top, line = table.scores[row][label], table.lines[row]
    who = text.literal(line.title) if len(table.lines) == 1 else f"the best here, {text.literal(line.title)},"
    return f"{first} {who} reaches an F1 of {formatting.scored(top)} on its {n}."
