"""`export RUN`"""

import csv
import sys
from importlib.util import find_spec

import pytest

needs_mlflow = pytest.mark.skipif(find_spec("mlflow") is None, reason="pip install mlflow-skinny")


def test_a_card_and_predictions(trained, names, tmp_path):
    answer = trained(
        "export", "latest", "--card", tmp_path / "card.md", "--predictions", tmp_path / "p.csv", "--part", "validation"
    )
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == f"{tmp_path / 'card.md'}: its model card."
    assert "validation images." in answer.out
    assert (tmp_path / "card.md").read_text(encoding="utf-8").startswith("# Model card: CNN")
    with open(tmp_path / "p.csv", newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    assert trained.inside("predictions", "latest", "--part", "validation", "--csv", tmp_path / "q.csv").code == 0
    assert (tmp_path / "q.csv").read_bytes() == (tmp_path / "p.csv").read_bytes(), "one file, two ways to it"
    assert len(lines) == 1 + trained.inside("show", "latest", "--json").json["scores"]["validation"]["n"]


def test_json_says_what_was_written(trained, names, tmp_path):
    answer = trained.inside("export", names["majority"], "--predictions", tmp_path / "p.csv", "--json")
    assert answer.json == {
        "run": names["majority"], "mlflow": None, "card": None,
        "predictions": {"file": str(tmp_path / "p.csv"), "part": "test", "n": answer.json["predictions"]["n"]},
    }  # fmt: skip


@needs_mlflow
def test_into_mlflow_twice(trained, names, tmp_path):
    first = trained("export", names["cnn"], "--mlflow", tmp_path / "ml flow")
    assert (first.code, first.err) == (0, "")
    address = f"sqlite:///{tmp_path / 'ml flow' / 'mlflow.db'}"
    assert first.out == f"Added to {tmp_path / 'ml flow'}: “mlflow ui --backend-store-uri '{address}'” shows it.\n"
    second = trained.inside("export", names["cnn"], "--mlflow", tmp_path / "ml flow", "--json")
    assert second.json["mlflow"]["new"] is False and second.json["mlflow"]["experiment"] == "Sample (drawn galaxies)"
    again = trained.inside("export", names["cnn"], "--mlflow", tmp_path / "ml flow")
    assert again.out.startswith("Brought up to date in")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "Nothing is asked for: give --mlflow DIR, --card FILE.md or --predictions FILE.csv."),
        (["--card", "."], 2, ". is a folder"),
        (["--predictions", "new/"], 2, "new/ is a folder"),
        (["--predictions", "x.csv", "--part", "tast"], 2, "“tast” is not a part"),
        (["--card", "x.md", "--part", "test"], 2, "--part chooses among the predictions"),
        (["--card", "/proc/x.md"], 1, "/proc can't be used"),
        (["--predictions", "/proc/x.csv"], 1, "/proc can't be used"),
        (["--mlflow", "/proc/x"], 1, "can't be used"),
        (["--mlflow", __file__], 2, "is a file: give the name of a folder"),
    ],
)
def test_wrong_wishes_and_places(trained, arguments, code, words):
    answer = trained.inside("export", "latest", "--json", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.sentence


def test_runs_that_are_not_there_or_have_nothing(cli, names, tmp_path):
    assert "There is no run “nix”" in cli.inside("export", "nix", "--card", tmp_path / "x.md").sentence
    (cli.runs / names["cnn"] / "predictions.npz").unlink()
    answer = cli.inside("export", names["cnn"], "--predictions", tmp_path / "x.csv")
    assert answer.code == 1 and "has no predictions" in answer.sentence and not (tmp_path / "x.csv").exists()
    (cli.runs / names["majority"] / "result.json").unlink()
    assert "hasn't finished" in cli.inside("export", names["majority"], "--card", tmp_path / "x.md").sentence


def test_without_mlflow_it_says_how_to_get_it(trained, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "mlflow", None)
    answer = trained.inside("export", "latest", "--mlflow", tmp_path / "x")
    assert answer.code == 2 and "run “.venv/bin/pip install mlflow-skinny”" in answer.sentence
