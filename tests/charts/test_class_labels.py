"""How classes are written."""

import pytest

from galaxy_core import datasets
from galaxy_core.charts import glyphs
from galaxy_core.charts.class_labels import class_labels


@pytest.mark.parametrize("name", [name for name in datasets.names() if hasattr(datasets.plugin(name), "CLASSES")])
def test_classes_of_a_named_data_set_have_its_short_names_and_glyphs(name: str):
    module = datasets.plugin(name)
    found = class_labels(module.CLASSES)
    assert [label.name for label in found] == list(module.CLASSES)
    assert [label.short for label in found] == list(module.SHORT)
    assert [label.glyph for label in found] == list(module.GLYPHS)
    assert all(glyphs.glyph(label.glyph).svg.startswith("<svg") for label in found)


def test_other_classes_have_shapes_in_their_order():
    found = class_labels(("ring", "<b>lens", "spiral"))
    assert [label.short for label in found] == ["ring", "<b>lens", "spiral"]
    assert [label.glyph for label in found] == ["shape-0", "shape-1", "shape-2"]


def test_the_same_classes_in_another_order_are_other_classes():
    other = tuple(reversed(datasets.plugin("sample").CLASSES))
    assert all(label.glyph.startswith("shape-") for label in class_labels(other))
