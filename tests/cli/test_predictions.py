"""`predictions RUN`"""

import csv
import os
import threading

import numpy as np
import pytest


def test_the_document_gives_the_same_confusion_as_show(trained):
    answer = trained("predictions", "latest", "--json")
    shown = trained.inside("show", "latest", "--json").json
    assert answer.code == 0
    assert len(answer.json) == shown["scores"]["test"]["n"]
    counted = [[0] * 10 for _ in range(10)]
    for one in answer.json:
        assert list(one) == ["row", "true", "predicted", "probabilities"]
        assert list(one["probabilities"]) == shown["classes"]
        assert sum(one["probabilities"].values()) == pytest.approx(1, abs=1e-5)
        assert one["probabilities"][one["predicted"]] == max(one["probabilities"].values())
        counted[shown["classes"].index(one["true"])][shown["classes"].index(one["predicted"])] += 1
    assert counted == shown["scores"]["test"]["confusion"]


def test_csv(trained, tmp_path):
    answer = trained("predictions", "latest", "--part", "validation", "--csv", tmp_path / "a b.csv")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    with open(tmp_path / "a b.csv", newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    documents = trained("predictions", "latest", "--part", "validation", "--json").json
    assert lines[0] == ["row", "true", "predicted", *documents[0]["probabilities"]]
    assert len(lines) == len(documents) + 1
    for line, one in zip(lines[1:], documents, strict=True):
        assert (int(line[0]), line[1], line[2]) == (one["row"], one["true"], one["predicted"])
        assert [float(p) for p in line[3:]] == pytest.approx(list(one["probabilities"].values()), rel=1e-6)


def test_csv_with_json_says_where_it_is(trained, tmp_path):
    answer = trained("predictions", "latest", "--csv", tmp_path / "x.csv", "--json")
    assert set(answer.json) == {"run", "part", "n", "csv"}
    assert answer.json["csv"] == str(tmp_path / "x.csv")


def test_csv_into_a_pipe(trained, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    read = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_text()))
    reader.start()
    assert trained("predictions", "latest", "--csv", tmp_path / "pipe").code == 0
    reader.join(10)
    assert read[0].startswith("row,true,predicted,")


def test_the_table(trained):
    lines = trained("predictions", "latest", "--part", "train").out.splitlines()
    assert lines[0].split()[:4] == ["ROW", "TRUE", "PREDICTED", "Disturbed"]
    assert len(lines) == 1 + trained.inside("show", "latest", "--json").json["scores"]["train"]["n"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--part", "tast"], 2, "“tast” is not a part: choose train, validation, test."),
        (["--csv", "."], 2, "is a folder"),
        (["--csv", "/proc/x.csv"], 1, "/proc can't be"),
    ],
)
def test_wrong_parts_and_places(trained, arguments, code, words):
    answer = trained.inside("predictions", "latest", "--json", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.sentence


def test_of_votes_every_score_follows_from_the_table(of_votes, voted, tmp_path):
    """RMSE, the challenge's RMSE and a question's numbers, from nothing but the CSV file."""
    run = voted["cnn"].name
    answer = of_votes.inside("predictions", run, "--csv", tmp_path / "votes.csv")
    assert answer.code == 0, answer.err
    with open(tmp_path / "votes.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    scored = of_votes.inside("show", run, "--json").json
    test, answers = scored["scores"]["test"], scored["answers"]
    known = [(one[f"voted_{answer}"], one[f"predicted_{answer}"]) for one in rows for answer in answers]
    off = [float(predicted) - float(voted) for voted, predicted in known if voted]
    assert test["n"] == len(rows) and test["rmse"] == pytest.approx(np.sqrt(np.mean(np.square(off))), rel=1e-5)
    enough = [one for one in rows if float(one["votes_t07"]) >= 10]
    off = [
        float(one[f"predicted_{answer}"]) - float(one[f"voted_{answer}"]) for one in enough for answer in answers[15:18]
    ]
    assert test["questions"]["t07"]["n"] == len(enough)
    assert test["questions"]["t07"]["rmse"] == pytest.approx(np.sqrt(np.mean(np.square(off))), rel=1e-5)
    assert all(float(one["concentration_t01"]) >= 3 for one in rows)


def test_votes_as_a_document_and_as_a_table(of_votes, voted):
    run = voted["pca_ridge"].name
    (first, *_) = of_votes.inside("predictions", run, "--json").json
    assert first.keys() == {"row", "voted", "predicted", "votes", "concentration"}
    assert len(first["voted"]) == len(first["predicted"]) == 37 and set(first["concentration"].values()) == {None}
    told = of_votes.inside("predictions", run)
    assert told.code == 0 and "VOTED_A01…" in told.out and "None" not in told.out
