"""The package's front: what a data set is called, and where it is looked for."""

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import AbsentError, UsageError, datasets
from galaxy_core.datasets import galaxy10_decals, image_folder
from galaxy_core.storage import stamps


@pytest.mark.parametrize("path", ["folder/../file.h5", "./file.h5", "file.h5", "folder//../file.h5"])
def test_one_file_has_one_name_however_it_is_reached(
    path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert datasets.known_as(path) == str(tmp_path / "file.h5")


def test_names_stay_and_a_home_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert datasets.known_as("sample") == "sample"
    assert datasets.known_as("~/x") == str(tmp_path / "x")
    assert datasets.known_as("~nobody-of-that-name/x").endswith("~nobody-of-that-name/x")  # a path like any other


@pytest.mark.parametrize("reference", ["", "no-such-thing", "~nobody-of-that-name/x", "x" * 5000])
def test_what_is_nowhere_is_a_sentence_with_the_names_there_are(reference: str) -> None:
    with pytest.raises(UsageError, match="sample"):
        datasets.open_dataset(reference)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two classes of pictures, old enough for the clock to have moved on."""
    for kind in ("a", "b"):
        (tmp_path / "mine" / kind).mkdir(parents=True)
        Image.new("RGB", (9, 9), (len(kind), 2, 3)).save(tmp_path / "mine" / kind / "0.png")
    time.sleep(2 * stamps.FRESH / 1e9)
    return tmp_path / "mine"


def test_it_is_opened_anew_only_when_its_files_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opens, look = [], image_folder.open
    monkeypatch.setattr(image_folder, "open", lambda path: opens.append(path) or look(path))
    first = datasets.opened(str(folder))
    assert datasets.opened(str(folder)) is first and opens == [folder]
    Image.new("RGB", (9, 9), (9, 2, 3)).save(folder / "a" / "0.png")  # in place: the folder itself doesn't change
    now = datasets.opened(str(folder))
    assert now.identity.images != first.identity.images and len(opens) == 2
    time.sleep(2 * stamps.FRESH / 1e9)
    assert datasets.opened(str(folder)).identity == now.identity
    assert datasets.opened(str(folder)) is datasets.opened(str(folder)) and len(opens) == 3


def test_what_takes_long_to_look_at_is_looked_at_the_less_often(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, stamp = [], image_folder.stamp
    monkeypatch.setattr(image_folder, "stamp", lambda path: looks.append(time.sleep(0.03)) or stamp(path))
    begun = time.monotonic()
    while time.monotonic() < begun + 1.0:
        datasets.opened(str(folder))
    assert 1 <= len(looks) <= 3


def test_a_summary_costs_no_opening(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = datasets.summary("sample")
    monkeypatch.setattr(datasets.plugin("sample"), "open", pytest.fail)
    assert datasets.summary("sample") == first and first.n > 0


def test_one_that_is_gone_or_somebody_elses_is_no_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasets.opened(str(folder))
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(UsageError, match="neither a data set"):
        datasets.opened(str(folder))
    monkeypatch.setattr(galaxy10_decals, "find", lambda folder: None)
    with pytest.raises(AbsentError, match="isn't here"):
        datasets.opened("galaxy10_decals")


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    for number in range(datasets.KEPT + 3):
        for kind in ("a", "b"):
            (tmp_path / str(number) / kind).mkdir(parents=True)
            image = Image.fromarray(np.full((9, 9, 3), number, np.uint8))
            image.save(tmp_path / str(number) / kind / "0.png")
        datasets.opened(str(tmp_path / str(number)))
    assert len(datasets._open) == datasets.KEPT
