"""What runs are called, and what one changed against another."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from galaxy_core import StorageError, UsageError, runs
from galaxy_core.models import cnn
from galaxy_core.runs import titles
from galaxy_core.storage import atomic


def create(model: str = "majority", values: dict | None = None, **changed: object) -> runs.Run:
    """A run that waits."""
    return runs.create(replace(runs.request("sample", model, values), **changed))


@pytest.mark.usefixtures("own_runs")
def test_a_title_names_what_differs_from_the_defaults() -> None:
    assert runs.title(create()) == "Majority baseline"
    assert runs.title(create(seed=3, split="80/20@7")) == "Majority baseline, seed 3, split 80/20@7"
    changed = create("cnn", {"filters": 8, "learning_rate": 0.01}, augment=())
    words = {"CNN", "filters 8", "augmented by nothing", "learning rate 0.01"}
    assert set(runs.title(changed).split(", ")) == words, "in the order of the model's parameters"
    assert set(runs.title(create("cnn", {"crop": 1.0, "dropout": 0.0})).split(", ")) == {
        "CNN", "crop fraction 1", "dropout 0",
    }  # fmt: skip
    treated = create("plain_cnn", augment=("flips:axes=both",), balance="raise_small:images=500", seed=3)
    assert runs.title(treated) == (
        "Plain CNN, augmented by flips, balanced: oversampling of all but the two largest (images 500), seed 3"
    )
    assert runs.title(create("cnn", preparation=("resize:size=32",))) == "CNN, prepared by resize (image size 32)"
    assert runs.title(create("cnn", augment=("spun:way=left",))) == "CNN, augmented by spun:way=left", (
        "of another version"
    )
    same = create("cnn", augment=cnn.AUGMENT, balance="power")
    assert runs.title(same) == "CNN", "however it is written"
    atomic.write_json(changed.folder / "goal.json", {"epochs": 25, "since": 20})
    assert runs.title(changed).endswith(", continued to 25 epochs")
    gone = replace(changed, request=replace(changed.request, model="gone"))
    assert titles.short_title(gone).startswith("gone")


@pytest.mark.usefixtures("own_runs")
def test_a_configuration_is_the_same_for_every_seed() -> None:
    changed = {"values": {"filters": 8}, "split": "80/20"}
    one, other = create("cnn", **changed), create("cnn", **changed, seed=3)
    runs.describe(other, title="Mine")
    assert runs.configuration(one) == runs.configuration(other) == "CNN, filters 8, split 80/20" == runs.title(one)
    assert runs.configuration(other, seeded=True) == "CNN, filters 8, seed 3, split 80/20"
    assert (runs.model_title("cnn"), runs.model_title("gone")) == ("CNN", "gone")


@pytest.mark.usefixtures("own_runs")
def test_a_person_gives_title_and_note() -> None:
    run = create()
    runs.describe(run, title="  My\n first\x1b[31m ")
    assert runs.title(run) == "My first[31m" and run.metadata == runs.Metadata("My first[31m")
    runs.describe(run, note="<b>bold</b>\n\nand a second line\x00")
    assert run.metadata == runs.Metadata("My first[31m", "<b>bold</b>\n\nand a second line")
    runs.describe(run, title="")
    assert runs.title(run) == "Majority baseline" and run.metadata.note
    with pytest.raises(UsageError, match="The title has 81 characters: write at most 80"):
        runs.describe(run, title="x" * 81)
    with pytest.raises(UsageError, match="The note has 2001 characters"):
        runs.describe(run, note="x" * 2001)
    runs.describe(run, title="x" * 80, note="y" * 2000)
    assert (len(run.metadata.title), len(run.metadata.note)) == (80, 2000)


@pytest.mark.usefixtures("own_runs")
def test_what_changed_is_said_in_words() -> None:
    first = create("cnn", {"epochs": 16, "filters": 24})
    assert runs.changes(create("cnn", {"epochs": 16, "filters": 24}), first) == ()
    other = create("cnn", {"epochs": 16, "filters": 32}, seed=1, split="80/20", augment=("zoom:range=0.2",))
    usual = "rotation + flips + zoom + shift + brightness and colour + noise (strength β 0.24, of varying strength on)"
    expected = ("filters 24 → 32", f"augment {usual} → zoom", "seed 0 → 1", "split 80/10/10 → 80/20")
    assert set(runs.changes(other, first)) == set(expected)
    linear = create("pca_logistic", {"image_size": 32})
    assert runs.changes(first, linear) == ("model PCA and logistic regression → CNN", "image size 32 → 64")
    plain = create("plain_cnn", {"epochs": 16, "image_size": 64}, preparation=("resize:size=32",), balance="oversample")
    said = runs.changes(plain, first)
    assert "preparation nothing → resize (image size 32)" in said and "balance power-law resampling → " in str(said)
    assert any(one.startswith("augment rotation + flips + ") for one in said)
    atomic.write_json(other.folder / "goal.json", {"epochs": 26, "since": 20})
    assert "epochs 16 → 26" in runs.changes(other, first)
    gone = replace(first, request=replace(first.request, model="gone", dataset="/a/b"))
    assert runs.changes(gone, first) == ("data set sample → /a/b", "model CNN → gone")


@pytest.mark.usefixtures("own_runs")
def test_the_run_before_is_the_last_begun_on_the_same_data() -> None:
    made = [create(created=second, dataset=name) for second, name in ((1.0, "a"), (2.0, "b"), (3.0, "a"), (3.0, "a"))]
    found = runs.every()
    same = sorted(made[2:], key=lambda run: run.name)
    assert runs.before(same[1], found) == same[0] and runs.before(same[0], found) == made[0]
    assert runs.before(made[0], found) is None and runs.before(made[1], found) is None


def test_what_cannot_be_written_is_a_sentence(own_runs: Path) -> None:
    run = create()
    (run.folder / "about.json").mkdir()
    (run.folder / "about.json" / "x").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(StorageError, match=run.name):
        runs.describe(run, title="x")


def test_what_came_before_each_of_many_in_one_go(own_runs: Path) -> None:
    made = [runs.create(replace(runs.request(name, "majority"), created=when))
            for name, when in (("sample", 5.0), ("other", 6.0), ("sample", 5.0), ("sample", 2.0), ("other", 9.0))
    ]  # fmt: skip
    every = runs.every()
    assert runs.befores(every) == {run.name: runs.before(run, every) for run in made}
