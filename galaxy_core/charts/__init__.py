"""Drawings: tables in, charts or HTML out; each drawn once for pages, pictures and reports.

What is drawn has been computed before, as rows with tests of their own: a drawing places and words numbers, it derives
none. A module has the function of its rows and the function of its chart (`vega`);
what is HTML on pages has a `picture`.

- Fractions are 0..1 everywhere and become per cent only in words (`formatting`). None means "not known" and is drawn as
  nothing.
- HTML is one string without scripts; every name that somebody could have typed is escaped here, never by the caller.
- Colours of HTML are CSS variables `--gx-…` (`palette`), shapes are CSS masks `--gx-glyph-…` (`glyphs`): the same
  string serves the dark page, the light page and the report. Whoever shows such HTML puts `stylesheet()` on the page
  once.
  Colours of charts are the theme's, or readable on both grounds.
- Nothing here knows Streamlit, and nothing reads a data set or a run.
"""

from functools import cache
from pathlib import Path

__all__ = ["charts_css", "stylesheet"]


@cache
def stylesheet() -> str:
    """CSS text (no tag) that the HTML of this package needs: variables, masks and classes `gx-…`."""
    from galaxy_core.charts import glyphs, palette

    rules = "\n".join(charts_css(file.stem) for file in sorted(Path(__file__).parent.glob("*.css")))
    return f"{palette.css_variables()}\n{glyphs.css_variables()}\n{rules}"


def charts_css(name: str) -> str:
    """The rules of one file alone, for a component that has its own place on a page."""
    return (Path(__file__).parent / f"{name}.css").read_text(encoding="utf-8")
