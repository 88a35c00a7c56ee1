"""`queue`"""

import pytest

KEYS = {"run", "title", "status", "place", "after", "doing", "epoch", "epochs", "seconds_left", "backend", "job"}
LONG = ("--model", "cnn", "--set", "epochs=500", "--set", "image_size=16", "--set", "filters=4")


def test_an_empty_queue(trained):
    assert trained.inside("queue", "--json").json == []
    assert trained.inside("queue").out == "Nothing is running or waiting.\n"


def test_what_runs_what_waits_and_another_order(cli, until):
    first = cli.inside("train", "--dataset", "sample", *LONG, "--json").json["run"]
    second, third = (
        cli.inside("train", "--dataset", "sample", "--model", "majority", "--json").json["run"] for _ in range(2)
    )
    until(lambda: cli.live(first).get("epoch"))
    running, *waiting = cli.inside("queue", "--json").json
    assert set(running) > KEYS
    assert (running["run"], running["status"], running["place"], running["epochs"]) == (first, "running", None, 500)
    assert running["doing"].startswith("epoch ") and running["memory_mb"] > 50
    assert [(one["run"], one["status"], one["place"]) for one in waiting] == [
        (second, "queued", 1),
        (third, "queued", 2),
    ]
    moved = cli.inside("queue", "--move", third, "--to", 1, "--json").json
    assert [one["run"] for one in moved] == [first, third, second]
    lines = cli.inside("queue").out.splitlines()
    assert lines[0].split() == ["PLACE", "RUN", "TITLE", "PROGRESS", "TIME", "LEFT"]
    assert lines[2].split()[:2] == ["1", third] and "waiting for its turn" in lines[2]
    answer = cli.inside("queue", "--move", first, "--to", 1, "--json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.sentence == f"The run {first} doesn't wait in the queue: it is running."


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--move", "latest"], "--move RUN and --to N belong together: give both."),
        (["--to", 1], "--move RUN and --to N belong together: give both."),
        (["--move", "latest", "--to", "first"], "invalid int value: 'first'"),
    ],
)
def test_wrong_use(trained, arguments, words):
    answer = trained.inside("queue", *arguments, "--json")
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.sentence


def test_what_has_ended_is_not_moved(trained, names):
    answer = trained.inside("queue", "--move", names["cnn"], "--to", 1)
    assert (answer.code, answer.out) == (1, "")
    assert "doesn't wait in the queue: it is finished" in answer.sentence
