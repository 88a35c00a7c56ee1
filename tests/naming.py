"""Who names a plug-in: adding one is adding a file, so only plug-ins that are made of others may."""

import ast
from collections.abc import Iterator

from tests.sources import Source, core, product

# Names of plug-ins that are words of their own, too: without parameters they name nothing.
ORDINARY = {"none", "grey", "classes", "votes", "ensemble", "fill", "five", "ten", "bars"}
ALLOWED = {  # files that name plug-ins because nothing else will do
    "galaxy_core/prepare/thumbnails/__init__.py": {
        "crop",
        "resize",
    },  # the pictures of pages are a prepared set like others
    "galaxy_core/models/trees/description.py": {"crop", "resize"},  # the `steps` that models of trees have in common
    "galaxy_core/training/pretraining.py": {
        "sample_votes",
        "cnn",
        "rotation",
        "flips",
        "zoom",
        "shift",
        "brightness",
        "contrast",
        "noise",
    },  # the recipe of weights that are shipped, written out as those of presets are
    "galaxy_core/evaluation/exporting.py": {"majority"},  # a column of a table that scripts read
}


def plugins_named(sources: list[Source]) -> list[str]:
    """Texts that name a plug-in where none may be named: in a sibling, in the base of any kind, in a page or chart, and
    everywhere else in the core that isn't a plug-in itself, which is made of others."""
    kinds = _plugins(sources)
    every = {name for names in kinds.values() for name in names}
    faults = []
    for source in (source for source in product(sources) if source.module[0] != "benchmarks"):
        siblings = kinds.get(source.module[:-1], set())
        named = siblings - {source.module[-1]} if source.module[-1] in siblings else every
        found = {name for text in _texts(source) if (name := _named(text, named))}
        faults += [f"{source.path} names {name}" for name in sorted(found - ALLOWED.get(source.path.as_posix(), set()))]
    return faults


def _plugins(sources: list[Source]) -> dict[tuple[str, ...], set[str]]:
    """The plug-ins there are, by the package that they lie in: files with a TITLE, but for commands."""
    found: dict[tuple[str, ...], set[str]] = {}
    for source in core(sources):
        assigned = {
            ast.unparse(target) for node in source.tree.body if isinstance(node, ast.Assign) for target in node.targets
        }
        if {"TITLE", "SENTENCE"} <= assigned and source.module[1] != "cli":
            found.setdefault(source.module[:-1], set()).add(source.module[-1])
    return found


def _texts(source: Source) -> Iterator[str]:
    """All texts of a file but for docstrings and __all__."""
    skipped = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            skipped |= {id(inner) for inner in ast.walk(node.value)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value


def _named(text: str, names: set[str]) -> str | None:
    """The plug-in that a text is the name of, or a choice of with parameters, as “crop:fraction=0.6” is."""
    name, colon, rest = text.partition(":")
    return name if name in names and (not colon or "=" in rest) and (colon or name not in ORDINARY) else None
