"""Class by class."""

from collections.abc import Callable

import numpy as np

from galaxy_core import datasets
from galaxy_core.charts import formatting
from galaxy_core.evaluation import per_class
from galaxy_core.report import classes
from galaxy_core.report.evidence import gather


def test_a_line_for_each_class_in_words(make: Callable, read: Callable) -> None:
    found = gather(make(0.6))
    rows, scores = classes.rows(found), per_class(found.predictions)
    assert [row[0] for row in rows] == list(found.classes)
    for row, score in zip(rows, scores, strict=True):
        assert row[1:3] == (str(score.n), str(score.predicted_n)) and len(row) == len(classes.HEAD)
        assert row[3] == formatting.score(score.recall.value, score.recall.low, score.recall.high)
    text = read(classes.html(found)).text("classes")
    assert all(row[3].replace(" ", "\u00a0", 1).split("\u00a0")[0] in text for row in rows)


def test_a_class_that_is_never_named_has_no_precision(make: Callable) -> None:
    labels = np.arange(60) % 2  # of the ten classes only two occur, and are named
    found = gather(make(1.0, dataset="galaxy10_decals", labels=labels, classes=datasets.plugin("sample").CLASSES))
    rows = classes.rows(found)
    assert rows[5] == ("Barred Spiral", "0", "0", formatting.MISSING, formatting.MISSING, formatting.MISSING)
    assert rows[0][4].startswith("100.0 %")
