"""What the README promises: its commands, targets, variables, packages and links."""

import re
from pathlib import Path

import pytest

from galaxy_core import cli, plugins

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_command_is_there_and_every_one_there_is_named() -> None:
    named = set(re.findall(r"python -m galaxy_core (\w+)", README))
    assert named == set(plugins.names(cli))


def test_every_option_of_a_command_exists() -> None:
    for command, rest in re.findall(r"python -m galaxy_core (\w+)([^#\n]*)", README):
        text = (ROOT / "galaxy_core" / "cli" / f"{command}.py").read_text(encoding="utf-8")
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
