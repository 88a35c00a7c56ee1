"""The curve of the score by the number of labels."""

from galaxy_core.charts import labelling
from galaxy_core.evaluation.labelling import STARTS, Point
from tests.charts.drawn import sound


def test_a_line_for_each_start_and_no_band_where_nothing_is_known_of_it() -> None:
    points = [
        Point(5, "from scratch", "CNN", 0.4, 0.3, 0.5, 3, 80),
        Point(20, "from earlier weights", "CNN", 0.6, None, None, 1, 80),
    ]
    chart = sound(labelling.chart(points))
    (_, line), rows = chart.spec["layer"], chart.rows
    assert rows[0]["low"] == 0.3 and rows[1]["low"] == rows[1]["high"] == 0.6
    assert line["encoding"]["detail"]["field"] == "line", "runs of something else are joined by no line"
    assert line["encoding"]["x"]["scale"]["type"] == "log" and line["encoding"]["x"]["axis"]["values"] == [5, 20]


def test_each_start_keeps_its_colour_and_only_those_drawn_are_in_the_legend() -> None:
    points = [Point(5, start, "CNN", 0.4, 0.3, 0.5, 3, 80) for start in (STARTS[2], STARTS[0])]
    _, line = labelling.chart(points).spec["layer"]
    assert line["encoding"]["color"]["scale"]["domain"] == list(STARTS)
    assert line["encoding"]["strokeDash"]["scale"]["domain"] == list(STARTS)
    assert line["encoding"]["color"]["legend"]["values"] == ["from scratch", "from ImageNet"]
