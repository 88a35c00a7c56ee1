"""The drawings of what PCA finds."""

import numpy as np
import pytest

from galaxy_core.charts import components
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.glyphs import glyph
from galaxy_core.datasets import sample
from tests.charts.drawn import layers, sound

LABELS = class_labels(sample.CLASSES)


def test_the_scree_shows_each_and_all_together() -> None:
    chart = sound(components.scree(np.array([0.5, 0.3, 0.1])))
    rows = [(row["component"], row["of"], round(row["explained"], 9)) for row in chart.rows]
    assert rows[:3] == [(1, "each", 0.5), (2, "each", 0.3), (3, "each", 0.1)]
    assert rows[3:] == [(1, "cumulative", 0.5), (2, "cumulative", 0.8), (3, "cumulative", 0.9)]
    assert layers(chart, "bar") and layers(chart, "line")


@pytest.mark.parametrize("dark", [True, False])
def test_every_image_is_one_point_of_its_class(dark: bool) -> None:
    random = np.random.default_rng(2)
    scores, labels = random.normal(size=(50, 2)), random.integers(0, 9, 50)  # nobody is of the last class
    chart = sound(components.points(scores, labels, LABELS, dark))
    assert [row["place"] for row in chart.rows] == list(range(50))
    assert [(row["first"], row["second"]) for row in chart.rows] == [tuple(both) for both in scores.tolist()]
    assert [row["class"] for row in chart.rows] == [LABELS[label].short for label in labels]
    colours, shapes = (chart.spec["encoding"][name]["scale"] for name in ("color", "shape"))
    looks = [glyph(label.glyph) for label in LABELS]
    assert colours["range"] == [look.dark if dark else look.light for look in looks]
    assert colours["domain"] == shapes["domain"] == [label.short for label in LABELS]
    assert len(set(shapes["range"])) == len(LABELS), "told apart without colours, too"


def test_a_press_on_a_point_picks_it() -> None:
    chart = components.points(np.zeros((2, 2)), np.zeros(2, int), LABELS)
    assert {"name": components.PICKED, "select": {"type": "point", "fields": ["place"]}} in chart.spec["params"]
