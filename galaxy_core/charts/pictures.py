"""Charts as files for papers and slides, and inside documents: PNG, and SVG that refers to nothing outside itself.

Drawn by vl-convert, which needs no browser and no network and brings its own font (Liberation Sans, whose letters are
as wide as Arial's).
"""

import re
import zlib
from collections.abc import Callable, Sequence
from html import escape
from io import BytesIO

import numpy as np

from galaxy_core.charts import palette
from galaxy_core.charts.palette import COLOURS, Colour
from galaxy_core.charts.vega import VERSION, Chart, Spec

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
WIDTH = 640  # pixels of a chart that says no width of its own
_AXIS = {"label": "muted", "title": "secondary", "grid": "track", "domain": "border", "tick": "border"}
_NAMED = re.compile(r'(?<=\bid=")|(?<=url\(#)')  # where an SVG names a part of itself

Paint = Callable[[str, Colour], str]  # from a colour's CSS variable and the colour itself to what is written for it


def svg(chart: Chart, title: str = "", notes: Sequence[str] = ()) -> str:
    """SVG text on white ground, in the colours of the light theme, with a title and smaller lines over it."""
    import vl_convert

    return vl_convert.vegalite_to_svg(_printed(chart, title, notes), VERSION, allowed_base_urls=[])


def png(chart: Chart, title: str = "", notes: Sequence[str] = (), scale: float = 2) -> bytes:
    """The same as PNG; `scale`: pixels of the picture for one of the chart."""
    import vl_convert

    return vl_convert.vegalite_to_png(_printed(chart, title, notes), VERSION, scale=scale, allowed_base_urls=[])


def image(pixels: np.ndarray) -> bytes:
    """An image, uint8 (h, w, 3) or (h, w, 1), as PNG: its very pixels."""
    from PIL import Image

    file = BytesIO()
    Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels).save(file, "PNG")
    return file.getvalue()


def inline(chart: Chart, width: int) -> str:
    """SVG text for a document that has `charts.stylesheet()`: its colours are the document's, so it follows the theme,
    and it shrinks with its place; width: pixels of the drawing area, which all its letters are measured against."""
    import vl_convert

    spec = chart.whole | {"background": None, "width": width, "padding": 2, "autosize": {"type": "pad"}}
    spec["config"] = _config(lambda name, colour: f"var(--gx-{name})") | {"font": "inherit", "aria": False}
    text = vl_convert.vegalite_to_svg(spec, VERSION, allowed_base_urls=[])
    head, _, body = text.partition(">")
    size = re.search(r'viewBox="[^"]*"', head)
    name = f"c{zlib.crc32(body.encode()):08x}-"  # parts of two charts in one document must not be called the same
    spoken = f'role="img" aria-label="{escape(chart.alt)}"'
    return f'<svg class="gx-chart" {size and size[0]} {spoken}>{_NAMED.sub(name, body)}'


def _printed(chart: Chart, title: str, notes: Sequence[str]) -> Spec:
    """The chart's description with all that a page's theme would have given it."""
    spec = {"width": WIDTH} | chart.whole | {"background": COLOURS["page"].light, "padding": 16}
    spec |= {"config": _config(lambda name, colour: colour.light) | {"font": FONT}, "description": chart.alt}
    return spec | ({"title": {"text": title, "subtitle": list(notes)}} if title else {})


def _config(paint: Paint) -> Spec:
    colours = {name: paint(name, colour) for name, colour in COLOURS.items()}
    ramp = [paint(f"right-{level}", colour) for level, colour in enumerate(palette.RIGHT)]
    lines = [paint(f"curve-{number}", colour) for number, colour in enumerate(palette.CATEGORICAL)]
    axis = {f"{part}Color": colours[name] for part, name in _AXIS.items()}
    sizes = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 420}
    title = {"color": colours["text"], "fontSize": 16, "anchor": "start", "frame": "bounds", "offset": 14}
    return {
        "view": {"stroke": None}, "axis": axis | sizes,
        "legend": {"labelColor": colours["secondary"], "titleColor": colours["secondary"], "labelFontSize": 12},
        "title": title | {"subtitleColor": colours["secondary"], "subtitleFontSize": 12},
        "mark": {"color": colours["right"]}, "text": {"color": colours["text"], "fontSize": 12},
        "range": {"category": lines, "ramp": ramp, "heatmap": ramp},
    }  # fmt: skip
