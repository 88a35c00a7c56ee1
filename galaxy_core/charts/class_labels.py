"""How classes are written: short names and glyphs of the data sets that have them, plain shapes for all others."""

from functools import lru_cache

from galaxy_core import datasets, plugins
from galaxy_core.charts.glyphs import ClassLabel, labels


@lru_cache(maxsize=64)
def class_labels(classes: tuple[str, ...]) -> tuple[ClassLabel, ...]:
    """Labels of these class names: those of the data set that has exactly these classes, else shapes in their order."""
    for name in plugins.names(datasets):
        module = datasets.plugin(name)
        if getattr(module, "CLASSES", None) == classes and getattr(module, "GLYPHS", None):
            return tuple(map(ClassLabel, classes, module.SHORT, module.GLYPHS))
    return tuple(labels(list(classes)))
