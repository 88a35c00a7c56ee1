"""Classify: a random test galaxy or a picture of one's own, and the model's answer, the same as the core's."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from galaxy_core import datasets, prediction, runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import comparison, stored
from galaxy_core.prediction import shown
from pages.ui import visit as visits
from tests.pages.visits import Visit

NAME = "../../<script>alert(1)</script>.jpg"


@pytest.fixture
def run(finished: dict[str, runs.Run]) -> runs.Run:
    return finished["pca_logistic"]


@pytest.fixture
def seen(visit: Callable, run: runs.Run) -> Visit:
    return visit("classify").choose("Model", run.name)


def picture(format: str = "JPEG", size: tuple[int, int] = (90, 70)) -> bytes:
    file = BytesIO()
    pixels = np.random.default_rng(5).integers(0, 255, (size[1], size[0], 3)).astype(np.uint8)
    Image.fromarray(pixels).save(file, format)
    return file.getvalue()


def upload(seen: Visit, name: str, content: bytes) -> Visit:
    seen.choose("From", "My own image")
    seen.app.file_uploader[0].set_value((name, content, "image/jpeg"))
    return seen.run()


def bars(probabilities: np.ndarray, classes: tuple[str, ...]) -> list[str]:
    order = np.argsort(-probabilities)[:3]
    return [f"{classes[at]} {formatting.share(float(probabilities[at]))}" for at in order]


def test_the_best_model_answers_first(visit: Callable, finished: dict[str, runs.Run]):
    best = next(line for line in comparison.table() if (line.run.folder / "model.onnx").exists())
    assert visit("classify").field("Model").value == best.run.name


def test_a_random_test_galaxy_and_the_truth(seen: Visit, run: runs.Run):
    said, sample = stored.predictions(run), datasets.open_dataset("sample")
    for turn in range(3):
        at = int(np.random.default_rng([turn, 5]).integers(said.n))
        p = prediction.classifier(run).images(sample.images(said.rows[at : at + 1]))[0]
        for bar in bars(p, said.classes):
            assert bar in seen.text
        right = p.argmax() == said.labels[at]
        assert ("Right. It was drawn as" if right else "Wrong. It was drawn as") in seen.text
        truth = said.classes[said.labels[at]].lower().removesuffix(" galaxy").removesuffix(" spiral")
        assert truth in seen.text.split("It was drawn as")[1]
        seen.click("Another galaxy")


def test_how_often_it_is_right_when_it_is_this_sure(seen: Visit, run: runs.Run):
    from galaxy_core.evaluation import right_when_this_sure

    said, sample = stored.predictions(run), datasets.open_dataset("sample")
    at = int(np.random.default_rng([0, 5]).integers(said.n))
    sure = float(prediction.classifier(run).images(sample.images(said.rows[at : at + 1])).max())
    found = right_when_this_sure(stored.predictions(run, "validation"), sure)
    wanted = found and f"When it is this sure, it is right {formatting.times_in_ten(found[0])} on drawn galaxies."
    assert (wanted in seen.text) if wanted else "When it is this sure" not in seen.text


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_ones_own(format: str, seen: Visit, run: runs.Run):
    content = picture(format)
    upload(seen, f"mine.{format.lower()}", content)
    p = prediction.classifier(run).outside(prediction.read_image(content))
    for bar in bars(p, stored.predictions(run).classes):
        assert bar in seen.text
    assert "Nobody knows the right answer here." in seen.text and "Another galaxy" not in seen.buttons


@pytest.mark.parametrize("content", [b"This is a text.", picture()[:400], b""], ids=["a text", "cut short", "empty"])
def test_what_is_no_picture_gets_a_sentence(content: bytes, seen: Visit):
    upload(seen, NAME, content)
    assert seen.html.count('role="alert"') == 1 and "<script" not in seen.html
    assert "<script>alert(1)</script>.jpg can't be read as a picture" in seen.text
    assert "Answered in" not in seen.text


def test_without_a_model_it_leads_to_train(visit: Callable, own_runs):
    seen = visit("classify")
    assert "No model to ask yet" in seen.text
    seen.click("Train a first model")
    assert [found.value for found in seen.app.title] == ["Train"]


def test_classes_called_by_a_tag_stay_text(visit: Callable, folder_run: runs.Run):
    seen = visit("classify").choose("Model", folder_run.name)
    assert "<script>alert(1)<!-- galaxy" in seen.text and "<script" not in seen.html
    assert "People called it" in seen.text


def test_noise_is_said_to_be_unlike_all_it_has_learned(seen: Visit):
    upload(seen, "noise.png", picture("PNG", (128, 128)))
    assert "Not like anything it has learned." in seen.text
    image = datasets.open_dataset("sample").images(np.array([5]))[0]
    file = BytesIO()
    Image.fromarray(image).save(file, "PNG")
    upload(seen, "galaxy.png", file.getvalue())
    assert "Not like anything it has learned." not in seen.text


def test_a_picture_of_ones_own_is_there_after_a_reload_until_it_is_taken_away(
    visit: Callable, seen: Visit, run: runs.Run, monkeypatch: pytest.MonkeyPatch
):
    upload(seen, "mine <b>.jpg", content := picture()).run()
    name = seen.app.session_state[visits.NAME]
    monkeypatch.setattr(visits, "_before", lambda: name)
    again = visit("classify")
    assert again.field("Model").value == run.name and "mine <b>.jpg" in again.text
    p = prediction.classifier(run).outside(prediction.read_image(content))
    assert bars(p, stored.predictions(run).classes)[0] in again.text
    assert "Answered in" not in again.click("Take it away").text
    monkeypatch.setattr(shown, "path", lambda identity: None)
    assert "isn’t kept any more. Show it again." in visit("classify").text


def test_each_choice_is_in_the_address_where_back_finds_it(visit: Callable, run: runs.Run, seen: Visit):
    first = seen.text
    assert seen.click("Another galaxy").app.query_params["turn"] == "1" and seen.text != first
    again = visit("classify", model=run.name, turn="1").text
    assert again.partition("Answered in")[0] == seen.text.partition("Answered in")[0]
    assert seen.choose("From", "My own image").app.query_params["from"] == "My own image"
    assert "Pictures of galaxies" in str(visit("classify", **{"from": "My own image"}).app.file_uploader[0].label)
