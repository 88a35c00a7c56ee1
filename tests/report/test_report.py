"""The report as a file: whole, alone, small, readable; with everything in it, and with anything missing."""

import json
import os
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import RunError, StorageError, UsageError, datasets, report, runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import stored, summaries
from galaxy_core.prepare import thumbnails
from galaxy_core.report import images
from galaxy_core.storage import atomic
from tests.report.conftest import EPOCHS

MOST = 5_000_000  # bytes
LOADING = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest"}
SECTIONS = ["data", "result", "matrix", "mistakes", "certainty", "classes", "limits", "making", "words"]


def alone(html: str, read: Callable) -> None:
    """Fails where a document would load or run anything, or leads nowhere."""
    page = read(html)
    assert len(html.encode()) < MOST
    forbidden = {"script", "link", "iframe", "object", "embed", "base", "form", "audio", "video"}
    assert not forbidden & {tag for tag, _ in page.tags}
    loaded = [value for tag, known in page.tags for name, value in known.items() if name in LOADING]
    assert all(value.startswith("data:image/") for value in loaded)
    assert all(found.startswith("data:image/") for found in re.findall(r"url\(\s*[\"']?([^)]*)", html))
    assert "@import" not in html and not [name for _, known in page.tags for name in known if name.startswith("on")]
    assert "javascript:" not in html and page.all("html") == [{"lang": "en"}] and html.startswith("<!doctype html>")
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(ids)
    assert all(re.match(r"#|https://www\.legacysurvey\.org/viewer\?", link) for link in page.values("href"))
    assert all(tag["alt"] for tag in page.all("img"))


def test_one_run_that_was_really_trained(real: dict[str, runs.Run], read: Callable, tmp_path: Path) -> None:
    run = real["cnn"]
    file = report.write([run], tmp_path / "deep" / "report.html")
    html = file.read_text(encoding="utf-8")
    alone(html, read)
    page, summary = read(html), summaries.summary(run)
    assert [known["id"] for known in page.all("section")] == SECTIONS
    for score in summary.test.values.values():
        assert formatting.percent(score.value).replace(" ", "\u00a0") in html.replace("&nbsp;", "\u00a0")
        assert formatting.interval(score.low, score.high) in page.text("result")
    assert formatting.percent(summary.baseline["accuracy"]) in page.text("result")
    assert f"of {summary.n} test drawn galaxies" in page.text()
    for name in run.result["classes"]:
        assert name in page.text("data") and name in page.text("classes")
    assert "drawn by a program, not observed" in page.text() and page.all("svg") and page.all("title")
    assert len(page.all("img")) >= 10


def test_the_matrix_has_the_counts_and_leads_to_pictures(make: Callable, read: Callable) -> None:
    run = make(0.5)
    html, confusion = report.html([run]), stored.predictions(run).confusion
    page = read(html)
    assert page.text("matrix").count("·") == int((confusion == 0).sum())
    for true, said in np.argwhere(confusion):
        if true != said:
            assert f'href="#taken-{true}-{said}"' in html and f'id="taken-{true}-{said}"' in html
    heads = [known["scope"] for known in page.all("th") if "scope" in known]
    assert heads.count("col") >= 10 and heads.count("row") >= 10
    assert len(page.all("img")) == len(re.findall("data:image/jpeg", html)) > 15


def test_what_people_typed_is_text(make: Callable, read: Callable) -> None:
    evil = '<b>x</b> & "y" <script>alert(1)</script>'
    classes = [f"<i>{number}</i>" for number in range(10)]
    two = [
        make(0.7, title=evil, classes=classes, origin=evil, made_by={"dataset_title": evil, "machine": evil}),
        make(0.2),
    ]
    runs.describe(two[0], note="<img src=x onerror=alert(1)>")
    for chosen in (two[:1], two):
        html = report.html(chosen)
        alone(html, read)
        assert "<b>x" not in html and "<i>0" not in html and "<script" not in html and "onerror=alert(1)&gt;" in html
        assert evil in read(html).text() and "<i>3</i>" in read(html).text()


def test_several_runs_compared_and_the_best_in_full(make: Callable, read: Callable) -> None:
    weak, best, middle = make(0.1, title="Weak"), make(0.9, title="Best", history=EPOCHS), make(0.8, title="Middle")
    html = report.html([weak, best, middle, weak])
    alone(html, read)
    page = read(html)
    assert [known["id"] for known in page.all("section")] == ["comparison", *SECTIONS[:-1], "others", "words"]
    assert "3 models side by side" in page.text() and "“Best” is the best on validation images: it names" in page.text(
        "comparison"
    )
    score = summaries.summary(best).test.values["accuracy"]
    assert formatting.interval(score.low, score.high) in page.text("comparison")
    assert "better than “Weak” on the same" in page.text("comparison")
    assert page.text("making").startswith("How it was trained Run " + best.name)
    assert page.all("details") and weak.name in page.text("others")
    assert page.text("others").index("Middle") < page.text("others").index("Weak")


def test_the_same_title_twice_is_told_apart(make: Callable, read: Callable) -> None:
    two = [make(0.9), make(0.8)]
    text = read(report.html(two)).text("comparison")
    titles = {runs.title(run) for run in two}
    assert len(titles) == 2 and all(title in text for title in titles)


