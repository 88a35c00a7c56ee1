"""The locks that `make` installs from: exact, whole for every Python and system, within the lower bounds,
without an address."""

import re
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
SYSTEMS = [
    {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": system}
    for python, system in product(("3.11", "3.12", "3.13"), ("linux", "darwin"))
]


def _lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-r "))]


def _pins(name: str, system: dict[str, str]) -> dict[str, str]:
    """The version of each package that a lock installs on a system, by the package's name."""
    pins = {}
    for pin in map(Requirement, _lines(name)):
        assert pin.marker is None or pin.name not in pins or not pin.marker.evaluate(system), f"{pin.name} stands twice"
        if pin.marker is None or pin.marker.evaluate(system):
            pins[pin.name] = str(pin.specifier).removeprefix("==")
    return pins


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_exact_versions_and_no_address(lock: str) -> None:
    assert [line for line in _lines(lock) if not re.fullmatch(r"[\w.-]+==[\w.]+( ; [^#]+)?", line)] == []
    assert not re.search(r"https?:|file:|--|/", (ROOT / lock).read_text(encoding="utf-8"))


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: f"{system['python_version']}-{system['sys_platform']}")
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_its_requirements_everywhere(lock: str, system: dict[str, str]) -> None:
    pins = _pins(lock, system)
    for requirement in map(Requirement, _lines(lock.replace(".lock", ".txt"))):
        assert requirement.name in pins, f"{requirement.name} isn't locked: make lock"
        assert pins[requirement.name] in requirement.specifier, f"{requirement} was raised since: make lock"


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: f"{system['python_version']}-{system['sys_platform']}")
def test_tests_run_on_what_the_app_runs_on(system: dict[str, str]) -> None:
    assert _pins(LOCKS[0], system).items() <= _pins(LOCKS[1], system).items()
