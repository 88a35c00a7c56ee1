"""One galaxy, large."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from galaxy_core import datasets, runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import mistakes, stored

OPEN = "from galaxy_core import datasets\nimport numpy as np\ngalaxies = datasets.open_dataset({name!r})\n"


def test_what_it_is_and_where(draw: Callable, decals_file: Path):
    mine = datasets.open_dataset(str(decals_file))
    seen = draw(OPEN.format(name=str(decals_file)) + "galaxy_dialog.show(galaxies, 37)")
    assert f"In truth {mine.classes[mine.labels[37]]}" in seen.text
    assert f"Position {mine.ra[37]:.4f}° {mine.dec[37]:+.4f}° Redshift {mine.redshift[37]:.3f}" in seen.text
    (link,) = seen.app.get("link_button")
    assert f"ra={mine.ra[37]:.5f}&dec={mine.dec[37]:+.5f}" in link.proto.url
    assert "The model said" not in seen.text


def test_drawn_galaxies_are_called_so_and_lead_nowhere(draw: Callable):
    seen = draw(OPEN.format(name="sample") + "galaxy_dialog.show(galaxies, 5)")
    assert "Drawn as (synthetic)" in seen.text and not seen.app.get("link_button")


def test_what_a_model_said(draw: Callable, decals_file: Path):
    mine = datasets.open_dataset(str(decals_file))
    p = np.full(10, 0.02)
    p[4] = 0.82
    seen = draw(OPEN.format(name=str(decals_file)) + f"galaxy_dialog.show(galaxies, 3, np.array({p.tolist()}))")
    assert f"{mine.classes[4]} {formatting.share(0.82)}" in seen.text
    assert "background:var(--gx-wrong)" in seen.html  # row 3 is of class 3


def test_an_image_that_cannot_be_read_is_a_sentence(draw: Callable, decals_file: Path):
    seen = draw(
        OPEN.format(name=str(decals_file)) + "import dataclasses\nfrom galaxy_core import DataError\n"
        "def read(rows): raise DataError('It has changed. Open it again.')\n"
        "galaxy_dialog.show(dataclasses.replace(galaxies, read=read), 3)"
    )
    assert "It has changed. Open it again." in seen.text and seen.html.count('role="alert"') == 1


def asked(run: runs.Run, position: int) -> str:
    """The lines of a page that shows one test image and what the run says of it."""
    return (
        OPEN.format(name="sample") + "from galaxy_core import runs\nfrom galaxy_core.evaluation import stored\n"
        f"run = runs.find({run.name!r})\nsaid, at = stored.predictions(run), {position}\n"
        "galaxy_dialog.show(galaxies, int(said.rows[at]), said.probabilities[at], run)"
    )


def test_where_a_network_looks_for_what_it_said_and_for_the_truth(draw: Callable, finished: dict, prepared: np.ndarray):
    said = stored.predictions(finished["cnn"])
    wrong = int(mistakes(said)[0])
    seen = draw(asked(finished["cnn"], wrong)).choose("Picture", "Where it looks (Grad-CAM)")
    called, label = int(said.predicted[wrong]), int(said.labels[wrong])
    assert f"speaks for {said.classes[called]}." in seen.text
    seen.choose("What speaks", label)
    assert f"speaks for {said.classes[label]}." in seen.text
    assert all(name in seen.text for name in said.classes)  # all probabilities


def test_a_model_without_a_map_says_why(draw: Callable, finished: dict, trained: dict, prepared: np.ndarray):
    seen = draw(asked(trained["pca_logistic"], 0)).choose("Picture", "Where it looks (Grad-CAM)")
    assert "There is no map of where it looks. It isn't a network with convolutions" in seen.text
    (trained["cnn"].folder / "model.onnx").unlink()
    seen = draw(asked(trained["cnn"], 0)).choose("Picture", "Where it looks (Grad-CAM)")
    assert "There is no map of where it looks." in seen.text and "its model has been deleted" in seen.text


def test_neighbours_are_of_the_training_images_and_never_itself(draw: Callable, finished: dict, prepared: np.ndarray):
    run = finished["majority"]
    train = stored.predictions(run, "train")
    row = int(train.rows[3])
    seen = draw(OPEN.format(name="sample") + "from galaxy_core import runs\n"
        f"galaxy_dialog.show(galaxies, {row}, np.eye(10)[0], runs.find({run.name!r}))")  # fmt: skip
    near = [int(item["lines"][1].removeprefix("no. ")) for item in seen.data("alike")["items"]]
    assert len(set(near)) == 6 and set(near) <= set(train.rows.tolist()) - {row}
