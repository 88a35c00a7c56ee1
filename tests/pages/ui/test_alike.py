"""Two rows of training images: those alike to the model, and those alike in pixels."""

from collections.abc import Callable

import numpy as np

from galaxy_core import datasets, prediction, runs
from galaxy_core.evaluation import stored
from galaxy_core.prediction import similar

SHOW = """
import numpy as np
from galaxy_core import datasets, runs
from pages.ui import alike
galaxies = datasets.open_dataset("sample")
image = galaxies.images(np.array([{row}]))[0]
sought = alike.Sought(image, {row}, int(galaxies.labels[{row}]))
rows = alike.section(galaxies, runs.find({run!r}), sought, lambda row: st.session_state.update(pressed=row))
st.write(f"all {{len(rows)}} pressed {{st.session_state.get('pressed')}}")
"""


def numbers(seen, key: str) -> list[int]:
    return [int(item["lines"][1].removeprefix("no. ").replace(",", "")) for item in seen.data(key)["items"]]


def test_both_rows_are_of_training_images_and_never_itself(
    draw: Callable, finished: dict[str, runs.Run], prepared: np.ndarray
):
    run = finished["cnn"]
    train = stored.predictions(run, "train").rows
    row = int(train[7])
    seen = draw(SHOW.format(run=run.name, row=row))
    model, pixels = numbers(seen, "alike-model"), numbers(seen, "alike")
    assert len({*model}) == len({*pixels}) == 6 and {*model, *pixels} <= {*train.tolist()} - {row}
    image = prediction.classifier(run).fitted(datasets.open_dataset("sample").images(np.array([row]))[0])
    found = similar.nearest(run, image, 7)
    assert found is not None and model == [other for other in found.rows.tolist() if other != row][:6]
    assert "To the model" in seen.text and "In pixels" in seen.text and f"all {len({*model, *pixels})}" in seen.text
    assert f"pressed {model[2]}" in seen.press("alike-model", 2).text


def test_a_model_that_is_no_network_has_pixels_alone(
    draw: Callable, finished: dict[str, runs.Run], prepared: np.ndarray
):
    seen = draw(SHOW.format(run=finished["pca_logistic"].name, row=3))
    assert "To the model" not in seen.text and "In pixels" in seen.text
