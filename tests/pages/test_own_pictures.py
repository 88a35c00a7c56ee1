"""Classify, pictures of one's own: many at once, the frame on one, fields with many galaxies, FITS as chosen."""

import csv
import io
import zipfile
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from galaxy_core import datasets, prediction, runs
from galaxy_core.charts import formatting
from galaxy_core.prediction import framing, tables
from pages.ui import answering
from tests.datasets.files.formats.survey_colours.test_survey_colours import galaxy
from tests.datasets.files.formats.test_fits import SKY, packed
from tests.pages.visits import Visit
from tests.prediction.test_sources import picture, put, sky

File = tuple[str, bytes, str]


@pytest.fixture
def run(finished: dict[str, runs.Run]) -> runs.Run:
    return finished["pca_logistic"]


@pytest.fixture
def seen(visit: Callable, run: runs.Run, monkeypatch: pytest.MonkeyPatch) -> Visit:
    monkeypatch.setattr(answering, "FIRST", 60)
    return visit("classify").choose("Model", run.name).choose("From", "My own image")


def png(image: np.ndarray) -> bytes:
    held = io.BytesIO()
    Image.fromarray(image).save(held, "PNG")
    return held.getvalue()


def upload(seen: Visit, *files: File) -> Visit:
    seen.app.file_uploader[0].set_value(list(files))
    return seen.run()


def frame(seen: Visit) -> str:
    """The key of the frame on the page."""
    return next(one.key for one in seen.app.get("bidi_component") if one.key.startswith("frame-"))


def answer(seen: Visit, run: runs.Run, image: np.ndarray) -> bool:
    """Whether the page shows what the model says of this image."""
    share = formatting.share(float(prediction.classifier(run).outside(image).max()))
    return share in seen.text


def test_many_and_a_zip_are_one_table_and_a_bad_one_has_its_sentence(seen: Visit, run: runs.Run) -> None:
    images = datasets.open_dataset("sample").images(np.arange(3))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("deep/in.png", png(images[1]))
    upload(
        seen, ("a.png", png(images[0]), "image/png"), ("bad <b>.png", b"no", "image/png"),
        ("all.zip", held.getvalue(), "application/zip"),
    )  # fmt: skip
    table = seen.app.dataframe[0].value
    assert list(table["File"]) == ["a.png", "bad <b>.png", "all.zip/deep/in.png"]
    ready, known = prediction.classifier(run), framing.learned(run)
    for row, image in ((0, images[0]), (2, images[1])):
        told = ready.told(framing.cut(image, framing.suggested(image, known)))
        assert table["Class"][row] == told["predicted"]
        assert table["Certainty"][row] == pytest.approx(100 * told["certainty"])
        assert table["Picture"][row].startswith("data:image/jpeg")
    assert "can't be read as a picture" in table["Class"][1] and not isinstance(table["Picture"][1], str)
    assert "2 answers, " in seen.text and "; 1 without an answer." in seen.text
    seen.choose("Which", "No answer")
    assert list(seen.app.dataframe[0].value["File"]) == ["bad <b>.png"]
    seen.choose("Which", "All").choose("Order", "Least certain first")
    sure = [value for value in seen.app.dataframe[0].value["Certainty"] if value == value]
    assert sure == sorted(sure)


def test_what_takes_longer_goes_on_by_itself(seen: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "FIRST", 0)
    image = datasets.open_dataset("sample").images(np.arange(1))[0]
    files = [(f"{number}.png", png(np.roll(image, number, axis=0)), "image/png") for number in range(3)]
    upload(seen, *files)
    assert list(seen.app.dataframe[0].value["Class"]) == ["…"] * 3 and "0 answers" in seen.text
    assert "without an answer" not in seen.text
    monkeypatch.setattr(answering, "FIRST", 60)
    assert "…" not in list(seen.run().app.dataframe[0].value["Class"])


