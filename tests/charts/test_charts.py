"""The one style sheet that drawings in HTML need."""

import re

from galaxy_core import charts
from galaxy_core.charts import glyphs, palette


def test_the_style_sheet_names_every_colour_and_glyph():
    css = charts.stylesheet()
    for name in palette.COLOURS:
        assert f"--gx-{name}:" in css
    for name in glyphs.names():
        assert f"--gx-glyph-{name}:" in css and f"--gx-class-{name}:" in css


def test_it_is_whole_and_fetches_nothing():
    css = charts.stylesheet()
    assert css.count("{") == css.count("}")
    assert not re.search(r"@import|url\(\"?(https?:)?//", css) and "<" not in re.sub(r'url\("data:[^"]*"\)', "", css)
