"""What a study asks for, in which order, and how its runs are found again."""

import time
from pathlib import Path

import pytest

from galaxy_core import UsageError, augmentations, datasets, models, runs
from galaxy_core.runs import studies

FLIPS, NOISE = augmentations.written(("flips", "noise:beta=0.1"))


def asked(model: str = "cnn", seed: int = 0, **more: object) -> runs.Request:
    """A small CNN's request."""
    values = {"epochs": 2, "filters": 4} if model == "cnn" else {}
    return runs.request("sample", model, values, seed, "75/25@7", **more)


def begin(**more: object) -> list[runs.Run]:
    """A study of two operations in the runs folder, which nobody works off."""
    return [runs.create(one) for one in studies.augmentation(asked(), ("flips", "noise:beta=0.1"), **more)]


def test_none_each_and_all_seed_by_seed() -> None:
    made = studies.augmentation(asked(seed=5), ("flips", "noise:beta=0.1"), seeds=2)
    assert [(one.seed, one.augment) for one in made] == [
        (5, ()), (5, (FLIPS,)), (5, (NOISE,)), (5, (FLIPS, NOISE)),
        (6, ()), (6, (FLIPS,)), (6, (NOISE,)), (6, (FLIPS, NOISE)),
    ]  # fmt: skip


def test_everything_else_is_the_same() -> None:
    like = asked(preparation=("crop:fraction=0.5",), balance="raise_small:images=40")
    assert like.balance != asked().balance and like.preparation
    for one in studies.augmentation(like, ("flips",), seeds=3):
        for name in ("dataset", "model", "parameters", "split", "preparation", "balance", "after", "threads"):
            assert getattr(one, name) == getattr(like, name), name


def test_all_runs_of_a_study_have_its_name_and_no_others() -> None:
    first, second = (studies.augmentation(asked(), ("flips",)) for _ in range(2))
    assert len({one.study for one in first}) == 1 and first[0].study != second[0].study
    assert first[0].study.startswith(time.strftime("augmentation-%Y%m%d-"))


def test_without_a_choice_every_operation_is_studied() -> None:
    made = studies.augmentation(asked())
    every = augmentations.written(augmentations.operations())
    assert [one.augment for one in made] == [(), *((text,) for text in every), every]
    assert any(text.startswith("mixup") for text in every) and not any(text.startswith("fill") for text in every)


def test_a_single_operation_is_not_asked_for_twice() -> None:
    assert [one.augment for one in studies.augmentation(asked(), ("flips",))] == [(), (FLIPS,)]


@pytest.mark.parametrize(
    ("operations", "seeds", "words"),
    [
        (("nix",), 1, "“nix” is not one of the augmentations: choose "),
        (("noise:beta=7",), 1, "give a number from 0 to 1"),
        (("flips", "flips:axes=both"), 1, "“flips:axes=both” is named twice"),
        (("flips", "fill"), 1, "“fill” changes no image by itself"),
        ((), 1, "at least one operation: choose from blur, "),
        (("flips",), 0, "A study of 0 seeds can't be made: give a whole number from 1 to 20"),
        (("flips",), 21, "from 1 to 20"),
    ],
)
def test_what_cannot_be_studied_is_a_sentence(operations: tuple, seeds: int, words: str) -> None:
    with pytest.raises(UsageError) as error:
        studies.augmentation(asked(), operations, seeds)
    assert words in str(error.value)


def test_seeds_beyond_the_largest_are_refused() -> None:
    assert len(studies.augmentation(asked(seed=2**31 - 2), ("flips",), seeds=2)) == 4
    with pytest.raises(UsageError, match="out of range"):
        studies.augmentation(asked(seed=2**31 - 2), ("flips",), seeds=3)


@pytest.mark.parametrize(
    "model",
    [
        name for name, module in ((name, models.model(name)) for name in models.names())
        if not hasattr(module, "AUGMENT") and models.serves(module, datasets.task_of("sample"))
    ],
)  # fmt: skip
def test_a_model_that_does_not_augment_is_refused(model: str) -> None:
    words = "no augmentation can help it: choose .*cnn" if model != "ensemble" else "An ensemble of 0 is none"
    with pytest.raises(UsageError, match=words):
        studies.augmentation(asked(model), ("flips",))


@pytest.mark.usefixtures("own_runs")
def test_studies_are_found_again_in_their_order() -> None:
    first, second = begin(), begin(seeds=2)
    runs.create(asked())  # of no study
    found = studies.every("augmentation")
    assert list(found) == [second[0].request.study, first[0].request.study], "the newest first"
    assert list(found.values()) == [second, first], "runs as they were asked for"
    assert list(studies.every("augmentation", "sample")) == list(found)
    assert studies.every("augmentation", "galaxy10_sdss") == studies.every("other") == {}


@pytest.mark.usefixtures("own_runs")
def test_the_queue_works_a_study_off_in_its_order() -> None:
    made = begin(seeds=3)
    assert runs.waiting() == made


def test_many_runs_of_one_moment_keep_their_order(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("galaxy_core.runs.time.time", lambda: 1_800_000_000.0)  # a clock that stands still
    made = begin(seeds=20)
    assert list(studies.every("augmentation").values()) == [made]
    assert len(list(own_runs.glob("2*"))) == len(made) == 80


def test_no_run_takes_the_folder_of_another(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["aaaa", "aaaa", "bbbb"])
    monkeypatch.setattr("galaxy_core.runs.secrets.token_hex", lambda size: next(drawn))
    one = asked()
    assert [runs.create(one).name[-4:] for _ in range(2)] == ["aaaa", "bbbb"]
    assert len(list(own_runs.glob("2*"))) == 2


@pytest.mark.usefixtures("own_runs")
def test_a_study_is_as_whole_as_the_runs_that_are_left() -> None:
    made = begin()
    runs.delete(made[1])
    assert list(studies.every("augmentation").values()) == [[made[0], *made[2:]]]


@pytest.mark.usefixtures("own_runs")
@pytest.mark.parametrize("study", ["augmentation", "augmentation-x", "augmentation-20261125-153501-3fa2\x1b[2J", "x-1"])
def test_what_only_looks_like_a_study_is_none(study: str) -> None:
    runs.create(asked(study=study))
    assert studies.every("augmentation") == {}


@pytest.mark.usefixtures("own_runs")
def test_what_a_run_is_in_its_study() -> None:
    assert [studies.arm(run) for run in begin()] == ["none", FLIPS, NOISE, "all"]


@pytest.mark.usefixtures("own_runs")
def test_listing_studies_asks_no_run_for_its_state(monkeypatch: pytest.MonkeyPatch) -> None:
    made = begin()
    with monkeypatch.context() as patch:
        for name in ("status", "result", "place", "metadata"):
            patch.delattr(runs.Run, name)
        assert list(studies.every("augmentation").values()) == [made]
