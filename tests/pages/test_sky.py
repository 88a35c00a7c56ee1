"""Classify, from the sky: a name or a place is asked for once it was typed, and every failure is a sentence."""

from collections.abc import Callable

import pytest

from galaxy_core import prediction, runs
from galaxy_core.charts import formatting
from galaxy_core.prediction import sky_lists
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


def test_a_list_is_asked_in_the_background_and_goes_on(seen: Visit, finished: dict[str, runs.Run], service, until):
    run, places = finished["pca_logistic"], ["Whirlpool", "M 42", "12 95"]
    seen.choose("A list of galaxies", True)
    seen.app.text_area[0].set_value("\n".join(places))
    seen.run()
    assert service.asked == [] and "Ask for 3 places" in seen.buttons
    seen.click("Ask for 3 places")
    until(lambda: None not in sky_lists.known(run, places, "legacy") and sky_lists.job(run, "legacy") is None)
    table = seen.run().app.dataframe[0].value
    told = prediction.classifier(run).told(cutouts.cutout(names.target("Whirlpool")).image)
    assert list(table["Place"]) == ["Whirlpool · NGC 5194", "M 42", "12 95"] and table["Class"][0] == told["predicted"]
    assert "is no galaxy" in table["Class"][1] and "declination" in table["Class"][2]
    assert "Ask again for 2 places" in seen.buttons and len(service.asked) == 1
    seen.app.text_area[0].set_value("\n".join([*places, "12 4"]))
    assert "Ask for 3 places" in seen.run().buttons, "those without an answer are asked again, too"
    seen.app.file_uploader[0].set_value(("mine.csv", b"ra,dec\n12,3\n13,4\n", "text/csv"))
    assert seen.run().app.text_area[0].value == "12 3\n13 4" and "Ask for 2 places" in seen.buttons
    seen.app.file_uploader[0].set_value(("bad.csv", b"", "text/csv"))
    assert "names no galaxy" in seen.run().text
