"""Classify, from the sky: a name or a place is asked for once it was typed, and every failure is a sentence."""

from collections.abc import Callable

import pytest

from galaxy_core import prediction, runs
from galaxy_core.charts import formatting
from galaxy_core.sky import cutouts, names
from tests.pages.visits import Visit
from tests.sky.conftest import service as service


@pytest.fixture
def seen(visit: Callable, finished: dict[str, runs.Run], service) -> Visit:
    return visit("classify").choose("Model", finished["pca_logistic"].name).choose("From", "From the sky")


def test_a_name_its_picture_and_the_answer(seen: Visit, finished: dict[str, runs.Run], service):
    assert service.asked == [] and "for nothing else" in seen.text
    seen.choose("Name or position", "Whirlpool")
    image = cutouts.cutout(names.target("Whirlpool")).image
    probabilities = prediction.classifier(finished["pca_logistic"]).outside(image)
    assert f"{formatting.share(float(probabilities.max()))}" in seen.text
    assert "NGC 5194 in Legacy Surveys, 37.0 arcmin wide" in seen.text and "Nobody knows the right answer" in seen.text
    asked = len(service.asked)
    seen.run()
    assert len(service.asked) == asked == 1
    seen.choose("Ask the other surveys, too", True)
    shown = str(seen.data("sky-surveys"))
    assert len(service.asked) == 4 and all(title in shown for title in ("Legacy Surveys", "SDSS", "Pan-STARRS", "DSS2"))


def test_what_goes_wrong_is_said_and_asked_again_only_when_wanted(seen: Visit, service):
    service.answer = lambda path, query: (503, b"")
    seen.choose("Name or position", "12:29:52 +41:10:30")
    assert "has trouble of its own (503)" in seen.text and len(service.asked) == 1
    seen.run()
    assert len(service.asked) == 1
    seen.click("Ask again")
    assert len(service.asked) == 2
    for place, words in (("M 42", "is no galaxy"), ("12 95", "declination"), ("Zz 1", "Nobody knows"), ("<b>x", "")):
        service.answer = lambda path, query: (200, b"")
        seen.choose("Name or position", place)
        assert words in seen.text and seen.html.count('role="alert"') == 1 and "<b>x" not in seen.html
