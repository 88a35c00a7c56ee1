"""Plug-ins are found by their files; one that can't be loaded stays in the menu with its reason."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from galaxy_core import UsageError, augmentations, datasets, models, plugins, prepare
from galaxy_core.augmentations import balancing

GOOD = 'TITLE = "Good"\nSENTENCE = "It is good."\nORDER = 1\n'
FILES = {
    "good.py": GOOD,
    "another.py": GOOD.replace("ORDER = 1", ""),
    "first.py": GOOD.replace("ORDER = 1", "ORDER = 0"),
    "lacks.py": "import no_such_module_anywhere\n",
    "raises.py": "raise RuntimeError('no luck')\n",
    "unfinished.py": "def f(:\n",
    "headless.py": "x = 1\n",
    "leaves.py": "raise SystemExit(3)\n",
    "wordy.py": GOOD.replace("ORDER = 1", "ORDER = 'last'"),
    "support/__init__.py": "",
    "notes.txt": "",
}
BROKEN = {
    "lacks": "ModuleNotFoundError: No module named 'no_such_module_anywhere'",
    "raises": "RuntimeError: no luck",
    "unfinished": "SyntaxError",
    "headless": "TITLE",
    "leaves": "SystemExit: 3",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A package of good and broken plug-ins."""
    for name, text in FILES.items():
        path = tmp_path / "things" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "things" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("things")
    for name in [name for name in sys.modules if name.split(".")[0] == "things"]:
        del sys.modules[name]


def test_files_are_plug_ins_in_their_order_and_folders_are_not(package: ModuleType) -> None:
    assert plugins.names(package) == (
        "first", "good", "another", "headless", "lacks", "leaves", "raises", "unfinished", "wordy",
    )  # fmt: skip
    assert plugins.load(package, "good").TITLE == "Good"


def test_a_broken_one_stays_in_the_menu_with_its_reason(package: ModuleType) -> None:
    heads = {head.name: head for head in plugins.heads(package)}
    assert set(heads) == set(plugins.names(package))
    assert heads["good"] == plugins.Head("good", "Good", "It is good.")
    for name, reason in BROKEN.items():
        assert reason in heads[name].reason
        assert heads[name].title == name


@pytest.mark.parametrize("name", ["lacks", "raises", "unfinished"])
def test_asked_for_it_says_why_it_cannot_be_loaded(package: ModuleType, name: str) -> None:
    with pytest.raises(UsageError, match=f"“{name}” can't be loaded: .*{BROKEN[name].split(':')[0]}"):
        plugins.load(package, name)


@pytest.mark.parametrize("name", ["nothing", "", "support", "good.TITLE", "../good", "__init__"])
def test_an_unknown_name_gets_the_known_ones(package: ModuleType, name: str) -> None:
    with pytest.raises(UsageError, match="is not one of the things: choose first, good"):
        plugins.load(package, name)


@pytest.mark.parametrize("kind", [datasets, prepare, augmentations, balancing, models], ids=lambda kind: kind.__name__)
def test_every_plug_in_that_is_here_has_a_head(kind: ModuleType) -> None:
    heads = plugins.heads(kind)
    assert heads
    for head in heads:
        assert head.reason is None, head.reason
        assert head.title
        assert head.sentence.endswith(".")
    assert len({head.title for head in heads}) == len(heads)


def test_a_broken_data_set_breaks_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "aaa_broken.py").write_text("raise RuntimeError('no luck')\n")
    monkeypatch.setattr(datasets, "__path__", [*datasets.__path__, str(tmp_path)])
    assert "aaa_broken" in datasets.names()
    summary = datasets.summary("aaa_broken")
    assert (summary.present, summary.n, summary.title) == (False, None, "aaa_broken")
    assert "no luck" in summary.reason
    with pytest.raises(UsageError, match="“aaa_broken” can't be loaded: RuntimeError: no luck"):
        datasets.open_dataset("aaa_broken")
    with pytest.raises(UsageError, match="neither a data set"):
        datasets.open_dataset("nowhere")


def test_a_text_names_a_plug_in_and_its_parameters() -> None:
    turned = plugins.chosen(augmentations, "rotation:degrees=45")
    assert (turned.name, turned.module.TITLE, turned.values.degrees) == ("rotation", "Rotation", 45)
    assert str(turned) == "rotation:degrees=45.0" and plugins.chosen(augmentations, str(turned)) == turned
    assert plugins.chosen(augmentations, "flips") == plugins.chosen(augmentations, "flips:")
    assert plugins.written(augmentations, ("zoom", "rotation:")) == ("zoom:range=0.2", "rotation:degrees=180.0")
    assert plugins.written(augmentations, ("noise:varying=yes",)) == ("noise:beta=0.2,varying=True",)


@pytest.mark.parametrize("kind", [augmentations, balancing, prepare], ids=lambda kind: kind.__name__)
def test_written_out_is_written_for_good(kind: ModuleType) -> None:
    whole = plugins.written(kind, plugins.names(kind))
    assert plugins.written(kind, whole) == whole and len(whole) == len(plugins.names(kind))
    for text in whole:
        assert str(plugins.chosen(kind, text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [("spin:degrees=45", "choose "), ("rotation:degrees", "write NAME:PARAMETER=VALUE"),
     ("rotation:degrees=999", "degrees"), ("rotation:angle=3", "“angle” is not a parameter here: choose degrees"),
     ("", "is not one of the augmentations")],
)  # fmt: skip
def test_a_text_that_names_nothing_is_refused(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        plugins.chosen(augmentations, text)
