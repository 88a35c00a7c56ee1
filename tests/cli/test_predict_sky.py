"""`predict RUN --sky PLACE…`"""

import pytest

from galaxy_core.prediction import sky
from tests.sky.conftest import service as service  # the server of the tests of the sky


def test_names_and_positions_with_a_bad_one_among_them(trained, service):
    places = ("M 51", "12:29:52 +41:10:30", "M 45", "")
    answer = trained.inside("predict", "latest", "--sky", *places, "--json")
    assert answer.code == 0 and [entry["asked"] for entry in answer.json] == [*places]
    whirlpool, position, cluster, nothing = answer.json
    assert list(whirlpool) == [
        "asked", "name", "ra", "dec", "layer", "pixel_scale", "predicted", "probabilities",
        "certainty", "distance", "views_mean", "views_spread", "views_agree", "file",
    ]  # fmt: skip
    assert whirlpool["name"] == "NGC 5194" and whirlpool["pixel_scale"] == pytest.approx(2.7 * 13.71 * 60 / 256)
    assert position["pixel_scale"] == 0.262 and position["layer"] == "ls-dr9"
    assert "no galaxy" in cluster["error"] and "neither a name" in nothing["error"]
    assert len(service.asked) == 2


def test_a_table_of_places(trained, service, tmp_path):
    table = tmp_path / "places.csv"
    table.write_text("number,RA,Dec\n1,187.27,12.05\n2,202.47,47.19\n", encoding="utf-8")
    answer = trained.inside("predict", "latest", "--positions", table, "--survey", "sdss")
    assert answer.code == 0 and len(answer.out.splitlines()) == 2 and "187.27000, +12.05000: " in answer.out
    assert all(path.startswith("/sdss") for path in service.asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("M 51\n# a comment\n\n12 4\n", ["M 51", "12 4"]),
        ("name;z\nNGC 1300;0.1\nIC 10;\n", ["NGC 1300", "IC 10"]),
        ("\ufeffra\tdec\n1.5\t-2\n", ["1.5 -2"]),
        ("187.27, 12.05\n10.1, 4\n", ["187.27, 12.05", "10.1, 4"]),
    ],
)
def test_what_a_list_asks_for(text: str, asked: list[str], tmp_path):
    (tmp_path / "list").write_text(text, encoding="utf-8")
    assert sky.read_list(tmp_path / "list") == asked


def test_nothing_to_classify(trained, tmp_path):
    (tmp_path / "empty.csv").write_text("ra,dec\n")
    refused = {
        (): "nothing to classify",
        ("--positions", tmp_path / "empty.csv"): "names no galaxy",
        ("--positions", tmp_path): "can't be read",
        ("--sky", "M 51", "--survey", "x"): "legacy",
    }
    for arguments, words in refused.items():
        answer = trained.inside("predict", "latest", *arguments)
        assert answer.code in (1, 2) and words in answer.err
