"""`runs`"""

from datetime import datetime, timedelta

from galaxy_core.cli import runs as command

LONG = ("--model", "cnn", "--set", "epochs=500", "--set", "image_size=16", "--set", "filters=4")
KEYS = {
    "run",
    "title",
    "note",
    "dataset",
    "model",
    "status",
    "created",
    "seconds",
    "changes",
    "scores",
    "task",
    "validation",
    "shipped",
    "backend",
    "job",
    "reason",
    "node",
}


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
        assert "confusion" not in one["scores"] and one["task"] == "classes"
        assert one["validation"].keys() == one["scores"].keys() and one["validation"] != one["scores"]


def test_scores_equal_those_of_show(trained):
    newest = trained("runs", "--json").json[0]
    test = trained("show", "latest", "--json").json["scores"]["test"]
    assert newest["scores"] == {name: value for name, value in test.items() if name != "confusion"}


def test_the_table(trained, names):
    lines = trained("runs").out.splitlines()
    assert lines[0].split()[:2] == ["RUN", "DATA"]
    assert lines[1].startswith(names["cnn"])
    assert " % (" in lines[1]


def test_what_is_shipped_comes_last_and_is_marked(trained):
    *own, last = trained("runs", "--json", GALAXY_SHIPPED="").json
    assert len(own) == 3 and not any(one["shipped"] for one in own)
    assert (last["run"], last["shipped"]) == ("first-model", True)
    assert last["scores"]["n"] == 799, "its own test images, however large the sample is here"


def test_no_runs(trained, tmp_path):
    assert trained("runs", "--json", GALAXY_RUNS=str(tmp_path / "none")).json == []
    assert "There are no runs yet" in command.text([])


def test_names_that_steer_a_terminal_are_harmless():
    scores = {"n": 9, "accuracy": 0.5, "accuracy_interval": [0.4, 0.6]}
    scores |= {"balanced_accuracy": 0.5, "balanced_accuracy_interval": [0.4, 0.6]}
    one = {
        "run": "r",
        "title": "my [red]\x1b[31mrun",
        "dataset": "/a\x1b[2J<b>\n/c",
        "model": "m",
        "status": "finished",
        "created": "2026-01-01T00:00:00",
    }
    line = str(
        command.text([{**one, "seconds": None, "scores": scores, "validation": None, "task": "classes"}])
    ).splitlines()[1]
    assert line.split()[1] == r"/a\x1b[2J<b>\n/c" and line.endswith(r"my [red]\x1b[31mrun")


def test_what_changed_against_the_run_before(trained, names):
    listed = {one["run"]: one for one in trained.inside("runs", "--json").json}
    assert listed[names["majority"]]["changes"] == []
    assert listed[names["pca_logistic"]]["changes"] == ["model Majority baseline → PCA and logistic regression"]
    assert listed[names["cnn"]]["changes"] == ["model PCA and logistic regression → CNN"]


def test_watching_ends_by_itself_and_lists_the_runs(cli):
    started = cli("train", "--dataset", "sample", "--model", "majority", "--json").json["run"]
    answer = cli("runs", "--watch", "--json")
    assert answer.code == 0
    assert answer.json[0]["run"] == started and answer.json[0]["status"] == "finished"
    last = answer.err.splitlines()[-1:]
    assert not last or (last[0].startswith(f"{started}: Majority baseline") and last[0].endswith(": finished"))
    assert cli("runs", "--watch").err == "", "nothing goes on"


def test_ctrl_c_ends_the_watching_and_not_the_runs(cli, until):
    started = cli("train", "--dataset", "sample", *LONG, "--json").json["run"]
    watching = cli.open("runs", "--watch")
    assert watching.stderr.readline().startswith(f"{started}: CNN, ")
    answer = cli.interrupt(watching)
    assert (answer.code, answer.out) == (130, "")
    assert answer.err.splitlines()[-1] == "The runs go on: “queue” tells how far they are."
    until(lambda: cli.status(started) == "running")
