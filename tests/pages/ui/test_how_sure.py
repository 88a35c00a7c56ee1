"""Views and members as glyphs and in words."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from galaxy_core import datasets, prediction, runs
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.evaluation import stored
from galaxy_core.prediction import spread
from galaxy_core.prediction.spread import Spread
from pages.ui import how_sure
from tests.pages.stored_runs import copy

LABELS = (ClassLabel("Round <b>", "Round", "round"), ClassLabel("Cigar", "Cigar", "cigar"))


def test_a_glyph_for_each_answer_and_how_many_agree():
    html = how_sure.dots_html(LABELS, Spread(1, (1, 1, 0, 1), 0.714, 0.052), "Turned", "views")
    assert html.count("--gx-glyph-cigar") == 3 and html.count("--gx-glyph-round") == 1 and "<b>" not in html
    assert "Turned, 3 of 4 views are named the same: calibrated certainty 71 % ± 5 points." in html
    assert 'aria-label="Round &lt;b&gt;"' in html
    html = how_sure.dots_html(LABELS, Spread(0, (0, 0), 1.0, 0.01), "One by one", "members")
    assert "One by one, all 2 members name it the same: calibrated certainty 100 % ± 1 point." in html
    html = how_sure.dots_html(LABELS, Spread(1, (1, 1, 0, 1), 0.714, 0.052), "Turned", "views", elsewhere=True)
    assert "Turned, 3 of 4 views are named the same." in html, "a certainty fitted on other images says nothing here"


SHOW = """
import numpy as np
from galaxy_core import datasets, runs
from pages.ui import how_sure
how_sure.section(runs.find({run!r}), datasets.open_dataset({data!r}).images(np.array([{row}]))[0], np.array({outputs}))
"""


def test_of_a_test_image(draw: Callable, finished: dict[str, runs.Run]):
    run = finished["cnn"]
    said, ready = stored.predictions(run), prediction.classifier(run)
    row, outputs = int(said.rows[0]), said.outputs[0]
    image = ready.fitted(datasets.open_dataset("sample").images(np.array([row]))[0])
    told = spread.told(run, ready.task, outputs, image)
    seen = draw(SHOW.format(run=run.name, data="sample", row=row, outputs=outputs.tolist()))
    assert f"± {round(100 * told['views_spread'])} point" in seen.text and "Turned and mirrored" in seen.text
    assert seen.html.count("gx-glyph-") >= 8 and "One by one" not in seen.text
    seen.app.toggle(key="dropout").set_value(True)
    assert "With dropout, " in seen.run().text and " passes name it the same" in seen.text


def test_a_model_without_dropout_offers_none(draw: Callable, finished: dict[str, runs.Run]):
    run = finished["pca_logistic"]
    said = stored.predictions(run)
    row, outputs = int(said.rows[0]), said.outputs[0].tolist()
    seen = draw(SHOW.format(run=run.name, data="sample", row=row, outputs=outputs))
    assert not seen.app.toggle and "Turned and mirrored" in seen.text


def test_runs_of_other_seeds_are_asked_too(draw: Callable, trained: dict[str, runs.Run], own_runs: Path):
    run = trained["cnn"]
    said = stored.predictions(run)
    lines = SHOW.format(run=run.name, data="sample", row=int(said.rows[0]), outputs=said.outputs[0].tolist())
    assert "With other seeds" not in draw(lines).text
    copy(run, own_runs, "20260101-000000-cnn-0001", seed=1)
    assert "With other seeds, all 2 runs name it the same" in draw(lines).text
