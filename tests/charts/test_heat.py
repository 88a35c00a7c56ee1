"""A table of coloured numbers: titles are text, what is best has a ring and says so."""

from galaxy_core.charts import heat


def test_a_table_with_its_counts():
    cells = [heat.cell("0.100", 7, "0.090–0.110", "the best of all"), heat.missing()]
    html = heat.table("RMSE", ["<th>one</th>", "<th>two</th>"], [("<b>run", cells)], [1200, 3])
    assert "<b>run" not in html and "&lt;b&gt;run" in html and "<td>1,200</td><td>3</td>" in html
    assert html.count('class="gx-top"') == 1 and 'title="0.090–0.110, the best of all"' in html and "<td>–</td>" in html
    assert html.count('aria-label="RMSE"') == 2 and 'tabindex="0"' in html


def test_a_cell_that_is_not_the_best():
    assert 'title="x">1</td>' in heat.cell("1", 0, "x") and "gx-top" not in heat.cell("1", 0, "x")
