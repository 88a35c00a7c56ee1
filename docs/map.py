"""The map of the files: `make map` writes docs/map.md from the first sentence of each file;
`make map ARGS=--all` prints all.

The stored map names the rooms of plug-ins (docs/adding.md) and not what is in them, nor the tests, which mirror the
modules: adding a plug-in and its test changes nothing here.
"""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = """# The map

Each file of the program by its own first sentence, made by `make map` and checked by a test. Rooms of plug-ins
([adding.md](adding.md)) are named without what is in them, and `tests/` mirrors `galaxy_core/` and `pages/`;
`make map ARGS=--all` prints those, too. Which stage may import which says [architecture.md](architecture.md).
"""


def rooms(root: Path = ROOT) -> set[str]:
    """The folders in which each file is a plug-in, as docs/adding.md has them: {"pages", "galaxy_core/models", …}."""
    text = (root / "docs" / "adding.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| [^|]+ \| `([\w/]+)/(?:NAME|N_Name)\.py`", text, re.MULTILINE))


def sentence(path: Path) -> str:
    """The first sentence of a Python file's docstring on one line, or "" where it has none."""
    paragraph = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n\n")[0]
    return re.split(r"(?<=[.?])\s", " ".join(paragraph.split()), maxsplit=1)[0]


def folders(root: Path, everything: bool) -> dict[Path, list[Path]]:
    """The folders that the map names and the files it names in each; the folder's own `__init__` first."""
    hidden = set() if everything else {root / room for room in rooms(root)}
    named: dict[Path, list[Path]] = {root: [root / "app.py"]} | {room: [] for room in hidden}
    for top in ("galaxy_core", "pages", "benchmarks", "docs", *["tests"] * everything):
        for path in (root / top).rglob("*.py"):
            if path.read_bytes().strip() and (path.name == "__init__.py" or path.parent not in hidden):
                named.setdefault(path.parent, []).append(path)
    return {
        folder: sorted(named[folder], key=lambda path: (path.name != "__init__.py", path.name))
        for folder in sorted(named)
    }


def lines(root: Path = ROOT, everything: bool = False) -> Iterator[str]:
    """The map, line by line: a heading for each folder, and a line for each file in it."""
    yield from HEAD.splitlines()
    for folder, paths in folders(root, everything).items():
        name = folder.relative_to(root).as_posix()
        yield from ("", f"## {name}/" if folder != root else "## The app", "")
        yield from (f"- `{path.name}`: {sentence(path)}".removesuffix(": ") for path in paths)
        if name in rooms(root) and not everything:
            yield "- `NAME.py`: one file each." if name != "pages" else "- `N_Name.py`: one file a page."


def main() -> None:
    """Writes docs/map.md, or prints the map of every file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="print a line for every file, plug-ins and tests too")
    if parser.parse_args().all:
        print("\n".join(lines(everything=True)))
    else:
        text = "\n".join(lines()) + "\n"
        (ROOT / "docs" / "map.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
