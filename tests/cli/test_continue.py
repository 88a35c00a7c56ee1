"""`continue RUN`; going on from an epoch is in `test_stop.py`, where there is a training to stop."""


def test_a_finished_run_has_nothing_to_continue(trained, names):
    answer = trained.inside("continue", names["majority"], "--json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.sentence.startswith(f"The run {names['majority']} can't go on: it is finished, and its model doesn't")
    answer = trained.inside("continue", names["cnn"], "--json")
    assert (answer.code, answer.out) == (1, "")
    assert "it is finished. Say for how many more epochs it is to learn" in answer.sentence
    answer = trained.inside("continue", names["cnn"], "--epochs", "0", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert answer.sentence.startswith("0 more epochs can't be learned: give a whole number from 1 to ")


def test_a_finished_network_learns_more(cli, names):
    answer = cli("continue", names["cnn"], "--epochs", 2, "--wait", "--json")
    assert (answer.code, answer.json) == (0, {"run": names["cnn"], "status": "finished"})
    shown = cli("show", names["cnn"], "--json").json
    assert [epoch["epoch"] for epoch in shown["history"]] == [1, 2, 3, 4, 5] and shown["goal"] == 5
    assert shown["title"].endswith("continued to 5 epochs")


def test_a_failed_run_goes_on_and_can_be_waited_for(cli, names):
    folder = cli.runs / names["majority"]
    (folder / "result.json").unlink()
    (folder / "state.json").write_text('{"error": "The disk is full.", "attempts": 4, "epoch": 0}')
    answer = cli("continue", names["majority"], "--wait", "--json")
    assert answer.code == 0
    assert answer.json == {"run": names["majority"], "status": "finished"}
    assert cli("show", names["majority"], "--json").json["error"] is None
