"""The Python files of a checkout as syntax trees: what checks of the house rules read."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TYPES = "TYPE_CHECKING"
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Source:
    """One Python file of a checkout: its path below the root, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def module(self) -> tuple[str, ...]:
        """("galaxy_core", "models", "cnn"); a package's ends in "__init__"."""
        return self.path.with_suffix("").parts

    @property
    def subject(self) -> str:
        """What a test file and its module are both called by: test_cnn.py and cnn.py, 1_Explore.py and explore.

        A package's __init__ goes by the name of its folder, a __main__ by `main`.
        """
        own = self.path.parent if self.path.stem == "__init__" else self.path
        return own.stem.lower().removeprefix("test_").lstrip("0123456789_").rstrip("_")

    def imports(self, at_import_time: bool = False, types: bool = True) -> Iterator[str]:
        """Absolute dotted names of what it imports; those inside functions too, unless `at_import_time`, and those that
        only a type checker follows, if `types`."""
        for node in _walk(self.tree, at_import_time, types and not at_import_time):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = ".".join(self.module[: -node.level]) if node.level else ""
                base = ".".join(filter(None, (above, node.module)))
                yield from (f"{base}.{name.name}" for name in node.names)

    def spawns(self) -> Iterator[str]:
        """Dotted names of our modules that stand in its texts, such as in a list for `python -m`; not in docstrings.

        Of a name that is put together from parts only the beginning can be read: "galaxy_core.cli" of
        f"galaxy_core.cli.{name}", "galaxy_core." of f"galaxy_core.{stage}".
        """
        docstrings = {id(node.value) for node in ast.walk(self.tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield from re.findall(r"(?<![\w/])galaxy_core\.[\w.]*", node.value)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Its functions and methods; functions inside functions are part of them."""
        yield from (node for node in _walk(self.tree, True) if isinstance(node, FUNCTION))


def _walk(node: ast.AST, skip: bool, types: bool = False) -> Iterator[ast.AST]:
    """All nodes below one; with `skip`, not those inside functions; without `types`, not in `if TYPE_CHECKING`."""
    for child in ast.iter_child_nodes(node):
        yield child
        is_for_types = isinstance(child, ast.If) and ast.unparse(child.test) == TYPES
        if not (skip and isinstance(child, FUNCTION)) and (types or not is_for_types):
            yield from _walk(child, skip, types)


def read(root: Path) -> list[Source]:
    """All Python files below a root, but for folders whose name begins with a dot."""
    found = []
    for path in sorted(root.rglob("*.py")):
        below = path.relative_to(root)
        if not any(part.startswith(".") for part in below.parts):
            text = path.read_text(encoding="utf-8")
            found.append(Source(below, text, ast.parse(text)))
    return found


def core(sources: list[Source]) -> list[Source]:
    """Those of galaxy_core."""
    return [source for source in sources if source.module[0] == "galaxy_core"]


def product(sources: list[Source]) -> list[Source]:
    """Those that aren't tests."""
    return [source for source in sources if source.module[0] != "tests"]


def roots(names: Iterator[str]) -> set[str]:
    """The top-level packages of dotted names."""
    return {name.split(".")[0] for name in names}
