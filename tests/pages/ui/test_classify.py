"""The parts of Classify; the page itself: tests/pages/test_classify.py."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import right_when_this_sure, stored
from pages.ui import classify

ANSWER = """
import numpy as np
from galaxy_core import runs
from pages.ui.asked_galaxy import Asked
classify.answer(runs.find({name!r}), Asked(np.zeros((8, 8, 3), np.uint8), np.array({p}), 0.0123), {label})
"""


def test_how_often_it_is_right_is_counted_on_validation_images(finished: dict[str, runs.Run]):
    run = finished["pca_logistic"]
    for sure in np.linspace(0.15, 0.99, 9):
        found = right_when_this_sure(stored.predictions(run, "validation"), float(sure))
        said = found and f"When it is this sure, it is right {formatting.times_in_ten(found[0])} on drawn galaxies."
        assert classify._how_often(run, float(sure), 3) == (said or "")


def test_no_rate_is_told_of_a_picture_from_elsewhere(finished: dict[str, runs.Run]):
    said = classify._how_often(finished["pca_logistic"], 0.7, None)
    assert "times in 10" not in said and said.endswith("it has been tested on drawn galaxies only.")


@pytest.mark.parametrize(
    ("label", "said", "colour"),
    [(2, "Right. It was drawn as a round smooth galaxy.", "right"),
     (5, "Wrong. It was drawn as a barred spiral.", "wrong"),
     (None, "Nobody knows the right answer here.", "right")],
)  # fmt: skip
def test_the_answer_and_the_truth(label: int | None, said: str, colour: str, draw: Callable, finished: dict):
    p = [0.01] * 10
    p[2] = 0.91
    seen = draw(ANSWER.format(p=p, label=label, name=finished["cnn"].name))
    assert "Almost certainly a round smooth galaxy" in seen.text and said in seen.text
    assert f"width:91.0%;background:var(--gx-{colour})" in seen.html and "Answered in 12 milliseconds." in seen.text
