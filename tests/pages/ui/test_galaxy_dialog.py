"""One galaxy, large."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from galaxy_core import datasets, runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import mistakes, stored

OPEN = "from galaxy_core import datasets\nimport numpy as np\ngalaxies = datasets.open_dataset({name!r})\n"
SHOW = (
    "pressed = None if st.query_params.get('galaxy') else {at}\n"
    "galaxy_dialog.large_view(galaxy_dialog.Origin(galaxies, np.array({rows}){run}), pressed)\n"
)


def lines(name: str, rows: list[int], at: int = 0, run: str = "") -> str:
    """A page on which one of these rows has just been pressed."""
    found = f"from galaxy_core import runs\nrun = runs.find({run!r})\n" if run else ""
    return OPEN.format(name=name) + found + SHOW.format(at=at, rows=rows, run=", run" if run else "")


def test_what_it_is_and_where(draw: Callable, decals_file: Path):
    mine = datasets.open_dataset(str(decals_file))
    seen = draw(lines(str(decals_file), [37]))
    assert f"In truth {mine.classes[mine.labels[37]]}" in seen.text
    where = f"{mine.ra[37]:.4f}° {mine.dec[37]:+.4f}°".replace("-", "−")
    assert f"Position {where} Redshift {mine.redshift[37]:.3f}" in seen.text
    (link,) = seen.app.get("link_button")
    assert f"ra={mine.ra[37]:.5f}&dec={mine.dec[37]:+.5f}" in link.proto.url
    assert "The model said" not in seen.text


def test_drawn_galaxies_are_called_so_and_lead_nowhere(draw: Callable):
    seen = draw(lines("sample", [5]))
    assert "Drawn as (synthetic)" in seen.text and not seen.app.get("link_button")


def test_steps_lead_through_the_gallery_and_no_further(draw: Callable):
    seen = draw(lines("sample", [5, 9, 2], at=1))
    assert ", no. 9 " in seen.text and "2 of 3" in seen.text
    seen.click("Next")
    assert ", no. 2 " in seen.text and seen.button("Next").disabled and seen.app.query_params["galaxy"] == "2"
    seen.click("Previous").click("Previous")
    assert ", no. 5 " in seen.text and seen.button("Previous").disabled


def test_own_pictures_are_called_as_their_files(draw: Callable, picture_folder: Path):
    seen = draw(lines(str(picture_folder), [30]))
    assert "round, 06.png" in seen.text and "File round/06.png" in seen.text
    (button,) = seen.app.get("download_button")
    assert button.proto.label == "Download"


def test_what_a_model_said(draw: Callable, finished: dict):
    said = stored.predictions(finished["pca_logistic"])
    wrong = int(mistakes(said)[0])
    seen = draw(lines("sample", [int(said.rows[wrong])], run=finished["pca_logistic"].name))
    top = float(said.probabilities[wrong].max())
    assert f"{said.classes[said.predicted[wrong]]} {formatting.share(top)}" in seen.text
    assert "background:var(--gx-wrong)" in seen.html and "It learned from this image" not in seen.text


def test_an_image_that_cannot_be_read_is_a_sentence(draw: Callable, decals_file: Path):
    seen = draw(
        OPEN.format(name=str(decals_file)) + "import dataclasses\nfrom galaxy_core import DataError\n"
        "def read(rows): raise DataError('It has changed. Open it again.')\n"
        "galaxy_dialog.large_view(galaxy_dialog.Origin(dataclasses.replace(galaxies, read=read), np.array([3])), 0)"
    )
    assert "It has changed. Open it again." in seen.text and seen.html.count('role="alert"') == 1


def asked(run: runs.Run, position: int) -> str:
    """The lines of a page that shows one test image and what the run says of it."""
    return lines("sample", [int(stored.predictions(run).rows[position])], run=run.name)


def test_where_a_network_looks_for_what_it_said_and_for_the_truth(draw: Callable, finished: dict, prepared: np.ndarray):
    said = stored.predictions(finished["cnn"])
    wrong = int(mistakes(said)[0])
    seen = draw(asked(finished["cnn"], wrong)).choose("Picture", "Grad-CAM")
    called, label = int(said.predicted[wrong]), int(said.labels[wrong])
    assert f"for {said.classes[called]}" in seen.text and "last layer" in seen.text
    seen.choose("What speaks", label)
    assert f"for {said.classes[label]}" in seen.text
    share = formatting.share(float(said.probabilities[wrong][label]))
    assert f"its {share} for {said.classes[label]}" in seen.choose("Picture", "Occlusion").text
    assert all(name in seen.text for name in said.classes)  # all probabilities


def test_a_model_without_a_map_says_why(draw: Callable, finished: dict, trained: dict, prepared: np.ndarray):
    seen = draw(asked(trained["pca_logistic"], 0))
    (absent,) = [button for button in seen.app.button if button.disabled and button.label == "Grad-CAM"]
    assert "isn't a network with convolutions" in absent.help
    assert "for" in seen.choose("Picture", "Occlusion").text
    (trained["cnn"].folder / "model.onnx").unlink()
    absent = [button for button in draw(asked(trained["cnn"], 0)).app.button if "its model has been" in button.help]
    assert [button.label for button in absent] == ["Grad-CAM", "Occlusion"] and all(one.disabled for one in absent)


def test_neighbours_are_of_the_training_images_and_never_itself(draw: Callable, finished: dict, prepared: np.ndarray):
    run = finished["majority"]
    train = stored.predictions(run, "train")
    row = int(train.rows[3])
    seen = draw(lines("sample", [row], run=run.name))
    near = [int(item["lines"][1].removeprefix("no. ")) for item in seen.data("alike")["items"]]
    assert len(set(near)) == 6 and set(near) <= set(train.rows.tolist()) - {row}
    assert "It learned from this image" in seen.text
    seen.press("alike", 2)
    assert f", no. {near[2]} " in seen.text and "Next" not in seen.buttons
    seen.press("alike", 0).click(f"Back to no. {row}")
    assert f", no. {row} " in seen.text
