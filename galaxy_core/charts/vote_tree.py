"""The decision tree of one galaxy as a picture: how wide a path is says how many volunteers take it.

What volunteers said and what a model says stand side by side at each answer; a lighter band is the model's 90 %
interval; questions that fewer than half come to are pale. The same stands as a list behind it, for screen readers and
narrow places.
Needs `charts.stylesheet()` on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from galaxy_core.charts import formatting
from galaxy_core.tasks.voting.opinions import Opinion
from galaxy_core.trees import Tree

WIDTH, GAP = 214, 62  # pixels: a column of questions, the room for paths between two
HEAD, ROW, APART = 26, 25, 16  # pixels: the title of a question, an answer, between two questions
BAR, FROM = 74, 132  # pixels: a bar of 100 %, where it begins
WIDEST = 20  # pixels of a path that all volunteers take


@dataclass(frozen=True)
class Box:
    """Where a question stands: its left and upper edge in pixels."""

    x: int
    y: int

    def answer(self, number: int) -> int:
        """The middle of one of its answers, from above."""
        return self.y + HEAD + ROW * number + ROW // 2


@dataclass(frozen=True, eq=False)
class _Value:
    """A fraction and its interval, float64 (2,), if that is known."""

    fraction: float
    interval: np.ndarray | None


def places(tree: Tree) -> tuple[Box, ...]:
    """A place for each question: as many columns as the longest way through the tree,
    in each the questions in order."""
    depths = list(_depths(tree))
    below = dict.fromkeys(depths, 0)
    boxes = []
    for question, depth in zip(tree.questions, depths, strict=True):
        boxes.append(Box(depth * (WIDTH + GAP), below[depth]))
        below[depth] += HEAD + ROW * len(question.answers) + APART
    return tuple(boxes)


def vote_tree_html(tree: Tree, voted: Opinion | None, predicted: Opinion | None, picked: str | None = None) -> str:
    """HTML of the picture and the list. What was voted decides paths and paleness, where it is known. `picked` is the
    key of a question that stands out."""
    boxes = places(tree)
    width = max(box.x for box in boxes) + WIDTH
    height = max(
        box.y + HEAD + ROW * len(question.answers) for box, question in zip(boxes, tree.questions, strict=True)
    )
    paths = "".join(_paths(tree, boxes, voted or predicted))
    questions = "".join(_question(tree, number, box, voted, predicted, picked) for number, box in enumerate(boxes))
    drawing = (
        f'<svg viewBox="-4 -4 {width + 8} {height + 8}" width="{width + 8}" aria-hidden="true" focusable="false">'
        f"{paths}{questions}</svg>"
    )
    return f'<div class="gx-tree"><div class="gx-tree-picture">{drawing}</div>{_list(tree, voted, predicted)}</div>'


def key_html(voted: bool, predicted: bool, intervals: bool) -> str:
    """HTML of what the colours mean."""
    parts = [("voted", "what volunteers said")] * voted + [("predicted", "what the model says")] * predicted
    parts += [("interval", "its 90 % interval")] * intervals
    return '<div class="gx-tree-key">' + "".join(
        f'<span><i class="gx-{kind}"></i>{words}</span>' for kind, words in parts
    ) + "<span>pale: fewer than half of the volunteers come to it</span></div>"  # fmt: skip


def _depths(tree: Tree) -> Sequence[int]:
    depths: list[int] = []
    for parents in tree.parents:
        depths.append(1 + max(depths[tree.question_of[parent]] for parent in parents) if len(parents) else 0)
    return depths


def _paths(tree: Tree, boxes: Sequence[Box], opinion: Opinion | None) -> list[str]:
    """A curve from each answer to each question that it leads to."""
    drawn = []
    for number, parents in enumerate(tree.parents):
        for parent in parents.tolist():
            source = int(tree.question_of[parent])
            start = boxes[source].answer(parent - tree.slices[source].start)
            end, left, right = boxes[number].y + HEAD // 2, boxes[source].x + WIDTH, boxes[number].x
            share = opinion.share(tree, parent) if opinion else 0.0
            wide, middle = max(1.0, WIDEST * share), (left + right) / 2
            title = f"{formatting.percent(share, 0)} of all volunteers take this way"
            drawn.append(
                f'<path d="M{left},{start}C{middle:.0f},{start} {middle:.0f},{end} {right},{end}" '
                f'stroke-width="{wide:.1f}"><title>{title}</title></path>'
            )
    return drawn


def _question(
    tree: Tree, number: int, box: Box, voted: Opinion | None, predicted: Opinion | None, picked: str | None
) -> str:
    question, first = tree.questions[number], tree.slices[number].start
    opinion = voted or predicted
    pale = " gx-pale" if opinion is not None and not opinion.is_relevant(number) else ""
    chosen = " gx-picked" if question.key == picked else ""
    tall = HEAD + ROW * len(question.answers)
    rows = "".join(
        _answer(answer.title, box.answer(at) - box.y, _value(voted, first + at), _value(predicted, first + at))
        for at, answer in enumerate(question.answers)
    )
    return (
        f'<g class="gx-question{pale}{chosen}" data-question="{escape(question.key)}" '
        f'transform="translate({box.x},{box.y})"><title>{escape(question.words)}</title><rect width="{WIDTH}" '
        f'height="{tall}" rx="6"/><text class="gx-tree-title" x="10" y="18">{escape(question.title)}</text><text '
        f'class="gx-tree-asked" x="{WIDTH - 8}" y="18">{_asked(opinion, number)}</text>{rows}</g>'
    )


def _answer(title: str, middle: int, voted: _Value | None, predicted: _Value | None) -> str:
    apart = voted is not None and predicted is not None
    bars = _bar(voted, "voted", middle - (7 if apart else 3)) if voted else ""
    bars += _bar(predicted, "predicted", middle + (1 if apart else -3)) if predicted else ""
    return f'<text class="gx-tree-answer" x="10" y="{middle + 4}">{escape(_short(title))}</text>{bars}'


def _bar(value: _Value, kind: str, y: int) -> str:
    bar = f'<rect class="gx-track" x="{FROM}" y="{y}" width="{BAR}" height="6"/>'
    if not np.isnan(value.fraction):
        bar += f'<rect class="gx-{kind}" x="{FROM}" y="{y}" width="{max(1.0, BAR * value.fraction):.1f}" height="6"/>'
    if value.interval is not None:
        low, high = BAR * value.interval
        bar += f'<rect class="gx-interval" x="{FROM + low:.1f}" y="{y}" width="{high - low:.1f}" height="6"/>'
    return bar


def _value(opinion: Opinion | None, answer: int) -> _Value | None:
    if opinion is None:
        return None
    return _Value(float(opinion.fractions[answer]), None if opinion.intervals is None else opinion.intervals[answer])


def _asked(opinion: Opinion | None, number: int) -> str:
    if opinion is None:
        return ""
    if opinion.totals is not None:
        return f"{opinion.totals[number]:,.0f} asked"
    return f"{formatting.percent(float(opinion.asked[number]), 0)} asked"


def _list(tree: Tree, voted: Opinion | None, predicted: Opinion | None) -> str:
    """The same in words: a question with its answers, as far as anybody comes to it."""
    opinion, items = voted or predicted, []
    for number, (question, columns) in enumerate(zip(tree.questions, tree.slices, strict=True)):
        answers = ", ".join(
            f"{answer.title}: {_said(voted, predicted, columns.start + at)}"
            for at, answer in enumerate(question.answers)
        )
        pale = " class='gx-pale'" if opinion is not None and not opinion.is_relevant(number) else ""
        asked = f" ({share})" if (share := _asked(opinion, number)) else ""
        words = f"<b>{escape(question.title)}</b>{asked}. {escape(answers)}."
        items.append(f'<li{pale}><span data-question="{escape(question.key)}">{words}</span></li>')
    return f'<ul class="gx-tree-list">{"".join(items)}</ul>'


def _said(voted: Opinion | None, predicted: Opinion | None, answer: int) -> str:
    parts = []
    for opinion, who in ((voted, "voted"), (predicted, "predicted")):
        if opinion is not None and not np.isnan(opinion.fractions[answer]):
            parts.append(f"{formatting.percent(float(opinion.fractions[answer]), 0)} {who}")
    return " and ".join(parts) or "nobody was asked"


def _short(title: str) -> str:
    return title if len(title) <= 19 else f"{title[:18]}…"
