"""`delete RUN`; that one being trained is refused is in `test_stop.py`, where there is a training."""


def test_a_finished_run_is_removed_and_no_other(cli, names):
    answer = cli("delete", names["majority"], "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json == {"run": names["majority"], "status": "deleted"}
    assert [one["run"] for one in cli("runs", "--json").json] == [names["cnn"], names["pca_logistic"]]
    assert cli("delete", names["majority"]).code == 1


def test_a_run_that_waits_can_be_deleted(cli):
    name = "20260101-000000-cnn-abcd"
    (cli.runs / name).mkdir()
    asked = '{"dataset": "sample", "model": "cnn", "parameters": {}, "created": 5, "format": 1}'
    (cli.runs / name / "request.json").write_text(asked)
    assert cli("delete", name).out == f"{name} is deleted.\n"
    assert not (cli.runs / name).exists()
