"""Home: the board, the best result, the hardest class, what is being trained, the data sets."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import datasets, runs
from galaxy_core.charts import formatting
from galaxy_core.charts.jpeg import data_uri
from galaxy_core.evaluation import classwise, comparison, mistakes, stored
from galaxy_core.prepare import thumbnails
from tests.pages.stored_runs import running, unfinished


def test_two_pictures_of_every_class(visit: Callable, prepared: np.ndarray):
    seen, sample = visit(), datasets.open_dataset("sample")
    items = seen.data("board")["items"]
    assert [item["name"] for item in items] == list(sample.classes)
    for label, item in enumerate(items):
        mine = {data_uri(prepared[row]) for row in np.flatnonzero(sample.labels == label)}
        assert len(set(item["images"])) == 2 and set(item["images"]) <= mine
    assert "drawn by this program" in seen.text


def test_a_rerun_opens_no_data_set_and_chooses_no_pictures_anew(
    visit: Callable, finished: dict[str, runs.Run], prepared: np.ndarray, monkeypatch: pytest.MonkeyPatch
):
    seen = visit()
    before = seen.data("board")

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("done again")

    monkeypatch.setattr(datasets, "_opened", refused)
    monkeypatch.setattr(thumbnails, "handful", refused)
    assert seen.run().data("board") == before


def test_a_class_opens_explore_at_that_class(visit: Callable, prepared: np.ndarray):
    seen = visit().press("board", 6)
    assert [found.value for found in seen.app.title] == ["Explore"]
    assert "only Unbarred Tight Spiral" in seen.text


def test_the_best_result_with_interval_and_images(visit: Callable, finished: dict[str, runs.Run]):
    best, seen = comparison.table("sample")[0], visit()
    score = best.score()
    assert formatting.percent(score.value) in seen.text and formatting.interval(score.low, score.high) in seen.text
    assert f"{best.title} · " in seen.text and formatting.percent(best.baseline()) in seen.text
    assert "The best of 3 runs on validation images." in seen.text


def test_the_hardest_class_and_its_surest_mistakes(
    visit: Callable, finished: dict[str, runs.Run], prepared: np.ndarray
):
    run = comparison.table("sample")[0].run
    found, said = classwise.hardest(run), stored.predictions(run)
    seen = visit()
    name = formatting.as_galaxy(said.classes[found.label], "galaxy" if found.n == 1 else "galaxies")
    instead = said.classes[found.instead] if found.taken else ""
    kind = formatting.as_galaxy(instead, "ones")
    if found.taken == 1:
        kind = formatting.with_article(formatting.as_galaxy(instead, "one"))
    taken = f", and took {found.taken} for {kind}" if found.taken else ""
    assert f"Of {found.n} {name} it recognised {found.right or 'none'}{taken}." in seen.text
    wanted = said.rows[mistakes(said, true=found.label)[:4]]
    assert [item["src"] for item in seen.data("hardest")["items"]] == [data_uri(prepared[row]) for row in wanted]


def test_what_is_being_trained(visit: Callable, nothing_starts: None):
    assert "Nothing is being trained." in visit().text
    with running(unfinished("queued")):
        unfinished("queued", "majority")
        text = visit().text
    assert "running: PCA and logistic regression Epoch 2 of 5 · about 2 minutes left" in text
    assert "waiting: Majority baseline" in text and "1 running, 1 waiting" in text  # the second in the sidebar


def test_data_sets_and_whether_they_are_here(visit: Callable):
    text = visit().text
    for name in datasets.names():
        assert f"{'absent' if datasets.plugin(name).DOWNLOAD else 'here'}: {datasets.plugin(name).TITLE}" in text
    assert "300 images, 10 classes" in text and text.count("Not on this computer yet") == sum(
        bool(datasets.plugin(name).DOWNLOAD) for name in datasets.names()
    )


def test_a_data_set_of_ones_own_names_its_number_of_classes(visit: Callable, picture_folder: Path, own_runs: Path):
    seen = visit("explore", dataset=str(picture_folder)).open("home")
    assert [found.value for found in seen.app.title] == ["Two shapes of galaxies"]
    assert [item["name"] for item in seen.data("board")["items"]] == ["<script>alert(1)<!--", "round"]
    assert "<script" not in seen.html


def test_a_data_set_that_went_away_leaves_the_sample(
    visit: Callable, decals_file: Path, tmp_path: Path, own_runs: Path
):
    mine = tmp_path / "mine.h5"
    mine.write_bytes(decals_file.read_bytes())
    seen = visit("explore", dataset=str(mine))
    mine.unlink()
    seen.open("home")
    assert "Sample (drawn galaxies)" in seen.text and len(seen.data("board")["items"]) == 10
