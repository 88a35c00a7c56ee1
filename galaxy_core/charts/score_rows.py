"""Scores with their intervals as rows of HTML: crisp at every size, real text, the same on the pages and in the report.

White tick = value, blue band = 95 % interval, dashed line = majority baseline, hollow
grey diamond = reported elsewhere. Needs `charts.stylesheet()` on the page. All positions are CSS percentages of the
scale.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from galaxy_core.charts import formatting, vega
from galaxy_core.charts.overlaid import distinct
from galaxy_core.charts.palette import COLOURS, GREY
from galaxy_core.charts.vega import Chart, Row

BASELINE = "majority baseline"
WIDTH, LINE = 480, 30  # pixels of the picture: the scale, a row


@dataclass(frozen=True)
class ScoreRow:
    """One row: a model's score 0..1 with its 95 % interval on `n` images; None where not known.

    reference: the figure somebody published, 0..1. A row with a reference and no value of ours is written in grey.
    note: a few words behind the numbers, such as "other test set". bold: the best one.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    reference: float | None = None
    note: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Scale:
    """What the rows are measured on: 0 to `upper`, a tick at each of `ticks`.

    The three functions write a value, an interval and a tick.
    """

    upper: float
    ticks: tuple[float, ...]
    value: Callable[[float], str]
    interval: Callable[[float, float], str]
    tick: Callable[[float], str]

    def at(self, value: float) -> str:
        """Where a value stands, as a CSS percentage; what lies outside stands at the edge."""
        return f"{min(100.0, max(0.0, 100 * value / self.upper)):.2f}%"


_FIFTHS = (0, 0.2, 0.4, 0.6, 0.8, 1)
PERCENT = Scale(1, _FIFTHS, formatting.percent, formatting.interval, lambda x: formatting.percent(x, 0))
FRACTION = Scale(1, _FIFTHS, formatting.number, formatting.between, lambda x: f"{x:g}")


def error_scale(largest: float) -> Scale:
    """A scale for errors (RMSE, lower is better): from 0 to at least `largest`, above 0, in four to six round steps;
    values have three decimals."""
    tenth = 10.0 ** floor(log10(largest / 5))
    step = next(step for times in (1, 2, 2.5, 5, 10) if 5.0001 * (step := times * tenth) >= largest)
    ticks = tuple(round(step * number, 12) for number in range(ceil(largest / step - 1e-9) + 1))
    return Scale(ticks[-1], ticks, formatting.number, FRACTION.interval, lambda x: f"{x:g}")


def score_rows(rows: list[ScoreRow], majority: float | None, scale: Scale = PERCENT) -> str:
    """HTML of the rows in the order given, with an axis under them; `majority` is the dashed line, 0..`scale.upper`."""
    body = "".join(_row(row, majority, scale) for row in rows)
    ticks = "".join(f'<span style="left:{scale.at(tick)}">{scale.tick(tick)}</span>' for tick in scale.ticks)
    scale_line = f'<div class="gx-axis-ticks">{ticks}</div><div>{_on_how_many(rows)}</div>'
    axis = f'<div class="gx-axis" aria-hidden="true">{scale_line}</div>'
    return f'<div class="gx-scores"><div class="gx-scores-grid" role="list">{body}{axis}</div></div>'


def score_strip(
    row: ScoreRow,
    majority: float | None,
    counted: str = "test galaxies named correctly (accuracy)",
    scale: Scale = PERCENT,
    baseline: str = BASELINE,
) -> str:
    """HTML of one score for a card: big number, sentence with interval and how many images, strip, baseline."""
    between = _between(row, scale)
    value = formatting.MISSING if row.value is None else scale.value(row.value)
    on = f"of {formatting.count(row.n)} {escape(counted)}" if row.n is not None else escape(counted)
    sentence = on + (f"; 95&nbsp;% interval {_unbroken(between)}" if between else "")
    sentence += "&nbsp;%" if between and scale is PERCENT else ""
    caption = ""
    if majority is not None:
        flip = " gx-right-of" if majority > scale.upper / 2 else ""
        note = f"{escape(baseline)}: {scale.value(majority)}"
        caption = f'<span class="gx-strip-majority{flip}" style="--at:{scale.at(majority)}">{note}</span>'
    return (
        f'<div class="gx-strip"><div class="gx-big">{_unbroken(value)}</div>'
        f'<div class="gx-sentence">{sentence}</div>{_track(row, majority, scale)}'
        f'<div class="gx-strip-words">{caption}<span class="gx-strip-end">{scale.tick(scale.upper)}</span></div></div>'
    )


