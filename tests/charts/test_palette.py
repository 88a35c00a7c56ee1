"""Levels of matrix cells by their numbers, contrast of texts, and the theme file against the palette."""

import tomllib
from pathlib import Path

import pytest

from galaxy_core.charts import glyphs, palette
from galaxy_core.charts.palette import COLOURS, contrast

ROOT = Path(__file__).resolve().parents[2]
THEMES = ("dark", "light")
MEASURED = 0.06  # the look rounds its figures: it says 9.2 for 9.15 and 3.7 for 3.66


@pytest.mark.parametrize(("count", "level"), [(0, 0), (9, 0), (10, 1), (35, 3), (70, 7), (89, 8), (90, 9), (100, 9)])
def test_right_cells_rise_in_even_steps(count, level):
    assert palette.right_level(count, 100) == level


@pytest.mark.parametrize(
    ("per_mille", "level"),
    [(0, 0), (3, 0), (4, 1), (20, 2), (36, 3), (64, 4), (99, 4), (100, 5), (324, 9), (400, 9), (900, 9)],
)
def test_wrong_cells_rise_with_the_root(per_mille, level):
    assert palette.wrong_level(per_mille, 1000) == level


def test_a_class_without_galaxies_has_level_0():
    assert palette.right_level(0, 0) == palette.wrong_level(0, 0) == 0


@pytest.mark.parametrize(
    ("theme", "text", "on_page", "on_card"),
    [  # as measured when the look was drawn; 4.5 where it states none
        ("dark", "text", 16.5, 15.2),
        ("dark", "secondary", 10.2, 9.4),
        ("dark", "muted", 6.8, 6.2),
        ("dark", "link", 9.8, 4.5),
        ("dark", "accent", 10.8, 4.5),
        ("light", "text", 17.9, 16.5),
        ("light", "secondary", 9.2, 8.4),
        ("light", "muted", 5.9, 5.5),
        ("light", "link", 6.1, 4.5),
        ("light", "accent", 6.4, 4.5),
    ],
)
def test_text_is_readable_on_page_and_card(theme, text, on_page, on_card):
    for ground, least in (("page", on_page), ("surface", on_card)):
        assert contrast(getattr(COLOURS[text], theme), getattr(COLOURS[ground], theme)) >= least - MEASURED


@pytest.mark.parametrize("theme", THEMES)
def test_ink_is_readable_on_amber_and_names_on_the_wash(theme):
    assert contrast(getattr(COLOURS["ink"], theme), getattr(COLOURS["accent"], theme)) >= 4.5
    assert contrast(getattr(COLOURS["accent"], theme), getattr(COLOURS["wash"], theme)) >= 4.5
    assert contrast(getattr(COLOURS["muted"], theme), getattr(COLOURS["wash"], theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("levels", [palette.RIGHT, palette.WRONG])
def test_numbers_are_readable_in_every_cell(theme, levels):
    grounds = [getattr(colour, theme) for colour in levels]
    assert len(grounds) == palette.LEVELS
    assert min(contrast(palette.text_on(ground), ground) for ground in grounds) >= 4.5


@pytest.mark.parametrize(("theme", "least"), [("dark", 3.7), ("light", 3.1)])
def test_class_colours_stand_out_from_the_page(theme, least):
    page = getattr(COLOURS["page"], theme)
    for name in glyphs.names():
        if not name.startswith("shape-"):
            assert contrast(getattr(glyphs.glyph(name), theme), page) >= least - MEASURED, name


def test_contrast_knows_black_and_white():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_variables_are_written_for_both_themes():
    css = palette.css_variables()
    assert css.startswith(":root{") and css.endswith("}")
    assert "--gx-accent:light-dark(#8A5200, #F2B84B);" in css
    assert (
        "--gx-wrong-9:light-dark(#96301F, #FEB98B);" in css and "--gx-right-ink-0:light-dark(#0B0E13, #FFFFFF);" in css
    )


def test_the_theme_file_holds_the_same_colours():
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"]
    wanted = {
        "primaryColor": "accent",
        "backgroundColor": "page",
        "textColor": "text",
        "linkColor": "link",
        "borderColor": "border",
    }
    for side in THEMES:
        for key, name in wanted.items():
            assert theme[side][key] == getattr(COLOURS[name], side), (side, key)
        assert theme[side]["chartSequentialColors"] == [getattr(colour, side) for colour in palette.RIGHT]
        assert theme[side]["chartCategoricalColors"] == [getattr(colour, side) for colour in palette.CATEGORICAL]
        diverging = [palette.WRONG[level] for level in (9, 8, 6, 4, 1)] + [
            palette.RIGHT[level] for level in (1, 3, 5, 7, 9)
        ]
        assert theme[side]["chartDivergingColors"] == [getattr(colour, side) for colour in diverging]


def test_the_font_files_of_the_theme_exist():
    for face in tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"]["fontFaces"]:
        assert (ROOT / face["url"].removeprefix("app/")).is_file()
    assert (ROOT / "static/LICENSE").is_file()
