"""Pictures of charts: really written, white, readable, and without anything from elsewhere."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from galaxy_core.charts import matrix, overlaid, palette, pictures, score_rows
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.charts.score_rows import ScoreRow
from galaxy_core.charts.vega import Chart

CONFUSION = np.array([[8, 2, 0], [1, 3, 0], [0, 0, 0]])
LABELS = [ClassLabel(f"Long {name}", name, "round") for name in ("Round", "Edge-on", "Spiral")]
ROWS = [ScoreRow("CNN & <b>", 0.8, 0.7, 0.9, 100, bold=True), ScoreRow("PCA", 0.5, 0.4, 0.6, 100)]


def curves() -> Chart:
    """A chart that relies on a page's theme for its colours and its width."""
    return overlaid.chart([("one", [{"epoch": 1, "val_loss": 2.0}, {"epoch": 2, "val_loss": 1.0}])], "val_loss")


CHARTS = [curves(), score_rows.picture(ROWS, 0.2), matrix.picture(CONFUSION, LABELS, "count")]


def outside(text: str) -> set[str]:
    """Addresses that an SVG speaks of, but for the names of its own language."""
    known = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    return set(re.findall(r"https?://[^\"' )]*", text)) - known


@pytest.mark.parametrize("chart", CHARTS)
def test_svg_is_text_that_refers_to_nothing_outside(chart: Chart) -> None:
    text = pictures.svg(chart, "What it shows <here>", ["1 CNN", "2 PCA & more"])
    assert text.startswith("<svg") and "</svg>" in text and not outside(text)
    assert "What it shows &lt;here&gt;" in text and "2 PCA &amp; more" in text
    assert not re.search(r"<(image|script|style|foreignObject|link)|url\((?!#)|var\(", text)
    assert 'fill="#FFFFFF"' in text and palette.COLOURS["text"].light in text
    assert set(re.findall(r'font-family="([^"]*)"', text)) == {pictures.FONT}


def test_names_that_somebody_typed_stay_text() -> None:
    for text in (pictures.svg(score_rows.picture(ROWS, None)), pictures.inline(score_rows.picture(ROWS, None), 300)):
        assert "CNN &amp; &lt;b&gt;" in text and "<b>" not in text


def test_png_is_white_and_as_large_as_asked() -> None:
    one, two = (pictures.png(curves(), "Loss", scale=scale) for scale in (1, 2))
    assert one.startswith(b"\x89PNG\r\n\x1a\n")
    small, large = (Image.open(io.BytesIO(content)) for content in (one, two))
    assert abs(large.width - 2 * small.width) <= 2 and small.width > pictures.WIDTH
    assert small.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    dark = np.asarray(small.convert("L"))
    assert (dark < 120).any(), "something is written on it"


def test_lines_have_the_colours_of_the_light_theme() -> None:
    assert palette.CATEGORICAL[0].light in pictures.svg(curves())


def test_inside_a_document_a_chart_follows_its_theme_and_its_width() -> None:
    text = pictures.inline(curves(), 300)
    assert text.startswith('<svg class="gx-chart" viewBox="0 0 3') and not outside(text)
    assert {"var(--gx-muted)", "var(--gx-track)", "var(--gx-curve-0)"} <= set(re.findall(r"var\([^)]*\)", text))
    assert not re.search(r"<(image|script|style|foreignObject|link)|\bon\w+=", text)
    assert 'role="img" aria-label="Loss by epoch on validation images: one"' in text
    assert palette.COLOURS["muted"].light not in text and "#FFFFFF" not in text


def test_two_charts_in_a_document_share_no_names() -> None:
    first, second = (
        set(re.findall(r'\bid="([^"]*)"', pictures.inline(chart, 300)))
        for chart in (curves(), overlaid.chart([("two", [{"epoch": 1, "val_loss": 2.0}])], "val_loss"))
    )
    assert not first & second
