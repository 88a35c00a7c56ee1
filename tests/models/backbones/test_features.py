"""Cached features: what the backbone gives, keyed by all they depend on, whole or not at all, limited in size."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import StorageError
from galaxy_core.models import Examples, Stopped
from galaxy_core.models.backbones import features
from galaxy_core.models.backbones.features import Wanted
from galaxy_core.models.networks import batches

CHANGES = ("flips", "noise", "mixup")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where features are kept."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    return tmp_path / "features"


@pytest.fixture(scope="module")
def describe() -> object:
    """A tiny network in the place of a backbone."""
    import keras

    keras.utils.set_random_seed(0)
    images = keras.Input((16, 16, 3), dtype="uint8")
    x = keras.layers.Conv2D(6, 3, strides=2, activation="relu")(keras.layers.Rescaling(1 / 255)(images))
    return keras.Model(images, keras.layers.GlobalAveragePooling2D()(x), name="tiny")


def wanted(describe: object, parts: tuple, seed: int = 0, copies: int = 2, **changed: object) -> Wanted:
    """What is to be computed of training images that are changed."""
    train = replace(parts[0], **{"augment": CHANGES, "balance": "symmetries"} | changed)
    return Wanted(describe, batches.Source(train, seed), parts[1], copies)


def test_they_are_what_the_backbone_gives(describe: object, learnable: tuple, listener: Callable) -> None:
    asked = wanted(describe, learnable)
    found, looked_at = features.get(asked, heard := listener())
    assert found.variants.shape == (2, 140, 6) and found.variants.dtype == np.float32
    places = np.array([3, 77, 139])
    for number in range(2):
        batch = asked.variant(number).batch(number, places, np.zeros(3, np.int64))
        unchanged = np.array_equal(batch.images, learnable[0].images[learnable[0].rows[places]])
        assert unchanged == (number == 0)
        now = np.asarray(describe(batch.images))
        assert np.allclose(found.variants[number, places], now, atol=1e-5)
        given = found.batch(number + 1, places, np.zeros(3, np.int64))
        assert np.allclose(given.images, now, atol=1e-5) and np.allclose(given.targets, batch.targets)
        assert np.allclose(given.weights, batch.weights)
    validation = learnable[1]
    assert np.allclose(looked_at.images, describe(validation.images[validation.rows]), atol=1e-5)
    assert np.array_equal(looked_at.labels, validation.labels)
    assert heard.said[-1].endswith("100 %")


def test_epochs_and_further_copies_take_turns(describe: object, learnable: tuple, listener: Callable) -> None:
    found, _ = features.get(wanted(describe, learnable, copies=3), listener())
    places, copies = np.array([5, 5, 5, 5]), np.arange(4)
    assert np.array_equal(found.batch(2, places, copies).images, found.variants[[1, 2, 0, 1], 5])
    assert sum(len(batch.images) for batch in found.batches(16, 1)) == found.shown > 140


def test_they_are_computed_once(describe: object, learnable: tuple, listener: Callable, folder: Path) -> None:
    first, _ = features.get(wanted(describe, learnable), listener())
    again, _ = features.get(wanted(describe, learnable), heard := listener())
    assert heard.said == ["looking for features computed before"]
    assert np.array_equal(first.variants, again.variants) and len(list(folder.glob("*.npy"))) == 1


def test_the_key_knows_all_they_depend_on(describe: object, learnable: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    train, validation, _ = learnable
    brighter = train.images.copy()
    brighter[train.rows[7], 0, 0, 0] ^= 1
    keys = [wanted(describe, learnable).key(), wanted(describe, learnable, balance="none").key()]
    assert keys[0] == keys[1], "how often images are shown changes no feature"
    keys[1] = wanted(describe, learnable, seed=1).key()
    keys.append(wanted(describe, learnable, copies=3).key())
    keys.append(wanted(describe, learnable, augment=("flips",)).key())
    keys.append(wanted(describe, learnable, augment=("flips", "noise:beta=0.3", "mixup")).key())
    keys.append(wanted(describe, learnable, images=brighter).key())
    keys.append(wanted(describe, learnable, rows=train.rows[::-1].copy()).key())
    keys.append(wanted(describe, (train, replace(validation, rows=validation.rows[::-1].copy()))).key())
    other = keras.models.clone_model(describe)
    keys.append(wanted(other, learnable).key())
    monkeypatch.setenv("TF_NUM_INTRAOP_THREADS", "7")
    keys.append(wanted(describe, learnable).key())
    assert len(set(keys)) == len(keys)


def test_corrected_labels_cost_nothing(describe: object, learnable: tuple, listener: Callable) -> None:
    first, _ = features.get(wanted(describe, learnable), listener())
    targets = learnable[0].targets[::-1].copy()
    corrected = wanted(describe, (replace(learnable[0], targets=targets), learnable[1]))
    again, _ = features.get(corrected, heard := listener())
    assert heard.said == ["looking for features computed before"] and np.array_equal(again.variants, first.variants)
    places = np.array([3, 77, 139])
    for number in range(2):
        batch = corrected.variant(number).batch(number, places, np.zeros(3, np.int64))
        assert np.array_equal(again.batch(number + 1, places, np.zeros(3, np.int64)).targets, batch.targets)


def test_images_of_a_prepared_set_are_known_by_its_name(describe: object, learnable: tuple) -> None:
    class Unread:
        shape = learnable[0].images.shape

    train, validation = (replace(part, images=Unread(), prepared="a") for part in learnable[:2])
    keys = [Wanted(describe, batches.Source(train, 0), validation, 1).key()]
    train, validation = (replace(part, prepared="b") for part in (train, validation))
    keys.append(Wanted(describe, batches.Source(train, 0), validation, 1).key())
    assert len({*keys, wanted(describe, learnable, copies=1).key()}) == 3


def test_images_as_they_are_serve_every_seed_and_change(describe: object, learnable: tuple) -> None:
    keys = {wanted(describe, learnable, seed=seed, copies=1).key() for seed in range(3)}
    keys.add(wanted(describe, learnable, copies=1, augment=()).key())
    assert len(keys) == 1
    keys.add(wanted(describe, learnable, copies=2).key())
    assert len(keys) == 2


@pytest.mark.parametrize("place", [200, -40, -1])
def test_a_damaged_file_is_made_anew(
    place: int, describe: object, learnable: tuple, listener: Callable, folder: Path
) -> None:
    first, _ = features.get(wanted(describe, learnable), listener())
    values, file = np.array(first.variants), next(folder.glob("*.npy"))
    content = bytearray(file.read_bytes())
    content[place] ^= 4
    file.write_bytes(content if place != -1 else content[:-100])
    again, _ = features.get(wanted(describe, learnable), heard := listener())
    assert np.array_equal(again.variants, values) and len(heard.said) > 1


def test_stopped_half_way_nothing_is_left(describe: object, learnable: tuple, listener: Callable, folder: Path) -> None:
    heard = listener()

    def say(words: str) -> None:
        if words.endswith("%") and int(words.split()[-2]) >= 40:
            raise Stopped

    heard.say = say
    with pytest.raises(Stopped):
        features.get(wanted(describe, learnable), heard)
    assert [file for file in folder.iterdir() if file.suffix != ".lock"] == []


def test_the_least_recently_used_make_room(
    describe: object, learnable: tuple, listener: Callable, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for seed in range(3):
        features.get(wanted(describe, learnable, seed=seed), listener())
        files.append(next(file for file in folder.glob("*.npy") if file not in files))
        os.utime(files[-1], (seed, seed))
    monkeypatch.setattr(features, "ROOM", 3 * files[0].stat().st_size + 100)
    features.get(wanted(describe, learnable, seed=0), listener())  # used now
    features.get(wanted(describe, learnable, seed=3), listener())
    assert files[0].exists() and not files[1].exists() and files[2].exists()


def test_a_part_without_images_is_none(describe: object, learnable: tuple, listener: Callable) -> None:
    nothing = Examples(learnable[1].images, np.arange(0), np.arange(0), learnable[1].task)
    _, looked_at = features.get(wanted(describe, (learnable[0], nothing)), listener())
    assert looked_at.images.shape == (0, 6)


def test_what_cant_be_read_back_is_said(
    describe: object, learnable: tuple, listener: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "_read", lambda path, shape: None)  # a disk that loses what was just written
    with pytest.raises(StorageError, match="can't be read back"):
        features.get(wanted(describe, learnable), listener())
