"""The sample is good enough to learn from: a model that saw drawn galaxies only recognises real ones."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import prediction, queue, runs
from galaxy_core.datasets import open_dataset

REAL = Path(__file__).parents[2] / "shared" / "real" / "Galaxy10_DECals_50.h5"
IMAGES = 4000
SHORT = {"epochs": 10, "filters": 16, "image_size": 64, "views": 8}
LEAST = 0.40  # of fifty images; chance is 0.1, and the whole sample with the default settings reaches far more


@pytest.mark.long
@pytest.mark.skipif(not REAL.exists(), reason="../shared/real/Galaxy10_DECals_50.h5 isn't here")
@pytest.mark.usefixtures("own_runs")
def test_a_model_that_saw_drawn_galaxies_only_recognises_real_ones(
    monkeypatch: pytest.MonkeyPatch, until: Callable
) -> None:
    monkeypatch.setenv("GALAXY_SAMPLE", str(IMAGES))
    run = queue.submit(runs.request("sample", "cnn", SHORT))
    until(lambda: run.status in ("finished", "failed"), 500)
    assert run.is_finished, run.error
    real, ready = open_dataset(str(REAL)), prediction.classifier(run)
    assert real.classes == ready.task.names
    said = np.array([ready.outside(image).argmax() for image in real.images(np.arange(real.n))])
    assert real.n == 50 and (said == real.labels).mean() >= LEAST
