"""Charts on a page: shown with their words, and offered as pictures."""

from collections.abc import Callable

import pyarrow as pa

MAKE = (
    "from galaxy_core.charts import overlaid\n"
    "chart = overlaid.chart([('a', [{'epoch': 1, 'val_loss': 2.0}])], 'val_loss')\n"
)


def test_a_chart_has_its_rows_apart_and_says_what_it_is(draw: Callable):
    (chart,) = draw(f"{MAKE}charts.draw(chart)").charts
    rows = pa.ipc.open_stream(chart.data.data).read_all().to_pylist()
    assert rows == [{"epoch": 1, "value": 2.0, "run": "a"}]
    assert '"epoch": 1' not in chart.spec and chart.alt == "Loss by epoch on validation images: a"


def test_with_a_title_it_can_be_downloaded(draw: Callable):
    assert not draw(f"{MAKE}charts.draw(chart)").app.get("download_button")
    seen = draw(f"{MAKE}charts.draw(chart, 'Loss', 'x')")
    assert [one.label for one in seen.app.get("download_button")] == ["Picture (PNG)", "Picture (SVG)"]


def test_nothing_is_picked_at_first(draw: Callable):
    lines = (
        "import numpy as np\nfrom galaxy_core.charts import components, glyphs\n"
        "labels = glyphs.labels(['a', 'b'])\n"
        "points = components.points(np.zeros((3, 2)), np.zeros(3, int), labels)\n"
        "st.text(charts.pick(points, components.PICKED, 'map'))"
    )
    seen = draw(lines)
    assert "[]" in seen.text and len(seen.charts) == 1
