"""What several runs will need."""

import json
from pathlib import Path

import pytest

from galaxy_core import datasets, runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import resources


@pytest.mark.usefixtures("own_runs")
def test_disk_counts_each_prepared_set_once_and_none_that_is_there(tmp_path: Path, monkeypatch) -> None:
    sample = datasets.open_dataset("sample")
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    small, large = (runs.request("sample", "pca_logistic", {"image_size": side}) for side in (40, 88))
    one, both = resources.resources([small, small], sample), resources.resources([small, large], sample)
    assert one.disk == sample.n * 40 * 40 * 3 + 2 * resources.RUN and one.runs == 2
    assert both.disk - one.disk == sample.n * 88 * 88 * 3


@pytest.mark.usefixtures("own_runs")
def test_memory_is_that_of_the_largest_run() -> None:
    sample = datasets.open_dataset("sample")
    small = runs.request("sample", "pca_logistic")
    large = runs.request("sample", "cnn", {"image_size": 128})
    assert resources.resources([small], sample).memory == resources.SMALL
    assert 1.9e9 < resources.resources([small, large], sample).memory < 2.4e9


def test_memory_is_what_such_a_run_took(trained_once: runs.Run) -> None:
    sample = datasets.open_dataset("sample")
    document = json.loads((trained_once.folder / "result.json").read_text())
    document["cost"]["peak_mb"] = 4321.0
    (trained_once.folder / "result.json").write_text(json.dumps(document))
    again = runs.like(trained_once)
    assert resources.resources([again], sample).memory == 4321e6
    other = runs.like(trained_once, {"image_size": 40})
    assert resources.resources([other], sample).memory != 4321e6


def test_in_words() -> None:
    said = formatting.resources(13, 7200, 2.1e9, 9.8e8)
    assert said == "13 runs, about 2 hours here; up to 2.1 GB of memory, 980 MB of disk."


@pytest.fixture
def trained_once(finished: dict[str, runs.Run], own_runs: Path) -> runs.Run:
    """A copy of the finished CNN, alone in a runs folder."""
    import shutil

    shutil.copytree(finished["cnn"].folder, own_runs / finished["cnn"].name)
    return runs.find(finished["cnn"].name)


@pytest.mark.usefixtures("own_runs")
def test_trees_on_what_a_network_describes_need_the_memory_of_a_network() -> None:
    sample = datasets.open_dataset("sample")
    small, large = (
        resources.resources([runs.request("sample", "forest", {"describe": one})], sample).memory
        for one in ("pca", "MobileNetV2")
    )
    assert small == resources.SMALL and large > resources.BASE
