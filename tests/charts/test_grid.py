"""Cells with a number each."""

from galaxy_core.charts import grid, palette
from tests.charts.drawn import layers, sound

ROWS = [{"x": "a", "y": "b"} | grid.painted("5", palette.RIGHT[9]), {"x": "c", "y": "b"} | grid.painted("–", None)]


def test_each_cell_has_its_ground_and_an_ink_to_read_on_it() -> None:
    assert ROWS[0]["ground"] == palette.RIGHT[9].light and ROWS[0]["ink"] == palette.text_on(palette.RIGHT[9].light)
    assert ROWS[1]["ground"] == palette.COLOURS["surface"].light


def test_the_chart_is_as_large_as_its_cells() -> None:
    chart = sound(grid.chart(ROWS, ("x", ["a", "c"], "says"), ("y", ["b"], None), "Two cells"))
    assert (chart.spec["width"], chart.spec["height"]) == (2 * grid.CELL, grid.LINE)
    (words,) = layers(chart, "text")
    assert words["encoding"]["x"]["sort"] == ["a", "c"] and words["encoding"]["x"]["title"] == "says"
