"""Explore: counts, facts, notes, galleries and folds show what the core holds."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import datasets, health, splits
from galaxy_core.charts.jpeg import data_uri
from galaxy_core.datasets import Galaxies
from galaxy_core.prepare import thumbnails
from tests.pages.visits import Visit

MEANS, SKY, PCA = (
    "Mean image of each class",
    "Sky map and redshifts",
    "Principal components (PCA)",
)


@pytest.fixture
def sample(prepared: np.ndarray) -> Galaxies:
    return datasets.open_dataset("sample")


@pytest.fixture
def seen(visit: Callable, sample: Galaxies) -> Visit:
    return visit("explore")


def sources(seen: Visit, key: str = "gallery") -> list[str]:
    return [item["src"] for item in seen.data(key)["items"]]


def numbers(seen: Visit) -> list[int]:
    """The rows of the data set that the gallery says it shows."""
    return [int(item["lines"][1].removeprefix("No. ").replace(",", "")) for item in seen.data("gallery")["items"]]


def test_counts_and_shares_of_every_class(seen: Visit, sample: Galaxies):
    rows = seen.data(f"rows-{sample.identity.images}")["rows"]
    assert [row["name"] for row in rows] == list(sample.classes)
    assert [row["bars"][0]["text"] for row in rows] == [str(n) for n in sample.counts]
    assert [row["bars"][0]["grey"] for row in rows] == [f"{100 * n / 300:.1f} %" for n in sample.counts]
    for label, row in enumerate(rows):
        mine = {data_uri(image) for image in thumbnails.pick(sample, np.flatnonzero(sample.labels == label))}
        assert len(row["images"]) == 5 and set(row["images"]) <= mine


def test_facts_splits_and_notes(seen: Visit, sample: Galaxies):
    split = splits.split(sample)
    assert "Galaxies 300" in seen.text and "128 × 128 pixels" in seen.text
    for name, part in (("Training", split.train), ("Validation", split.validation), ("Test", split.test)):
        assert f"{name} {len(part)} ({100 * len(part) / 300:.0f} %)" in seen.text
    assert f"{health.imbalance(sample):.1f} times" in seen.text
    assert "Synthetic:" in seen.text or "Synthetic." in seen.text
    for sentence in health.sentences(sample):
        assert sentence in seen.text


def test_pictures_are_those_of_the_rows_named(seen: Visit, sample: Galaxies, prepared: np.ndarray):
    for view, count in (("A handful of all", 30), ("One of each class", 10), ("Ten of one class", 10)):
        seen.choose("Show", view)
        rows = numbers(seen)
        assert len(rows) == count and sources(seen) == [data_uri(prepared[row]) for row in rows]
        if view == "One of each class":
            assert sample.labels[rows].tolist() == list(range(10))


def test_ten_of_a_chosen_class(seen: Visit, sample: Galaxies):
    seen.choose("Show", "Ten of one class").choose("Class", 4)
    assert set(sample.labels[numbers(seen)]) == {4}


def test_another_handful_is_another(seen: Visit):
    first = numbers(seen)
    second = numbers(seen.click("Another handful"))
    assert first != second and len(set(second)) == 30


def test_a_row_filters_the_gallery_until_it_is_cleared(seen: Visit, sample: Galaxies):
    key = f"rows-{sample.identity.images}"
    seen.press(key, [3])
    assert set(sample.labels[numbers(seen)]) == {3} and "only In-between Round Smooth" in seen.text
    seen.click("Clear")
    assert len(set(sample.labels[numbers(seen)])) > 3 and "Clear" not in seen.buttons
    assert seen.data(key)["told"] is None and seen.data(key)["turn"] > 0  # the browser is told to let go


def test_a_picture_opens_large(seen: Visit, sample: Galaxies):
    row = numbers(seen)[7]
    seen.press("gallery", 7)
    assert [block.proto.dialog.title for block in dialogs(seen)] == ["Galaxy"]
    assert f", no. {row} " in seen.text and "8 of 30" in seen.text and seen.app.query_params["galaxy"] == str(row)
    where = f"{sample.ra[row]:.4f}° {sample.dec[row]:+.4f}°".replace("-", "−")
    assert f"Position {where}" in seen.text and seen.text.count(sample.classes[sample.labels[row]]) >= 1


def test_a_link_opens_one_large_also_outside_the_handful(visit: Callable, sample: Galaxies, prepared: np.ndarray):
    seen = visit("explore", dataset="sample", galaxy="7")
    assert len(dialogs(seen)) == 1 and ", no. 7 " in seen.text
    for nonsense in ("-1", "300", "x", "²"):
        assert dialogs(visit("explore", dataset="sample", galaxy=nonsense)) == []


def dialogs(seen: Visit) -> list:
    def walk(block):
        for child in getattr(block, "children", {}).values():
            if child.type == "dialog":
                yield child
            yield from walk(child)

    return list(walk(seen.app._tree))


def test_mean_images_come_when_their_fold_is_opened(seen: Visit, sample: Galaxies, prepared: np.ndarray):
    assert not seen.has("means")
    seen.unfold(MEANS)
    wanted = thumbnails.means(prepared, sample.labels, 10)
    assert sources(seen, "means") == [data_uri(image) for image in wanted]


def test_sky_and_redshifts(seen: Visit):
    assert not seen.charts
    seen.unfold(SKY)
    assert len(seen.charts) == 2 and "Mollweide" in seen.text


def test_components_and_the_map(seen: Visit):
    seen.unfold(PCA)
    assert len(seen.charts) == 2 and "300 images; those that look alike lie side by side" in seen.text


def test_a_file_says_in_what_it_differs_from_the_published_one(visit: Callable, decals_file: Path):
    seen = visit("explore", dataset=str(decals_file))
    assert "200 images. The published set has 17,736" in seen.text
    assert "256 × 256 pixels" in seen.text and "0.262″ per pixel" in seen.text
    assert "It can be looked at, but nothing can be trained on it." not in seen.text


def test_a_folder_without_coordinates_says_so(visit: Callable, picture_folder: Path):
    seen = visit("explore", dataset=str(picture_folder)).unfold(SKY)
    assert "This data set holds neither positions nor redshifts." in seen.text and not seen.charts
    assert "1 picture was skipped. round/broken.jpg" in seen.text
    rows = seen.data(next(found.key for found in seen.app.get("bidi_component")))["rows"]
    assert [row["name"] for row in rows] == ["<script>alert(1)<!--", "round"]


def test_the_choice_stands_in_the_address_and_holds_on_all_pages(visit: Callable, picture_folder: Path):
    seen = visit("explore", dataset=str(picture_folder))
    assert seen.app.query_params["dataset"] == str(picture_folder)
    for page in ("train", "compare"):
        seen.open(page)
        assert seen.field("Data set").value == str(picture_folder)
        assert seen.app.query_params["dataset"] == str(picture_folder)
    seen.choose("Data set", "sample").open("explore")
    assert seen.field("Data set").value == "sample"


def test_a_path_can_be_typed(visit: Callable, picture_folder: Path):
    seen = visit("explore").choose("Data set", "Your own file or folder…")
    assert "dataset" not in seen.app.query_params  # until a path is there
    seen.choose("Path on this computer", f" {picture_folder} ")
    assert seen.app.query_params["dataset"] == seen.field("Data set").value == str(picture_folder)
    assert "48" in seen.text and not seen.app.text_input
