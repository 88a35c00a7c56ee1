"""`report RUN… --out FILE.html`"""

import shutil

import pytest


def test_one_run_as_a_file(trained, names, tmp_path):
    answer = trained("report", names["pca_logistic"], "--out", tmp_path / "my report.html")
    assert answer.code == 0 and answer.err == ""
    assert answer.out.startswith(f"{tmp_path / 'my report.html'}: ") and "to be opened in any browser." in answer.out
    html = (tmp_path / "my report.html").read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>") and names["pca_logistic"] in html and "data:image/jpeg" in html


def test_several_with_json(trained, names, tmp_path):
    asked = [names["majority"], names["pca_logistic"], "latest", names["majority"]]
    answer = trained.inside("report", *asked, "--out", tmp_path / "x.html", "--json")
    assert answer.code == 0 and answer.json["runs"] == [names["majority"], names["pca_logistic"], names["cnn"]]
    assert answer.json["bytes"] == (tmp_path / "x.html").stat().st_size < 5_000_000
    assert answer.json["file"] == str(tmp_path / "x.html")
    assert "3 models side by side" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_an_earlier_one_is_replaced_and_others_are_left(trained, names, tmp_path):
    (tmp_path / "x.html").write_text("earlier")
    assert trained.inside("report", "latest", "--out", tmp_path / "x.html").code == 0
    assert (tmp_path / "x.html").stat().st_size > 50_000 and [one.name for one in tmp_path.iterdir()] == ["x.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["latest"], 2, "The following arguments are required: --out"),
        (["--out", "x.html"], 2, "The following arguments are required: RUN"),
        (["latest", "--out", "."], 2, ". is a folder: give the name of a file."),
        (["latest", "--out", "new/"], 2, "new/ is a folder: give the name of a file."),
        (["latest", "--out", "/proc/x.html"], 1, "/proc can't be used"),
        (["nix", "--out", "x.html"], 1, "There is no run “nix”"),
        (["latest", "../runs", "--out", "x.html"], 1, "There is no run “../runs”"),
    ],
)
def test_wrong_runs_and_places(trained, arguments, code, words):
    answer = trained.inside("report", *arguments, "--json")
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.sentence


def test_a_run_that_has_not_finished(cli, names, tmp_path):
    (cli.runs / names["majority"] / "result.json").unlink()
    answer = cli.inside("report", names["majority"], names["cnn"], "--out", tmp_path / "x.html")
    assert answer.code == 1 and f"The run {names['majority']} hasn't finished" in answer.sentence
    assert not (tmp_path / "x.html").exists()


def test_without_its_data_it_says_so_and_is_written(cli, names, tmp_path):
    shutil.copytree(cli.runs / names["cnn"], tmp_path / "other" / names["cnn"])
    answer = cli.inside("report", names["cnn"], "--out", tmp_path / "x.html", GALAXY_SAMPLE="301")
    assert answer.code == 0
    html = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "The data set has changed since this run" in html and "data:image/jpeg" not in html


def test_pictures_are_prepared_first_where_they_cannot_be_read_one_by_one(cli, names, tmp_path, monkeypatch):
    from dataclasses import replace

    from galaxy_core import datasets

    known = datasets.open_dataset
    monkeypatch.setattr(datasets, "open_dataset", lambda name: replace(known(name), quick=False, content="slow"))
    result = cli.runs / names["cnn"] / "result.json"
    result.write_text(result.read_text().replace(known("sample").identity.images, "slow"))
    answer = cli.inside("report", names["cnn"], "--out", tmp_path / "x.html", GALAXY_DATA=str(tmp_path / "data"))
    assert answer.code == 0 and "small pictures" in answer.err
    assert "data:image/jpeg" in (tmp_path / "x.html").read_text(encoding="utf-8")
