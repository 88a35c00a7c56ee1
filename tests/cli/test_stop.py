"""`stop RUN`, and with it `continue` and `delete` of a run that is being trained: one training for all."""

EPOCH = {"epoch", "loss", "accuracy", "val_loss", "val_accuracy", "learning_rate", "seconds"}
SMALL = ("--set", "image_size=32", "--set", "filters=8")


def test_stop_continue_and_delete_of_a_running_cnn(cli, until):
    started = cli("train", "--dataset", "sample", "--model", "cnn", "--set", "epochs=200", *SMALL, "--json")
    run = started.json["run"]
    until(lambda: cli.live(run).get("epoch", 0) >= 2)

    refused = cli("delete", run, "--json")
    assert (refused.code, refused.out) == (1, "")
    assert refused.sentence == f"The run {run} is being trained: stop it first."
    assert (cli.runs / run / "request.json").exists()
    running = cli("show", run, "--json").json
    assert running["status"] == "running"
    assert set(running["history"][0]) == EPOCH
    assert running["cost"]["seconds"] > 0

    stopped = cli("stop", "latest", "--json")
    assert (stopped.code, stopped.err) == (0, "")
    assert stopped.json == {"run": run, "status": "stopped"}
    known = cli("show", run, "--json").json["history"]
    assert 1 <= len(known) < 200, "it didn't wait for the end"

    again = cli("stop", run, "--json")
    assert (again.code, again.out) == (1, "")
    assert again.sentence == f"The run {run} is not going on: it is stopped."

    goes_on = cli("continue", run, "--json")
    assert (goes_on.code, goes_on.err) == (0, "")
    assert goes_on.json["status"] in ("queued", "running")
    until(lambda: len(cli.inside("show", run, "--json").json["history"]) > len(known))
    assert cli.inside("show", run, "--json").json["history"][: len(known)] == known
    kept = cli("stop", run, "--keep", "--json")
    shown = cli.inside("show", run, "--json").json
    assert kept.json == {"run": run, "status": "finished"} and shown["scores"]["test"]["n"] > 0
    assert len(known) < shown["goal"] == len(shown["history"]) < 200
    assert cli("delete", run, "--json").json == {"run": run, "status": "deleted"}
    assert not (cli.runs / run).exists()


def test_a_run_that_waits_is_stopped_at_once(cli):
    name = "20260101-000000-cnn-abcd"
    (cli.runs / name).mkdir()
    asked = '{"dataset": "sample", "model": "cnn", "parameters": {}, "created": 5, "format": 1}'
    (cli.runs / name / "request.json").write_text(asked)
    assert cli("stop", name, "--json").json == {"run": name, "status": "stopped"}
    assert cli("stop", name).code == 1


def test_what_has_learned_nothing_is_not_kept(cli):
    name = "20260101-000000-cnn-abcd"
    (cli.runs / name).mkdir()
    asked = '{"dataset": "sample", "model": "cnn", "parameters": {"epochs": 5}, "created": 5, "format": 1}'
    (cli.runs / name / "request.json").write_text(asked)
    answer = cli.inside("stop", name, "--keep", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.sentence == f"The run {name} can't end early: it has learned nothing yet. Stop it instead."


def test_a_finished_run_is_not_stopped(trained, names):
    answer = trained.inside("stop", names["majority"], "--json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.sentence == f"The run {names['majority']} is not going on: it is finished."
