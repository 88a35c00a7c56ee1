"""Every glyph file is a shape and its colour, and the masks hold nothing that could end the style sheet."""

import xml.etree.ElementTree as ET

import pytest

from galaxy_core.charts import glyphs, stylesheet

DECALS = "disturbed merging round in-between cigar barred tight loose edge-on edge-on-bulge"
SDSS = "no-spiral boxy-bulge medium"


@pytest.mark.parametrize("name", glyphs.names())
def test_a_glyph_file_is_a_shape_and_its_colour(name):
    glyph = glyphs.glyph(name)
    root = ET.fromstring(glyph.svg)
    assert root.get("viewBox") == "0 0 24 24" and root.get("stroke") == "currentColor"
    assert glyph.dark.startswith("#") and glyph.light.startswith("#") and glyph.name == name


def test_all_classes_of_galaxy10_have_a_glyph_and_ten_more_exist():
    assert {*DECALS.split(), *SDSS.split(), *(f"shape-{number}" for number in range(10))} <= set(glyphs.names())


@pytest.mark.parametrize("name", ["spam", "../logo", "", "Round", 'x"y'])
def test_an_unknown_glyph_is_refused_with_a_sentence(name):
    with pytest.raises(glyphs.UnknownGlyph, match="There is no glyph"):
        glyphs.glyph(name)


def test_classes_without_glyphs_get_shapes_in_order_and_again():
    labels = glyphs.labels([f"c{number}" for number in range(30)])
    assert [label.glyph for label in labels[:3]] == ["shape-0", "shape-1", "shape-2"]
    assert {label.glyph for label in labels} <= set(glyphs.names())


def test_a_title_is_escaped():
    assert "&lt;script&gt;&quot;" in glyphs.glyph_html("round", '<script>"')


def test_the_style_sheet_is_plain_css():
    css = stylesheet()
    assert "<" not in css and "--gx-glyph-round:url(" in css and "--gx-icon-tick:url(" in css
    assert css.count("{") == css.count("}")
