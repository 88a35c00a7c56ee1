"""What can be chosen, for the help of a command."""

import importlib
import sys

import pytest

from galaxy_core import augmentations, models, plugins
from galaxy_core.augmentations import balancing
from galaxy_core.cli import catalogue
from galaxy_core.plugins import parameters


@pytest.mark.parametrize("package", [models, augmentations, balancing], ids=lambda package: package.__name__)
def test_every_plug_in_is_listed_with_its_parameters(package):
    lines = catalogue.listing(package, "what there is").splitlines()
    assert lines[0] == "what there is:"
    for head in plugins.heads(package):
        at = lines.index(f"  {head.name}: {head.sentence}")
        known = parameters.describe(plugins.load(package, head.name).Parameters)
        for one, line in zip(known, lines[at + 1 :], strict=False):
            assert line.startswith(f"    {one.name}={one.default}") and f": {one.description}" in line
    assert "    axes=both (horizontal, vertical, both): " in catalogue.listing(augmentations, "x")


def test_one_that_cannot_be_loaded_has_its_reason(tmp_path, monkeypatch):
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "__init__.py").write_text("")
    (tmp_path / "few" / "broken.py").write_text("raise RuntimeError('no luck')\n")
    monkeypatch.syspath_prepend(tmp_path)
    found = catalogue.listing(importlib.import_module("few"), "few")
    assert found == "few:\n  broken: “broken” can't be loaded: RuntimeError: no luck"
    del sys.modules["few"]