def test_the_answer_follows_the_frame(seen: Visit, run: runs.Run) -> None:
    image = sky(300, 400)
    put(image, 100, 220, 12)
    shown, known = picture(image), framing.learned(run)
    upload(seen, ("mine.png", png(shown), "image/png"))
    suggested = framing.suggested(shown, known)
    assert suggested != framing.whole(shown) and answer(seen, run, framing.cut(shown, suggested))
    data = seen.data(frame(seen))
    assert (data["width"], data["height"]) == (400, 300)
    assert data["box"] == pytest.approx([suggested.x, suggested.y, suggested.side], abs=0.01)
    seen.press(frame(seen), [[200, 100, 90]])
    assert answer(seen, run, framing.cut(shown, framing.Box(200, 100, 90)))
    seen.click("Whole picture")
    assert answer(seen, run, shown)
    for nonsense in ([[float(10**9), 0, 5]], [["a", 1, 2]], [[1]], [{}], [[True, True, True]]):
        assert answer(seen.press(frame(seen), nonsense), run, shown)
    seen.choose("Arcsec per pixel", 0.524)
    assert seen.data(frame(seen))["box"][2] == 300, "what was chosen stays"
    seen.click("Suggested frame")
    assert known and known.field and seen.data(frame(seen))["box"][2] == pytest.approx(known.field / 0.524, abs=0.01)


def test_of_a_field_a_galaxy_is_pressed_or_all_are_told(seen: Visit, run: runs.Run) -> None:
    image = sky(600, 700)
    places = [(150, 150, 9), (500, 160, 12), (180, 450, 10), (520, 430, 14)]
    for x, y, radius in places:
        put(image, x, y, radius)
    shown = picture(image)
    upload(seen, ("field.png", png(shown), "image/png"))
    seen.press(frame(seen), [[505, 165]])
    x, y, side = seen.data(frame(seen))["box"]
    assert abs(x - 500) < 2 and abs(y - 160) < 2 and side < 300
    seen.choose("Table of all 4 sources found in it", True)
    table = seen.app.dataframe[0].value
    assert len(table) == 4 and all(table["Class"]) and "520, 430 px" in table["Source"][0]


def test_fits_is_shown_as_the_viewer_does_until_somebody_chooses(seen: Visit, run: runs.Run) -> None:
    values = galaxy()
    values[0, :2] = 0
    content = packed(values, BANDS="grz", **SKY)
    upload(seen, ("deep.fits", content, "application/fits"))
    assert "No data in 3 % of band g." in seen.text
    assert seen.field("Arcsec per pixel").value == pytest.approx(0.262)
    seen.click("Whole picture")
    assert answer(seen, run, prediction.read_image(content))
    seen.choose("Bands", "r in grey")
    assert "As the survey’s viewer" in seen.buttons
    assert answer(seen.click("As the survey’s viewer"), run, prediction.read_image(content))


def test_uncovered_fits_gets_a_sentence_and_another_band_helps(seen: Visit) -> None:
    values = galaxy()
    values[0, :40] = np.nan
    upload(seen, ("deep.fits", packed(values, BANDS="grz"), "application/fits"))
    assert "62 % of the pixels of its band g, more than 20 %" in seen.text and "Answered in" not in seen.text
    assert "Answered in" in seen.choose("Bands", "r in grey").text


def test_table_names_its_download(seen: Visit) -> None:
    image = datasets.open_dataset("sample").images(np.arange(1))[0]
    upload(seen, ("=a.png", png(image), "image/png"), ("b.png", b"", "image/png"))
    assert "Download table (CSV)" in [button.proto.label for button in seen.app.get("download_button")]
    lines = [line.answer for line in seen.app.session_state[answering.ANSWERS].values()]
    rows = list(csv.DictReader(io.StringIO(tables.csv(lines).decode())))
    assert [row["file"] for row in rows] == ["'=a.png", "b.png"] and rows[1]["error"]
