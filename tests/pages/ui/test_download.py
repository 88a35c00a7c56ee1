"""Downloads: what is in the files, and that nothing is made before a button is pressed."""

from collections.abc import Callable

import pytest

from galaxy_core import runs
from galaxy_core.evaluation import comparison, exporting, stored
from pages.ui import download

CHART = "from galaxy_core.charts import overlaid\nchart = overlaid.chart([('a', [{'epoch': 1, 'b': 2}])], 'b')\n"


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """What buttons were drawn: label, data, name of the file, kind."""
    found: list[tuple] = []
    monkeypatch.setattr(download.st, "download_button", lambda *given, **_: found.append(given))
    return found


def test_pictures_are_made_when_asked_for(draw: Callable, offered: list[tuple]):
    draw("download.pictures(None, 'Loss', 'x')")
    assert [(label, name, kind) for label, _, name, kind in offered] == [
        ("Picture (PNG)", "loss.png", "image/png"), ("Picture (SVG)", "loss.svg", "image/svg+xml"),
    ]  # fmt: skip
    with pytest.raises(AttributeError):
        offered[0][1]()  # there is no chart: it would have failed before


def test_pictures_have_their_title(draw: Callable, offered: list[tuple]):
    draw(f"{CHART}download.pictures(chart, 'Loss <b>', 'x', ['1 first'])")
    png, svg = (made() for _, made, _, _ in offered)
    assert png.startswith(b"\x89PNG") and svg.startswith("<svg")
    assert "Loss &lt;b&gt;" in svg and "1 first" in svg


def test_predictions_and_tables(draw: Callable, offered: list[tuple], finished: dict[str, runs.Run]):
    lines = "from galaxy_core.evaluation import comparison\nline = comparison.table('sample')[0]\n"
    draw(f"{lines}download.predictions(line.run, 'Best', 'validation')\ndownload.table(lambda: b'x', 'runs by seeds')")
    run = comparison.table("sample")[0].run
    (label, made, name, kind), (_, table, file, _) = offered
    assert (label, name, kind) == ("Best", f"predictions-{run.name}-validation.csv", "text/csv")
    assert made() == exporting.predictions(stored.task(run), stored.predictions(run, "validation"))
    assert (table(), file) == (b"x", "runs-by-seeds.csv")


@pytest.mark.parametrize(
    ("name", "file"), [("Accuracy by time", "accuracy-by-time.png"), ("../Ä <b>", "b.png"), ("…", "galaxies.png")]
)
def test_names_of_files_are_plain(name: str, file: str):
    assert download._file(name, "PNG") == file


def test_the_buttons_lie_in_a_small_menu(draw: Callable):
    seen = draw(f"{CHART}download.pictures(chart, 'Loss', 'x')")
    assert [one.label for one in seen.app.get("download_button")] == ["Picture (PNG)", "Picture (SVG)"]