def test_a_run_that_has_not_finished_is_refused(own_runs: Path) -> None:
    run = runs.create(runs.request("sample", "majority"))
    with pytest.raises(RunError, match="hasn't finished, it is queued"):
        report.html([run])
    with pytest.raises(UsageError, match="at least one run"):
        report.html([])


DAMAGES: dict[str, tuple[Callable, str]] = {
    "no model": (lambda run: (run.folder / "model.onnx").unlink(), "Its model (model.onnx) isn't here any more"),
    "no predictions": (lambda run: (run.folder / "predictions.npz").unlink(), "there are no scores and no mistakes"),
    "damaged predictions": (lambda run: (run.folder / "predictions.npz").write_bytes(b"PK"), "there are no scores"),
    "damaged result": (lambda run: (run.folder / "result.json").write_text('{"cl'), "Its result.json is damaged"),
    "odd result": (
        lambda run: (run.folder / "result.json").write_text(
            '{"classes": [1, {}], "made_by": {"versions": [1], "machine": 3}, "steps": [4], "cost": [], "history": "x"}'
        ),
        "Its result.json is damaged",
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_missing_is_said_and_the_rest_is_shown(damage: str, make: Callable, read: Callable) -> None:
    broken, whole = make(0.7, title="Broken"), make(0.5, title="Whole")
    act, sentence = DAMAGES[damage]
    act(broken)
    for chosen in ([broken], [broken, whole]):
        html = report.html(chosen)
        alone(html, read)
        page = read(html)
        assert sentence in page.text() and "seed 0" in page.text("limits") and broken.name in page.text()
    assert "Whole" in page.text()


def test_a_data_set_that_is_gone_or_has_changed(make: Callable, read: Callable, monkeypatch) -> None:
    run = make(0.7, made_by={"images": "another"})
    page = read(report.html([run]))
    assert "The data set has changed since this run" in page.text() and not page.all("img")
    assert "is taken for" in page.text("mistakes") and "synthetic" in page.text("data")
    known = datasets.plugin("sample").CLASSES
    gone = make(0.7, dataset="galaxy10_decals", labels=np.arange(60) % 10, classes=known)
    html = report.html([gone, make(0.7, dataset="galaxy10_decals", labels=np.arange(60) % 10, classes=known)])
    assert html.count("Astroformer-4") == 1, "once, beside all of them"
    page = read(report.html([gone]))
    assert "The data set isn't where it was" in page.text() and "drawn by a program" not in page.text()
    assert "Astroformer-4, arXiv 2304.05350 (its own split, not published)" in page.text("result")
    assert "can't be compared with ours" in page.text("result") and 'class="gx-reference"' in report.html([gone])


def test_pictures_that_are_not_prepared_yet(make: Callable, read: Callable, monkeypatch) -> None:
    known = datasets.open_dataset
    monkeypatch.setattr(datasets, "open_dataset", lambda name: replace(known(name), quick=False))
    monkeypatch.setattr(thumbnails, "find", lambda galaxies: None)
    page = read(report.html([make(0.7)]))
    assert report.NO_PICTURES in page.text() and not page.all("img")


def test_three_runs_of_many_noisy_classes_stay_small(make: Callable, read: Callable, tmp_path: Path) -> None:
    random, labels = np.random.default_rng(1), np.repeat(np.arange(60), 6)
    for label in range(60):
        (tmp_path / "many" / f"kind {label:02}").mkdir(parents=True)
        for number in range(6):
            pixels = random.integers(0, 255, (160, 160, 3), np.uint8)  # noise: the largest JPEG there is
            Image.fromarray(pixels).save(tmp_path / "many" / f"kind {label:02}" / f"{number}.png")
    galaxies = datasets.open_dataset(str(tmp_path / "many"))
    about = {
        "dataset": str(tmp_path / "many"), "labels": labels, "classes": galaxies.classes,
        "made_by": {"images": galaxies.identity.images},
    }  # fmt: skip
    three = [make(0.1, off=off, **about) for off in (1, 2, 3)]
    html = report.html(three)
    alone(html, read)
    assert len(images.uris(galaxies, range(300))) == 300 and html.count("data:image/jpeg") > 100
    assert "60 classes fits on no page" in read(html).text("matrix") and "… and 10 more classes." in read(html).text(
        "data"
    )
    assert str(tmp_path) not in html, "a path tells a stranger about the machine"


def test_written_whole_or_not_at_all(make: Callable, tmp_path: Path, monkeypatch) -> None:
    file, run = tmp_path / "report.html", make(0.7)
    file.write_text("earlier")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no")))
    with pytest.raises(StorageError, match="can't be written"):
        report.write([run], file)
    assert file.read_text() == "earlier" and [found.name for found in tmp_path.glob("*.html")] == ["report.html"]


def test_it_can_be_read_by_others_as_any_new_file(make: Callable, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("")
    file = report.write([make(0.7)], tmp_path / "report.html")
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE((tmp_path / "plain.txt").stat().st_mode)


def test_a_name_that_is_no_utf8_is_written_all_the_same(make: Callable, tmp_path: Path, read: Callable) -> None:
    run = make(0.7)
    document = atomic.read_json(run.folder / "result.json")
    document["classes"][0] = "odd \udc80 \u202ename"
    (run.folder / "result.json").write_text(json.dumps(document))
    html = report.write([run], tmp_path / "r.html").read_text(encoding="utf-8")
    assert "odd name" in read(html).text("classes") and "\u202e" not in html
