"""Answers as a CSV table: whole, in UTF-8, and text where it is text."""

import csv
import io

from galaxy_core.prediction import tables

ANSWERS = [
    {"file": "=a.png", "predicted": "Merging", "probabilities": {"Merging": 0.75, "Round": 0.25}, "distance": None},
    {"asked": "-12.5 3", "error": "“é” isn't, known"},
    {"file": "b", "fractions": {"smooth": 0.5}, "intervals": {"smooth": [0.25, 0.75]}},
]


def test_each_thing_said_has_a_column() -> None:
    rows = list(csv.DictReader(io.StringIO(tables.csv(ANSWERS).decode())))
    assert rows[0]["file"] == "'=a.png" and float(rows[0]["probabilities_Round"]) == 0.25
    assert rows[1] | {"asked": "-12.5 3", "error": "“é” isn't, known", "file": ""} == rows[1]
    assert (rows[2]["intervals_smooth_low"], rows[2]["intervals_smooth_high"]) == ("0.25", "0.75")
    assert list(rows[0])[-1] == "error" and rows[0]["distance"] == ""


def test_no_answers_are_a_head() -> None:
    assert tables.csv([]) == b"error\r\n"
