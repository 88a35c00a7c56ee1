"""How classes are written: short names and glyphs of the data sets that have them, plain shapes for all others."""

from functools import lru_cache

from galaxy_core import datasets, plugins
from galaxy_core.charts.glyphs import ClassLabel, labels
from galaxy_core.datasets import rules


@lru_cache(maxsize=64)
def class_labels(classes: tuple[str, ...]) -> tuple[ClassLabel, ...]:
    """Labels of these class names: those of the data set that has exactly these classes, else shapes in their order."""
    rooms = (datasets.plugin, plugins.names(datasets)), (rules.rule, rules.names())
    for module in (load(name) for load, names in rooms for name in names):
        if getattr(module, "CLASSES", None) == classes and getattr(module, "GLYPHS", None):
            return tuple(map(ClassLabel, classes, module.SHORT, module.GLYPHS))
    return tuple(labels(list(classes)))
