"""Pictures of charts: really written, white, readable, and without anything from elsewhere."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from galaxy_core.charts import overlaid, palette, pictures
from galaxy_core.charts.formatting import MISSING
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.charts.score_rows import ScoreRow

CONFUSION = np.array([[8, 2, 0], [1, 3, 0], [0, 0, 0]])
LABELS = [ClassLabel(f"Long {name}", name, "round") for name in ("Round", "Edge-on", "Spiral")]
ROWS = [
    ScoreRow("CNN & <b>", 0.8, 0.7, 0.9, 100, bold=True),
    ScoreRow("CNN & <b>", 0.5, 0.4, 0.6, 100, note="other test images"),
    ScoreRow("Somebody", None, None, None, None, reference=0.955, note="another rule"),
]


def curves():
    """A chart that relies on a page's theme for its colours and its width."""
    return overlaid.curves([("one", [{"epoch": 1, "val_loss": 2.0}, {"epoch": 2, "val_loss": 1.0}])], "val_loss")


def values(chart, layer: int = 0) -> list[dict]:
    """The data of a layer, or of all where they share them."""
    drawn = chart.to_dict()
    return (drawn["layer"][layer].get("data") or drawn["data"])["values"]


@pytest.mark.parametrize("make", [curves, lambda: pictures.score_chart(ROWS, 0.2),
                                  lambda: pictures.matrix_chart(CONFUSION, LABELS, "count")])  # fmt: skip
def test_svg_is_text_that_refers_to_nothing_outside(make) -> None:
    text = pictures.svg(make(), "What it shows <here>", ["1 CNN", "2 PCA & more"])
    assert text.startswith("<svg") and "</svg>" in text
    assert "What it shows &lt;here&gt;" in text and "2 PCA &amp; more" in text
    assert set(re.findall(r"https?://[^\"' )]*", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(r"<(image|script|style|foreignObject|link)|url\((?!#)", text)
    assert 'fill="#FFFFFF"' in text and palette.COLOURS["text"].light in text
    assert set(re.findall(r'font-family="([^"]*)"', text)) == {pictures.FONT}


def test_names_that_somebody_typed_stay_text() -> None:
    text = pictures.svg(pictures.score_chart(ROWS, None))
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


def test_score_rows_as_a_chart() -> None:
    chart = pictures.score_chart(ROWS, 0.2)
    assert values(chart) == [{"at": 0.2, "what": "majority baseline"}]
    found = values(chart, 1)
    assert [one["name"] for one in found] == ["CNN & <b>", "CNN & <b> (2)", "Somebody"]
    assert [one["said"] for one in found] == [
        "80.0 % (70.0–90.0)", "50.0 % (40.0–60.0) other test images", "95.5 % another rule",
    ]  # fmt: skip
    assert found[0] | {"value": 0.8, "low": 0.7, "high": 0.9} == found[0] and "value" not in found[2]
    (theirs,) = [layer for layer in chart.to_dict()["layer"] if layer["mark"].get("shape") == "diamond"]
    assert theirs["mark"]["filled"] is False and theirs["encoding"]["x"]["field"] == "reference"
    assert len(pictures.score_chart(ROWS, None).to_dict()["layer"]) == len(chart.to_dict()["layer"]) - 1


@pytest.mark.parametrize(
    ("show", "said"),
    [("count", "8 2 · 1 3 · · · ·"), ("share", "80 20 · 25 75 · · · ·"), ("precision", "89 40 · 11 60 · · · ·")],
)
def test_a_matrix_as_a_chart(show: str, said: str) -> None:
    found = values(pictures.matrix_chart(CONFUSION, LABELS, show))
    assert " ".join(one["said"] for one in found) == said
    assert [(one["true"], one["called"]) for one in found[:4]] == [
        ("Round", "Round"), ("Round", "Edge-on"), ("Round", "Spiral"), ("Edge-on", "Round"),
    ]  # fmt: skip
    share = {"count": 80, "share": 80, "precision": 89}[show]
    assert found[0]["ground"] == palette.RIGHT[palette.right_level(share, 100)].light
    wrong = {"count": 25, "share": 25, "precision": 11}[show]
    assert found[3]["ground"] == palette.WRONG[palette.wrong_level(wrong, 100)].light
    assert all(palette.contrast(one["ground"], one["ink"]) > 4.5 for one in found) and MISSING not in said
