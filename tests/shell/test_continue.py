"""`continue RUN`; going on from an epoch is in `test_stop.py`, where there is a training to stop."""


def test_a_finished_run_has_nothing_to_continue(trained, names):
    answer = trained.inside("continue", names["majority"], "--json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.sentence == f"The run {names['majority']} can't go on: it is finished."


def test_a_failed_run_goes_on_and_can_be_waited_for(shell, names):
    folder = shell.runs / names["majority"]
    (folder / "result.json").unlink()
    (folder / "state.json").write_text('{"error": "The disk is full.", "attempts": 4, "epoch": 0}')
    answer = shell("continue", names["majority"], "--wait", "--json")
    assert answer.code == 0
    assert answer.json == {"run": names["majority"], "status": "finished"}
    assert shell("show", names["majority"], "--json").json["error"] is None
