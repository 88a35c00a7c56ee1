"""The drawings of what PCA finds."""

import numpy as np
import pytest

from galaxy_core.charts import components
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.glyphs import glyph
from galaxy_core.datasets import sample

LABELS = class_labels(sample.CLASSES)


def test_the_scree_shows_each_and_all_together():
    each, together = components.scree(np.array([0.5, 0.3, 0.1])).data
    assert list(each.x) == [1, 2, 3] and list(each.y) == [0.5, 0.3, 0.1]
    assert list(together.y) == pytest.approx([0.5, 0.8, 0.9])


@pytest.mark.parametrize("dark", [True, False])
def test_every_image_is_one_point_of_its_class(dark: bool):
    random = np.random.default_rng(2)
    scores, labels = random.normal(size=(50, 2)), random.integers(0, 9, 50)  # nobody is of the last class
    traces = components.points(scores, labels, LABELS, dark).data
    assert sorted(at for trace in traces for at in trace.customdata) == list(range(50))
    for number, trace in enumerate(traces):
        places = np.asarray(trace.customdata, dtype=int)
        assert (labels[places] == number).all() and list(trace.x) == scores[places, 0].tolist()
        look = glyph(LABELS[number].glyph)
        assert trace.name == LABELS[number].short and trace.marker.color == (look.dark if dark else look.light)
    assert len({trace.marker.symbol for trace in traces}) == len(LABELS)  # told apart without colours, too
