"""Many pictures at once are answered as one by one."""

import io

import numpy as np
import pytest
from PIL import Image

from galaxy_core.catalogue import asking
from galaxy_core.catalogue.sources import Picture
from galaxy_core.prediction import classifier
from tests.catalogue import made


@pytest.mark.parametrize("model", ["pca_logistic", "cnn"])
def test_many_are_answered_as_one_by_one(finished: dict, model: str) -> None:
    given = [Picture(None, image) for image in made.images(5)]
    answers = asking.model(finished[model]).answers([*given, Picture("x", "cut short")])
    ready = classifier(finished[model])
    for place, image in enumerate(made.images(5)):
        told = ready.told(image)
        assert answers.columns["predicted"][place] == told["predicted"]
        assert answers.certainty[place] == pytest.approx(told["certainty"], abs=2e-3)
        assert answers.distance[place] == pytest.approx(told["distance"], abs=0.02)
        probabilities = dict(zip(ready.task.names, answers.columns["probabilities"][place], strict=True))
        assert {name: float(p) for name, p in probabilities.items()} == pytest.approx(told["probabilities"], abs=2e-3)
    assert answers.faults == ("",) * 5 + ("cut short",)


def test_votes_have_fractions_and_concentrations(voted: dict) -> None:
    answers = asking.model(voted["cnn"]).answers([Picture(None, image) for image in made.images(3)])
    assert answers.columns["fractions"].shape == answers.columns["concentrations"].shape == (3, 37)
    assert np.isnan(answers.certainty).all() and all("volunteers" in told for told in answers.columns["predicted"])


def test_a_large_jpeg_is_unpacked_at_a_part_of_its_size(finished: dict) -> None:
    held = io.BytesIO()
    Image.fromarray(made.images(1)[0]).resize((1000, 1000), Image.Resampling.BICUBIC).save(held, "JPEG", quality=95)
    picture = Picture("a.jpg", held.getvalue())
    assert picture.pixels(200).shape == (250, 250, 3) and picture.pixels(0).shape == (1000, 1000, 3)
    model = asking.model(finished["cnn"])
    small, whole = (model.answers([Picture(None, picture.pixels(side))]) for side in (128, 0))
    difference = small.columns["probabilities"][0] - whole.columns["probabilities"][0]
    assert float(np.abs(difference).max()) < 0.05
