"""Drawings: tables in, figures or HTML out.

What is drawn has been computed before: a drawing places and words numbers, it derives none. The one exception is a
colour's level, which `matrix` and `palette` compute as tables of their own, tested by their numbers.

- Fractions are 0..1 everywhere and become per cent only in words (`words`). None means "not known" and is drawn as
  nothing.
- HTML is one string without scripts; every name that somebody could have typed is escaped here, never by the caller.
- Colours are CSS variables `--gx-…` (`palette`), shapes are CSS masks `--gx-glyph-…` (`glyphs`): the same string
  serves the dark page, the light page and the report. Whoever shows such HTML puts `stylesheet()` on the page once.
- Nothing here knows Streamlit, and nothing reads a data set or a run.
"""

from functools import cache
from pathlib import Path

__all__ = ["stylesheet"]


@cache
def stylesheet() -> str:
    """CSS text (no tag) that the HTML of this package needs: variables, masks and classes `gx-…`."""
    from galaxy_core.charts import glyphs, palette

    rules = (Path(__file__).parent / "charts.css").read_text(encoding="utf-8")
    return f"{palette.css_variables()}\n{glyphs.css_variables()}\n{rules}"
