"""A third task, of which the lab knows nothing: one number to a galaxy. Its plug-ins lie in tests/third, nowhere else.

It is trained in processes of its own, by a model that a test brings, by a network and by a forest of the lab; scored,
ranked, listed, reported and shown, without an edit anywhere else.
"""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import DataError, UsageError, datasets, models, queue, report, runs, tasks
from galaxy_core.charts import measures
from galaxy_core.evaluation import comparison, ranking, stored, summaries
from galaxy_core.report import card
from galaxy_core.runs import Run
from galaxy_core.search.plan import Dimension, plan
from tests.tasks.test_tasks import head_faults

ROOT, THIRD = Path(__file__).parents[2], Path(__file__).parents[1] / "third"
WANTED = {
    "column_mean": {},
    "ridge": {},
    "forest": {"components": 6, "image_size": 16, "trees": 20},
    "cnn": {"epochs": 3, "image_size": 16, "filters": 4, "batch_size": 16, "keep": "best_score", "crop": 1.0},
}


@pytest.fixture(scope="module")
def third() -> Iterator[None]:
    """One more task, data set and model, in this process and in those that it starts."""
    before = {room: list(room.__path__) for room in (tasks, datasets, models)}
    path = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join((str(THIRD), str(ROOT)))
    runpy.run_path(str(THIRD / "sitecustomize.py"))
    yield
    for room, places in before.items():
        room.__path__[:] = places
    tasks.kind.cache_clear()
    os.environ.pop("PYTHONPATH")
    if path is not None:
        os.environ["PYTHONPATH"] = path


