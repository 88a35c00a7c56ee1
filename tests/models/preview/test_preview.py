"""What pages show of augmentation is what training shows: the same pixels, from the same code."""

import numpy as np
import pytest

from galaxy_core import augmentations, datasets, models, prepare
from galaxy_core.models import Examples, preview
from galaxy_core.models.networks import batches

STEPS = ("crop:fraction=0.75", "resize:size=32")
ALL = ("rotation", "flips", "zoom", "shift", "brightness", "noise:varying=yes")


@pytest.fixture(scope="module")
def sample() -> datasets.Galaxies:
    """The sample of 300."""
    return datasets.open_dataset("sample")


def test_a_row_is_shown_as_a_training_shows_it(sample: datasets.Galaxies) -> None:
    every = np.arange(60)
    images = prepare.apply(sample.images(every), STEPS)
    whole = batches.Source(Examples(images, every, sample.labels[every], sample.task, ALL), seed=5, std=30.0)
    few = preview.few(sample, np.array([40, 7, 21, 7]), STEPS)
    assert few.rows.tolist() == [7, 21, 40] and np.array_equal(few[np.array([40, 7])], images[[40, 7]])
    shown = preview.draws(few, 21, ALL, 30.0, seed=5, epochs=range(1, 4))
    trained = [whole.batch(epoch, np.array([3, 21]), np.zeros(2, int)).images[1] for epoch in range(1, 4)]
    assert np.array_equal(shown, trained)
    assert len(np.unique(shown.reshape(3, -1), axis=0)) == 3, "each epoch shows it otherwise"


def test_the_deviation_is_that_of_the_prepared_images(sample: datasets.Galaxies) -> None:
    rows = np.array([3, 99, 250])
    assert preview.standard_deviation(sample, rows, STEPS) == pytest.approx(
        prepare.apply(sample.images(rows), STEPS).std()
    )


def test_mixing_takes_others_of_the_few(sample: datasets.Galaxies) -> None:
    few = preview.few(sample, np.arange(8), STEPS)
    shown = preview.draws(few, 3, ("mixup:alpha=1",), 30.0, 0, range(20))
    alone = few[np.array([3])][0].astype(int)
    assert sum(np.abs(one - alone).max() > 5 for one in shown.astype(int)) > 10


def test_copies_are_the_eight_symmetries(sample: datasets.Galaxies) -> None:
    few = preview.few(sample, np.array([5]), STEPS)
    eight = preview.copies(few, 5, 8)
    image = few[np.array([5])][0]
    wanted = {np.rot90(one, turns).tobytes() for one in (image, image[:, ::-1]) for turns in range(4)}
    assert np.array_equal(eight[0], image) and {one.tobytes() for one in eight} == wanted


def test_what_was_drawn_is_said(sample: datasets.Galaxies) -> None:
    few, epochs = preview.few(sample, np.arange(8), STEPS), range(1, 9)
    said = preview.described(few, 3, ("flips:axes=horizontal",), 5, epochs)
    shown = preview.draws(few, 3, ("flips:axes=horizontal",), 30.0, 5, epochs)
    image = few[np.array([3])][0]
    assert set(said) == {"", "mirrored"}
    assert all(np.array_equal(one, image[:, ::-1] if words else image) for one, words in zip(shown, said, strict=True))
    both = preview.described(few, 3, ("noise", "mixup:alpha=1"), 5, epochs)
    assert all(words.startswith("noise, ") and words.endswith(" % of another image") for words in both)
    assert preview.copies_described(3) == ["", "turned 90°", "turned 180°"]


def test_noise_is_taken_apart() -> None:
    image = np.full((64, 64, 3), 100, np.uint8)
    (_, original), (title, alone), (_, both) = preview.parts(image, "noise:beta=0.2", std=50.0, seed=0)
    assert original is image and title == "Noise alone, σ = 0.2 × 50.0 = 10.0 grey levels"
    assert preview.parts(image, "flips", std=50.0, seed=0) == ()
    assert alone.std() == pytest.approx(10, rel=0.1) and alone.mean() == pytest.approx(128, abs=0.5)
    assert np.abs((both.astype(int) - 100) - (alone.astype(int) - 128)).max() <= 1, "image plus that noise"


@pytest.mark.parametrize(
    ("augment", "low", "high"),
    [((), 0, 0), (("flips", "noise"), 0, 0), (("shift:share=0.25",), 0.15, 0.3), (("zoom:range=0",), 0, 0),
     (("rotation",), 0.05, 0.2), (("resized_crop",), 0, 0)],
)  # fmt: skip
def test_the_blank_share(augment: tuple[str, ...], low: float, high: float) -> None:
    assert low <= preview.blank(augment, (64, 64)) <= high


def test_the_models_have_augmentations_that_exist() -> None:
    for name in models.names():
        own = getattr(models.model(name), "AUGMENT", ())
        assert augmentations.pipeline(own).draws >= len(own)
