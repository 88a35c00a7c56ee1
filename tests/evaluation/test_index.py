"""All runs of all data sets: their order, and which match."""

from pathlib import Path

import pytest

from galaxy_core import presets, runs
from galaxy_core.evaluation import index
from tests.pages.stored_runs import running, unfinished


def names(entries: list[index.Entry]) -> list[str]:
    return [entry.run.name for entry in entries]


def test_what_goes_on_comes_first_then_the_last_begun(own_runs: Path) -> None:
    failed, waits, later, stopped = (unfinished(state) for state in ("failed", "queued", "queued", "stopped"))
    with running(unfinished("queued", "cnn")) as run:
        entries = index.entries(runs.every())
    assert names(entries) == [one.name for one in (run, waits, later, stopped, failed)]
    assert [entry.status for entry in entries] == ["running", "queued", "queued", "stopped", "failed"]
    assert [entry.goes_on for entry in entries] == [True, True, True, False, False]
    assert {entry.dataset for entry in entries} == {"Sample (drawn galaxies)"} and entries[0].score is None


def test_words_state_data_set_and_study(own_runs: Path) -> None:
    runs.describe(named := unfinished("failed"), "Wider", "for the talk")
    other = runs.create(runs.request("/tmp/mine", "majority", study="augmentation-20260102-030405-abcd"))
    entries = index.entries(runs.every())
    for words in ("wider TALK", "pca", "sample", named.name):
        assert names(index.matching(entries, words)) == [named.name]
    assert names(index.matching(entries, "mine")) == [other.name]
    assert names(index.matching(entries, state="ended")) == [named.name]
    assert names(index.matching(entries, state="going")) == names(index.matching(entries, dataset="/tmp/mine"))
    (study,) = index.studies_among(entries)
    assert names(index.matching(entries, study=study)) == [other.name]


@pytest.mark.parametrize(
    ("study", "title"),
    [
        ("augmentation-20260102-030405-abcd", "Which augmentation helps? · 2026-01-02 03:04"),
        ("preset-best_small-20260102-030405-abcd", f"{presets.preset('best_small').TITLE} · 2026-01-02 03:04"),
        ("search-20260102-030405-abcd", "Hyperparameter search · 2026-01-02 03:04"),
        ("mine", "mine"),
    ],
)
def test_what_a_study_is_called(study: str, title: str) -> None:
    assert index.study_title(study) == title