def score_key(references: bool = True, majority: str = BASELINE) -> str:
    """HTML that explains the three marks; `majority` says what the dashed line is, "" if there is none."""
    marks = [
        ('<i class="gx-key-score"><i class="gx-band"></i><i class="gx-value"></i></i>', "score and 95&nbsp;% interval")
    ]
    if majority:
        marks.append(('<i class="gx-key-line"></i>', escape(majority)))
    if references:
        marks.append(('<i class="gx-key-diamond"></i>', "reported elsewhere, under other rules"))
    return '<div class="gx-key">' + "".join(f"<span>{mark}{text}</span>" for mark, text in marks) + "</div>"


def picture(rows: Sequence[ScoreRow], majority: float | None, scale: Scale = PERCENT) -> Chart:
    """The same as a chart for files; behind each row its numbers."""
    blue, ink, secondary = (COLOURS[name].light for name in ("right", "text", "secondary"))
    names = distinct([row.name for row in rows])
    y = vega.names("name", names, axis={"labelLimit": 420, "domain": False, "ticks": False})
    at = {"domain": [0, scale.upper], "nice": False}
    ticks = {"values": list(scale.ticks), "format": ".0%" if scale is PERCENT else "~g", "grid": False}
    reported = {"x": vega.quantity("reference", scale=at), "y": y}
    words = {"x": {"value": WIDTH + 10}, "y": y, "text": {"field": "words", "type": "nominal"}}
    interval = {"x": vega.quantity("low", scale=at), "x2": {"field": "high"}, "y": y}
    layers = [] if majority is None else [vega.level(majority, "x", at)]
    layers += [
        vega.layer({"type": "rule", "strokeWidth": 10, "opacity": 0.55, "color": blue}, interval),
        vega.layer(
            {"type": "tick", "thickness": 3, "height": 18, "color": ink},
            {"x": vega.quantity("value", scale=at, axis=ticks), "y": y},
        ),
        vega.layer({"type": "point", "shape": "diamond", "size": 60, "filled": False, "color": GREY}, reported),
        vega.layer({"type": "text", "align": "left", "limit": 300, "color": secondary}, words),
    ]
    drawn = [_picture_row(row, name, scale) for row, name in zip(rows, names, strict=True)]
    return vega.layered(drawn, layers, "Scores with their 95 % intervals", LINE * len(rows), width=WIDTH)


def _between(row: ScoreRow, scale: Scale) -> str:
    return "" if row.low is None or row.high is None else scale.interval(row.low, row.high)


def _picture_row(row: ScoreRow, name: str, scale: Scale) -> Row:
    shown = row.reference if row.value is None else row.value
    between = f"({inside})" if (inside := _between(row, scale)) else ""
    words = "" if shown is None else " ".join(filter(None, (scale.value(shown), between, row.note)))
    values = {"value": row.value, "low": row.low, "high": row.high, "reference": row.reference}
    return {"name": name, "words": words, **values}


def _row(row: ScoreRow, majority: float | None, scale: Scale) -> str:
    ours = row.value is not None
    shown = row.value if ours else row.reference
    number = _unbroken(scale.value(shown)) if shown is not None else formatting.MISSING
    between = _between(row, scale)
    after = " ".join(filter(None, [between, escape(row.note)]))
    title = f' title="on {formatting.count(row.n, "image")}"' if row.n is not None else ""
    return (
        f'<div class="gx-score{" gx-bold" if row.bold else ""}" role="listitem">'
        f'<span class="gx-name">{escape(row.name)}</span>{_track(row, majority, scale)}<span class="gx-number"{title}>'
        f'<span class="{"gx-ours" if ours else "gx-theirs"}">{number}</span> '
        f'<span class="gx-after">{after}</span></span></div>'
    )


def _track(row: ScoreRow, majority: float | None, scale: Scale) -> str:
    """The line with its marks; hidden from screen readers, which hear the numbers."""
    marks = []
    if majority is not None:
        marks.append(f'<i class="gx-majority" style="left:{scale.at(majority)}"></i>')
    if row.low is not None and row.high is not None:
        marks.append(
            f'<i class="gx-band" style="left:{scale.at(row.low)};right:calc(100% - {scale.at(row.high)})"></i>'
        )
    if row.value is not None:
        marks.append(f'<i class="gx-value" style="left:{scale.at(row.value)}"></i>')
    if row.reference is not None:
        marks.append(f'<i class="gx-reference" style="left:{scale.at(row.reference)}"></i>')
    return f'<span class="gx-track" aria-hidden="true">{"".join(marks)}</span>'


def _on_how_many(rows: list[ScoreRow]) -> str:
    """ "1,774 images", once for all rows, or from the fewest to the most."""
    numbers = sorted({row.n for row in rows if row.n is not None})
    if not numbers:
        return ""
    return formatting.count(numbers[0], "image") if len(numbers) == 1 else f"{numbers[0]:,}–{numbers[-1]:,} images"


def _unbroken(text: str) -> str:
    return text.replace(" ", "&nbsp;")