@pytest.fixture(scope="module")
def trained(third: None, tmp_path_factory: pytest.TempPathFactory, until: Callable) -> Iterator[dict[str, Run]]:
    """A finished run of each model, in a runs folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GALAXY_RUNS", str(tmp_path_factory.mktemp("third")))
        made = {name: queue.submit(runs.request("squares", name, values)) for name, values in WANTED.items()}
        for run in made.values():
            until(lambda run=run: run.status in ("finished", "failed"), 240, f"training of {run.name}")
            assert run.is_finished, f"{run.error}\n{run.log()}"
        yield made


def shell(*words: str) -> str:
    """What a command prints."""
    return subprocess.check_output([sys.executable, "-m", "galaxy_core", *words], cwd=ROOT, text=True, timeout=120)


@pytest.mark.usefixtures("third")
def test_it_keeps_the_contract_of_a_task() -> None:
    task = tasks.kind("brightness")(("brightness",))
    assert list(head_faults(sys.modules[type(task).__module__])) == [] and task.name == "brightness"
    with pytest.raises(DataError, match="a finite number each"):
        task.check(np.array([1, 2]))


@pytest.mark.usefixtures("third")
def test_models_that_need_classes_are_refused_in_words() -> None:
    for name in ("boosting", "pca_logistic"):
        with pytest.raises(UsageError, match="can't learn what is asked of squares: choose .*Random forest.*Ridge"):
            runs.request("squares", name)
    assert models.usual("brightness") == "cnn" and not models.serves(models.model("pca_logistic"), "brightness")
    with pytest.raises(UsageError, match="have no classes"):
        _ = datasets.open_dataset("squares").labels


@pytest.mark.usefixtures("third")
def test_a_search_goes_by_its_score_unless_told_otherwise() -> None:
    space = (Dimension("trees", (5, 10)),)
    assert plan(space, task="brightness").measure == "rmse" and plan(space, measure="loss").measure == "loss"
    with pytest.raises(UsageError, match="“accuracy” is not a measure: choose rmse, close, loss"):
        plan(space, measure="accuracy", task="brightness")


def test_it_is_trained_and_scored(trained: dict[str, Run]) -> None:
    for name, run in trained.items():
        assert (run.task, run.target_names) == ("brightness", ("brightness",)), name
        said, summary = stored.predictions(run), summaries.summary(run)
        off = said.outputs[:, 0] - said.targets
        assert summary.test.values["rmse"].value == pytest.approx(np.sqrt((off**2).mean()), rel=1e-5)
        assert summary.validation is not None and summary.baseline["rmse"] > 0.15
    for name in ("ridge", "forest"):
        assert (
            summaries.summary(trained[name]).test.values["rmse"].high
            < summaries.summary(trained[name]).baseline["rmse"]
        )
    history = trained["cnn"].history
    assert list(history[0]) == ["epoch", "loss", "off", "learning_rate", "val_loss", "val_off", "seconds"]
    assert history[-1]["val_loss"] == pytest.approx(stored.scores_of(trained["cnn"], "validation").loss, abs=0.02)


def test_the_exported_graphs_say_the_same(trained: dict[str, Run]) -> None:
    from galaxy_core import prediction

    images = datasets.open_dataset("squares").images(rows := stored.predictions(trained["ridge"]).rows)
    for name, run in trained.items():
        said = prediction.classifier(run).images(images)
        order = np.argsort(np.argsort(rows))
        assert np.allclose(said, stored.predictions(run).outputs, atol=1e-3), (name, order)


def test_it_is_ranked_by_validation_images_the_smallest_error_first(trained: dict[str, Run]) -> None:
    lines = comparison.table("squares")
    errors = [line.validation().value for line in lines]
    assert errors == sorted(errors) and lines[0].run.request.model in ("ridge", "forest")
    for measure in ("rmse", "close"):
        found = ranking.against_best(comparison.best_first(lines, measure), measure)
        worst = next(one for one in found.against if one.line.run == trained["column_mean"])
        assert worst in found.beaten and worst.low > 0
        assert ranking.optimism(lines, measure) > 0


def test_it_is_listed(trained: dict[str, Run]) -> None:
    listed = json.loads(shell("runs", "--json"))
    assert {one["run"]: one["task"] for one in listed} == {run.name: "brightness" for run in trained.values()}
    keys = {"n", "rmse", "rmse_interval", "close", "close_interval", "loss"}
    assert all(one["scores"].keys() == one["validation"].keys() == keys for one in listed)
    told = shell("runs")
    assert "TEST RMSE (95 %)" in told and " mag (" in told and "ACCURACY" not in told
    shown = json.loads(shell("show", trained["cnn"].name, "--json"))
    assert shown["classes"] == [] and shown["target_names"] == ["brightness"] and shown["scores"]["test"].keys() == keys
    assert "VALIDATION OFF" in shell("show", trained["cnn"].name)
    predictions = json.loads(shell("predictions", trained["ridge"].name, "--json"))
    assert predictions[0].keys() == {"row", "true", "estimate"} and len(predictions) == shown["scores"]["test"]["n"]


def test_it_answers_pictures_from_elsewhere(trained: dict[str, Run], tmp_path: Path) -> None:
    Image.fromarray(datasets.open_dataset("squares").images(np.array([3]))[0]).save(tmp_path / "square.png")
    (found,) = json.loads(shell("predict", trained["ridge"].name, str(tmp_path / "square.png"), "--json"))
    assert found["predicted"] == pytest.approx(datasets.open_dataset("squares").targets[3], abs=0.2)
    assert "square.png: 0." in shell("predict", trained["ridge"].name, str(tmp_path / "square.png"))


def test_it_is_reported(trained: dict[str, Run]) -> None:
    html = report.html([trained["ridge"], trained["column_mean"]])
    assert "RMSE" in html and "Confusion matrix" not in html and "mag" in html
    assert "RMSE" in card.markdown(trained["cnn"])


def test_compare_shows_it(trained: dict[str, Run], visit: Callable) -> None:
    seen = visit("compare", dataset="squares")
    best = comparison.table("squares")[0]
    score = measures.value(best.measure(), best.score().value)
    assert f"{best.title} is the best so far on validation images: it is off by {score}" in seen.text
    table = next(found.value for found in seen.app.dataframe if "Run" in found.value.columns)
    assert table["Run"].tolist() == [line.run.name for line in comparison.table("squares")]
    assert table["Validation RMSE"].is_monotonic_increasing and "Close, 95 %" in table.columns
    assert "Adjusted p-value" in next(found.value for found in seen.app.dataframe if "p-value" in found.value.columns)


@pytest.mark.parametrize("page", ["home", "train", "inspect", "classify", "explore", "augment"])
def test_every_page_opens_on_it(page: str, trained: dict[str, Run], visit: Callable) -> None:
    assert visit(page, dataset="squares").text
