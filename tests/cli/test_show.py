"""`show RUN`"""

import pytest

SCORES = {
    "n", "accuracy", "accuracy_interval", "macro_f1", "macro_f1_interval", "balanced_accuracy",
    "balanced_accuracy_interval", "loss", "confusion",
}  # fmt: skip


@pytest.fixture(scope="module")
def shown(trained, names) -> dict:
    """The document of the PCA run."""
    return trained("show", names["pca_logistic"], "--json").json


def test_what_was_asked(shown, names):
    assert shown["run"] == names["pca_logistic"]
    assert (shown["status"], shown["error"]) == ("finished", None)
    assert shown["title"] == "PCA and logistic regression, components 8, image size 32"
    assert set(shown["request"]) == {"dataset", "model", "parameters", "seed", "split"}
    assert shown["request"]["parameters"]["components"] == 8
    assert (shown["note"], shown["goal"], shown["kept_epoch"]) == ("", None, None)
    assert shown["before"] == names["majority"] and len(shown["changes"]) == 1
    assert (shown["request"]["seed"], shown["request"]["split"]) == (0, "80/10/10")


def test_scores_of_every_part(shown):
    assert set(shown["scores"]) == {"train", "validation", "test"}
    assert sum(part["n"] for part in shown["scores"].values()) == 300
    for part in shown["scores"].values():
        assert set(part) == SCORES
        assert sum(map(sum, part["confusion"])) == part["n"]
        right = sum(part["confusion"][number][number] for number in range(10))
        assert part["accuracy"] == pytest.approx(right / part["n"])
        assert part["accuracy_interval"][0] <= part["accuracy"] <= part["accuracy_interval"][1]


def test_cost_and_what_made_it(shown):
    assert len(shown["classes"]) == 10
    assert shown["history"] == []
    assert set(shown["cost"]) == {"seconds", "cpu_seconds", "peak_mb", "parameters"}
    assert all(value > 0 for value in shown["cost"].values())
    assert set(shown["made_by"]) == {
        "versions",
        "code",
        "commit",
        "machine",
        "threads",
        "dataset_fingerprint",
        "images",
        "labels",
        "columns",
    }
    assert "numpy" in shown["made_by"]["versions"]


def test_the_history_of_a_network(trained, names):
    history = trained("show", names["cnn"], "--json").json["history"]
    assert [epoch["epoch"] for epoch in history] == [1, 2, 3]
    wanted = {"epoch", "loss", "accuracy", "val_loss", "val_accuracy", "learning_rate", "seconds"}
    assert all(set(epoch) == wanted for epoch in history)


def test_text_says_that_the_sample_is_drawn(trained):
    answer = trained("show", "latest")
    assert answer.code == 0
    assert "CNN, epochs 3, " in answer.out and " on sample (synthetic: drawn, not observed)" in answer.out
    assert ": model PCA and logistic regression → CNN" in answer.out
    assert "BALANCED ACCURACY" in answer.out
    assert "VALIDATION ACCURACY" in answer.out


def test_a_run_that_waits(cli):
    name = "20260101-000000-cnn-abcd"
    (cli.runs / name).mkdir()
    asked = '{"dataset": "sample", "model": "cnn", "parameters": {}, "created": 5, "format": 1}'
    (cli.runs / name / "request.json").write_text(asked)
    answer = cli.inside("show", name, "--json")
    assert answer.code == 0
    assert answer.json["status"] == "queued"
    assert answer.json["scores"] == {}
    assert (answer.json["classes"], answer.json["history"]) == ([], [])
    assert answer.json["cost"] == {"seconds": None, "cpu_seconds": None, "peak_mb": None, "parameters": None}
    assert cli.inside("show", name).code == 0
    assert cli.inside("predictions", name).code == cli.inside("predict", name, "x.png").code == 1


def test_a_run_that_failed_says_why(cli, names):
    folder = cli.runs / names["majority"]
    (folder / "result.json").unlink()
    (folder / "state.json").write_text('{"error": "The disk is full."}')
    answer = cli.inside("show", names["majority"], "--json")
    assert (answer.json["status"], answer.json["error"]) == ("failed", "The disk is full.")
    assert "The disk is full." in cli.inside("show", names["majority"]).out


QUESTION = {
    "n", "rmse", "rmse_interval", "floor", "column_mean_rmse", "accuracy", "accuracy_interval", "accuracy_n",
}  # fmt: skip


def test_votes_have_answers_and_a_line_for_each_question(of_votes, voted):
    sure, plain = (of_votes.inside("show", voted[name].name, "--json").json for name in ("cnn", "pca_ridge"))
    assert sure["answers"][0] == "a01_smooth" and len(sure["answers"]) == 37 and "classes" not in sure
    for part in sure["scores"].values():
        assert part.keys() >= {
            "n",
            "rmse",
            "rmse_interval",
            "mse",
            "r2_global",
            "r2_columns",
            "kaggle_rmse",
            "coverage_90",
        }
        assert part["mse"] == pytest.approx(part["rmse"] ** 2)
        assert list(part["questions"]) == [f"t{number:02}" for number in range(1, 12)]
        assert all(set(one) == QUESTION for one in part["questions"].values())
    assert 0 < sure["scores"]["test"]["coverage_90"] < 1 and plain["scores"]["test"]["coverage_90"] is None
    told = of_votes.inside("show", voted["cnn"].name).out
    assert "TEST IMAGES" in told and "FLOOR OF VOTES" in told and "KAGGLE RMSE (95 %)" in told
