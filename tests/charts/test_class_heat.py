"""F1 by run and class: rows of HTML and a chart."""

import re

from galaxy_core.charts import palette
from galaxy_core.charts.class_heat import class_heat, picture
from galaxy_core.charts.glyphs import labels
from tests.charts.drawn import sound
from tests.charts.runs_of_three import table

LABELS = labels(["Round & <i>", "Edge-on", "Spiral"])


def cells(html: str) -> list[list[str]]:
    """The texts of the cells of each row of the body."""
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    return [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in body.split("<tr>")[1:]]


def test_numbers_and_levels_are_those_of_the_table() -> None:
    html = class_heat(table(), LABELS)
    assert cells(html) == [["95", "40", "–"], ["50", "4", "–"], ["50", "100", "–"]]
    levels = re.findall(r"background:var\(--gx-right-(\d)\);color:var\(--gx-right-ink-(\d)\)", html)
    assert levels == [("9", "9"), ("4", "4"), ("5", "5"), ("0", "0"), ("5", "5"), ("9", "9")]
    assert 'title="95.0 % (47.5–100.0), the best of this class"' in html and "<td>9</td><td>4</td><td>0</td>" in html


def test_the_best_of_each_class_has_a_ring() -> None:
    rows = class_heat(table(), LABELS).split("<tbody>")[1].split("<tr>")[1:]
    assert [row.count('class="gx-top"') for row in rows[:3]] == [1, 0, 1]


def test_names_stay_text_and_the_box_is_reached_by_keyboard() -> None:
    html = class_heat(table(), LABELS)
    assert "CNN &lt;b&gt;" in html and "Round &amp; &lt;i&gt;" in html and "<b>" not in html and "<i>" not in html
    assert html.startswith('<div class="gx-heat" role="region"') and 'tabindex="0"' in html
    assert html.count('scope="row"') == 4 and html.count('scope="col"') == 3 and html.count("gx-glyph") >= 3


def test_the_chart_says_the_same_and_runs_of_one_name_are_rows_of_their_own() -> None:
    values = sound(picture(table(), LABELS)).rows
    assert [row["words"] for row in values] == [text for row in cells(class_heat(table(), LABELS)) for text in row]
    assert [row["run"] for row in values[::3]] == ["CNN <b>", "PCA", "PCA (2)"]
    assert values[0]["ground"] == palette.RIGHT[9].light and values[0]["ink"] == palette.text_on(values[0]["ground"])
