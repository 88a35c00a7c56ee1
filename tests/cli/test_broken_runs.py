"""Run folders that something has damaged: each gets one sentence and spoils no other run."""

import json

import pytest


def broken(change: dict) -> str:
    """A request with something wrong in it."""
    asked = {"dataset": "sample", "model": "cnn", "parameters": {}, "created": 5, "format": 1}
    return json.dumps(asked | change)


@pytest.mark.parametrize(
    "written",
    [
        "", "[]", "{", broken({"format": 99}), broken({"nix": 1}), broken({"created": "now"}),
        broken({"created": 1e300}), broken({"created": float("nan")}), broken({"parameters": None}),
        broken({"model": 5}), broken({"seed": "x"}),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_read(cli, names, written):
    name = "20260101-000000-cnn-abcd"
    (cli.runs / name).mkdir()
    (cli.runs / name / "request.json").write_text(written)
    answer = cli.inside("runs", "--json")
    assert answer.code == 0
    assert {one["run"] for one in answer.json} == set(names.values())
    assert f"The run {name} can't be read" in answer.sentence
    shown = cli.inside("show", name, "--json")
    assert (shown.code, shown.out) == (1, "")
    assert "can't be read" in shown.sentence


@pytest.mark.parametrize("file", ["predictions.npz", "model.onnx", "result.json"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "garbled", "text"])
def test_results_that_are_damaged(cli, names, file, damage):
    path = cli.runs / names["pca_logistic"] / file
    data = path.read_bytes()
    middle = len(data) // 2
    garbled = data[:middle] + bytes(100) + data[middle + 100 :]
    path.write_bytes({"cut": data[:middle], "garbled": garbled, "text": b"<html>{}"}.get(damage, b""))
    if damage == "gone":
        path.unlink()
    for command in (["runs"], ["show", names["pca_logistic"]]):
        answer = cli.inside(*command, "--json")
        assert answer.code == 0, answer.err
        assert answer.json
        assert "Unexpected" not in answer.err
    for command in (["predictions", names["pca_logistic"]], ["predict", names["pca_logistic"], __file__]):
        answer = cli.inside(*command, "--json")
        assert answer.code in (0, 1)
        assert "Unexpected" not in answer.err
        assert answer.code == 0 or answer.sentence
    assert cli.inside("show", names["majority"]).code == 0
