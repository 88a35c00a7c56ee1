"""`runs`"""

from datetime import datetime, timedelta

from galaxy_core.shell import runs as command

KEYS = {"run", "dataset", "model", "status", "created", "seconds", "scores"}


def test_the_newest_comes_first_with_its_scores_on_the_test_part(trained):
    answer = trained("runs", "--json")
    assert answer.code == 0
    assert answer.err == ""
    assert [one["model"] for one in answer.json] == ["cnn", "pca_logistic", "majority"]
    for one in answer.json:
        assert set(one) == KEYS
        assert (one["dataset"], one["status"]) == ("sample", "finished")
        assert datetime.fromisoformat(one["created"]).utcoffset() is not None
        assert datetime.now().astimezone() - datetime.fromisoformat(one["created"]) < timedelta(hours=1)
        assert one["seconds"] > 0
        assert 0 <= one["scores"]["accuracy_interval"][0] <= one["scores"]["accuracy"] <= 1
        assert "confusion" not in one["scores"]


def test_scores_equal_those_of_show(trained):
    newest = trained("runs", "--json").json[0]
    test = trained("show", "latest", "--json").json["scores"]["test"]
    assert newest["scores"] == {name: value for name, value in test.items() if name != "confusion"}


def test_the_table(trained, names):
    lines = trained("runs").out.splitlines()
    assert lines[0].split()[:2] == ["RUN", "DATA"]
    assert lines[1].startswith(names["cnn"])
    assert " % (" in lines[1]


def test_no_runs(trained, tmp_path):
    assert trained("runs", "--json", GALAXY_RUNS=str(tmp_path / "none")).json == []
    assert "There are no runs yet" in command.text([])


def test_names_that_steer_a_terminal_are_harmless():
    scores = {"accuracy": 0.5, "accuracy_interval": [0.4, 0.6], "balanced_accuracy": 0.5}
    one = {
        "run": "r",
        "dataset": "/a\x1b[2J<b>\n/c",
        "model": "m",
        "status": "finished",
        "created": "2026-01-01T00:00:00",
    }
    assert command.text([{**one, "seconds": None, "scores": scores}]).splitlines()[1].split()[1] == r"/a\x1b[2J<b>\n/c"
