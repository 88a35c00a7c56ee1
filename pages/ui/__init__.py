"""The parts that pages are made of; besides the pages themselves the only place that imports streamlit.

Inputs are plain: str, float, numpy arrays, and class labels (any object with `name`, `short` and `glyph`; see
`galaxy_core.charts.glyphs.ClassLabel`). Images are uint8 (h, w, 3) or (h, w); cropping to the middle is done by the
caller.

- `style.apply()` comes first on every page; without it nothing has colours.
- Functions ending in `_html` return a string; the others draw at once and return what the reader pressed, or None.
- Whatever somebody could have typed is escaped here. In sentences `**words**` become bold, nothing else is markup. In
  sentences and in Streamlit's Markdown (toasts, labels, links) it stands as `text.literal(…)`.
- `key` names one instance within a page, as in Streamlit.

A component (`matrix`, `gallery`, `class_rows`, `board`) is a .py beside a .js and a .css of the same name, registered
once when the module is imported.
"""
