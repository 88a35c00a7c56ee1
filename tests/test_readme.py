"""What the README promises: its tree against the checkout, its commands, targets, variables, packages and links."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from galaxy_core import plugins, shell

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TREE = README.split("## The tree")[1].split("```")[1].strip("\n")


def tree_paths(text: str) -> set[str]:
    """The files that a tree names: two spaces a level, folders end in a slash, `a.py .js` are a.py and a.js."""
    above, found = [], set()
    for line in text.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        first, *suffixes = re.split(r"\s{2,}", line.strip())[0].split()
        above = [*above[:depth], first.rstrip("/")]
        path = "/".join(above)
        if first.endswith("/"):
            found.add(f"{path}/__init__.py")
        else:
            found |= {path, *(f"{path.removesuffix('.py')}{suffix}" for suffix in suffixes)}
    return found


def sources() -> set[str]:
    """The source files of the product that git knows, or that lie there where git doesn't."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.splitlines() or [str(path.relative_to(ROOT)) for path in ROOT.rglob("*.*")]
    folders = ("galaxy_core/", "pages/", "benchmarks/")
    wanted = [name for name in names if name == "app.py" or name.startswith(folders)]
    return {name for name in wanted if name.endswith((".py", ".js", ".css")) and (ROOT / name).exists()}


def line_for(name: str) -> str:
    """A line for the tree, ready to be pasted."""
    text = (ROOT / name).read_text(encoding="utf-8")
    first = (ast.get_docstring(ast.parse(text)) or "").split("\n")[0] if name.endswith(".py") else ""
    return f"{name}  {first}"


def test_the_tree_has_a_line_for_every_source_file() -> None:
    missing = sources() - tree_paths(TREE)
    assert not missing, "add to README.md:\n" + "\n".join(line_for(name) for name in sorted(missing))


def test_every_path_of_the_tree_exists_and_says_what_it_is() -> None:
    optional = {f"{folder}/__init__.py" for folder in ("pages", "benchmarks")}
    assert [path for path in sorted(tree_paths(TREE) - optional) if not (ROOT / path).exists()] == []
    bare = [line for line in TREE.splitlines() if len(re.split(r"\s{2,}", line.strip())) < 2]
    assert [line for line in bare if line not in ("pages/", "benchmarks/")] == []


def test_a_tree_is_read_as_it_is_meant() -> None:
    text = "app.py      home\npages/\n  ui/        parts\n    a.py .js  a part\n  b.py       a page"
    found = tree_paths(text)
    assert found == {
        "app.py",
        "pages/__init__.py",
        "pages/ui/__init__.py",
        "pages/ui/a.py",
        "pages/ui/a.js",
        "pages/b.py",
    }


def test_every_command_is_there_and_every_one_there_is_named() -> None:
    named = set(re.findall(r"python -m galaxy_core (\w+)", README))
    assert named == set(plugins.names(shell))


def test_every_option_of_a_command_exists() -> None:
    for command, rest in re.findall(r"python -m galaxy_core (\w+)([^#\n]*)", README):
        text = (ROOT / "galaxy_core" / "shell" / f"{command}.py").read_text(encoding="utf-8")
        assert all(f'"{option}"' in text for option in re.findall(r"--\w+", rest)), command


def test_every_make_target_exists_and_is_named() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE)) - {"help"}
    assert set(re.findall(r"\bmake ([a-z-]+)\b", README.replace("make alone", ""))) == targets


def test_every_environment_variable_is_named_and_read() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "galaxy_core").rglob("*.py"))
    read = set(re.findall(r'environ\.get\("(GALAXY_[A-Z]+)"', code))
    assert set(re.findall(r"\| `(GALAXY_[A-Z]+)` \|", README)) == read


@pytest.mark.parametrize(("file", "sign"), [("requirements.txt", "|"), ("requirements-dev.txt", "besides")])
def test_every_package_has_its_reason(file: str, sign: str) -> None:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    required = {re.match(r"[\w-]+", line).group() for line in lines if re.match(r"\w", line)}
    if sign == "|":
        assert (
            set(re.findall(r"^\| `([\w-]+)` \| \w", README.split("## What it is built on")[1], re.MULTILINE))
            == required
        )
    else:
        assert required == set(re.findall(r"`([\w-]+)`", README.split("For tests besides:")[1].split("\n\n")[0]))


def test_every_link_and_path_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    paths = re.findall(r"`((?:galaxy_core|pages|tests|docs|assets|static|\.ci|\.streamlit)/[^`]*)`", README)
    named = [path for path in [*links, *paths] if "NAME" not in path and "N_Name" not in path and "_name" not in path]
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_documents_that_it_names_are_there() -> None:
    for name in ("LICENSE", "CHANGELOG.md", "docs/experiments.md", "requirements.txt", ".ci/run"):
        assert (ROOT / name).stat().st_size > 100
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
