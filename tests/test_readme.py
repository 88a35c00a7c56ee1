"""What the README and the documents promise: their commands, targets, variables, packages, stages and links."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from galaxy_core import cli, plugins
from tests.test_layers import STAGES

ROOT = Path(__file__).parents[1]
DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")
}
DOCUMENTS["README.md"] = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = "\n".join(DOCUMENTS.values())
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_readme_is_short() -> None:
    assert len(DOCUMENTS["README.md"].encode()) <= 8000


def test_the_readme_leads_to_every_document() -> None:
    assert {f"({name})" for name in DOCUMENTS if name != "README.md"} <= set(
        re.findall(r"\([^)]+\)", DOCUMENTS["README.md"])
    )


def test_every_command_that_is_named_is_there() -> None:
    named = set(re.findall(r"python -m galaxy_core ([a-z]+)", TEXTS))
    assert named <= set(plugins.names(cli))
    assert len(named) > 15


def test_every_option_of_a_command_exists() -> None:
    for command, rest in re.findall(r"python -m galaxy_core ([a-z]+)([^#\n]*)", TEXTS):
        text = (ROOT / "galaxy_core" / "cli" / f"{command}.py").read_text(encoding="utf-8")
        assert all(f'"{option}"' in text for option in re.findall(r"--[\w-]+", rest)), command


def test_every_make_target_exists_and_is_named() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE)) - {"help"}
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)\b", TEXTS, re.MULTILINE)) == targets


def test_every_environment_variable_is_named_and_read() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "galaxy_core").rglob("*.py"))
    read = set(re.findall(r'(?:environ\.get|_folder)\("(GALAXY_[A-Z]+)"', code))
    assert set(re.findall(r"\| `(GALAXY_[A-Z]+)` \|", TEXTS)) == read


def test_every_package_has_its_reason() -> None:
    built_on = DOCUMENTS["docs/architecture.md"].split("## What it is built on")[1]
    assert set(re.findall(r"^\| `([\w-]+)` \| \w", built_on, re.MULTILINE)) == _required("requirements.txt")
    for_tests = built_on.split("For tests besides:")[1].split("\n\n")[0]
    assert set(re.findall(r"`([\w-]+)`", for_tests)) == _required("requirements-dev.txt")


def _required(file: str) -> set[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return {re.match(r"[\w-]+", line).group() for line in lines if re.match(r"\w", line)}


def test_the_stages_are_told_in_their_order() -> None:
    table = DOCUMENTS["docs/architecture.md"].split("| Stage |")[1].split("\n\n")[0]
    told = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in table.splitlines() if line.startswith("| `")]
    numbers = [{STAGES[name] for name in names} for names in told]
    assert {name for names in told for name in names} == set(STAGES) - {"__main__"}
    assert all(max(earlier) < min(later) for earlier, later in pairwise(numbers))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_and_path_leads_somewhere(name: str) -> None:
    text, folder = DOCUMENTS[name], (ROOT / name).parent
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if not link.startswith("http")]
    paths = re.findall(r"`((?:galaxy_core|pages|tests|docs|assets|static|\.ci|\.streamlit)/[^`]*)`", text)
    named = [path for path in paths if not re.search("NAME|N_Name|_name", path)]
    assert [link for link in links if not (folder / link).exists()] == []
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_module_that_is_run_is_there(name: str) -> None:
    for module in re.findall(r"\b((?:benchmarks|galaxy_core)\.\w+)`", DOCUMENTS[name]):
        place = ROOT / module.replace(".", "/")
        assert place.is_dir() or place.with_suffix(".py").is_file(), module


def test_what_it_rests_on_is_there() -> None:
    for name in ("LICENSE", "CHANGELOG.md", "docs/experiments.md", "requirements.txt", "requirements.lock", ".ci/run"):
        assert (ROOT / name).stat().st_size > 100
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
