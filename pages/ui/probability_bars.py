"""What the model thinks of one galaxy: the likeliest classes as bars, and the verdict above them."""

from collections.abc import Sequence
from html import escape

import numpy as np

from galaxy_core.charts import formatting
from galaxy_core.charts.glyphs import glyph_html
from pages.ui.text import rich


def probability_bars_html(labels: Sequence, probabilities: np.ndarray, top: int = 3, wrong: bool = False) -> str:
    """HTML of the `top` likeliest classes, best first: glyph, name, bar, per cent; the rest in one line of words.

    labels: k class labels; probabilities: float (k,), 0..1. wrong: the first one is known to be wrong, and drawn so.
    """
    order = np.argsort(-np.asarray(probabilities), kind="stable")[:top]
    rows = "".join(
        _row(labels[at], float(probabilities[at]), wrong and rank == 0, rank == 0)
        for rank, at in enumerate(order.tolist())
    )
    rest = _rest(len(labels) - len(order), np.asarray(probabilities, float)[order])
    return f'<div class="gx-probabilities" role="list">{rows}</div>{rest}'


def verdict_html(label, headline: str, sentence: str = "") -> str:
    """HTML of the verdict: large glyph, headline ("Probably an unbarred loose spiral"), one sentence under it."""
    return (
        f'<div class="gx-verdict">{glyph_html(label.glyph)}<div><div class="gx-headline">{rich(headline)}</div>'
        f'<div class="gx-lead">{rich(sentence)}</div></div></div>'
    )


def _row(label, p: float, wrong: bool, bold: bool) -> str:
    colour = "wrong" if wrong else "right"
    return (
        f'<div class="gx-probability{" gx-bold" if bold else ""}" role="listitem">{glyph_html(label.glyph)}'
        f'<span class="gx-what">{escape(label.name)}</span><span class="gx-ground" aria-hidden="true">'
        f'<i style="width:{100 * p:.1f}%;background:var(--gx-{colour})"></i></span>'
        f'<span class="gx-share">{formatting.share(p)}</span></div>'
    )


def _rest(others: int, shown: np.ndarray) -> str:
    """What the bars leave to the others: of what stands beside them, so that whoever adds it up gets 100 %."""
    if others <= 0:
        return ""
    how_many = formatting.small(others)
    left = 1 - float(np.floor(100 * shown + 0.5).sum()) / 100
    share = left if left >= 0.01 else max(0.0, 1 - float(shown.sum()))
    sentence = "The other class has" if others == 1 else f"The other {how_many} classes share"
    return f'<div class="gx-caption">{sentence} the remaining {formatting.share(share)}.</div>'
