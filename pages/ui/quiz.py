"""You against the model: twenty galaxies on the stage, then both scores and where you differ."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from galaxy_core import GalaxyError
from galaxy_core.charts import formatting
from galaxy_core.charts.score_rows import ScoreRow, score_rows
from galaxy_core.demonstration import Exhibit, hardness
from galaxy_core.demonstration.game import Result, result
from galaxy_core.evaluation import Paired
from galaxy_core.runs import Run
from pages.ui import cache, exhibits, frame, gallery, large, notes, panes, players, run_names, stage, text
from pages.ui.exhibits import Shown

TITLE = "You against the model"
GAME = "game"  # in the session


@dataclass(frozen=True)
class Going:
    """The game of this session: against which run, with which galaxies, and what was answered once it has ended."""

    run: str
    seed: int = field(default_factory=lambda: secrets.randbelow(2**31))
    answers: tuple[Any, ...] | None = None


def play(run: Run, leave: Callable[[], None]) -> None:
    """The game, or how it went. Raises GalaxyError where the images can't be read."""
    game = st.session_state.get(GAME)
    if not isinstance(game, Going) or game.run != run.name:
        game = st.session_state[GAME] = Going(run.name)
    frame.full_window(TITLE, "" if game.answers is None else "How it went.")
    shown = exhibits.shown(run, TITLE, game.seed, game=True)
    if game.answers is None:
        stage.show(shown.scene, _ended, leave)
        return
    try:
        _went(run, shown, result(shown.exhibits, game.answers))
    except GalaxyError as error:
        notes.error(error)
    with panes.row("game-end"):
        st.button("Play again", type="primary", key="play-again", on_click=_again, args=(run.name,))
        st.button("Leave", key="leave-game", on_click=_left, args=(leave,))


def _ended(answers: list[Any]) -> None:
    st.session_state[GAME] = replace(st.session_state[GAME], answers=tuple(answers))


def _again(name: str) -> None:
    players.forget_last()
    st.session_state[GAME] = Going(name)


def _left(leave: Callable[[], None]) -> None:
    st.session_state.pop(GAME, None)
    players.forget_last()
    leave()


def _went(run: Run, shown: Shown, found: Result) -> None:
    """Both scores, the paired difference, where you differ, what people find hard, and the list of games."""
    yours, models = found.scores
    title = run_names.name(run)
    text.finding(f"You named {found.yours.sum()} of {found.n} correctly, the model {found.models.sum()}.")
    rows = [
        ScoreRow(name, score.value, score.low, score.high, score.n) for name, score in (("You", yours), (title, models))
    ]
    st.html(score_rows(rows, None))
    text.sentence(difference(found.difference))
    likely = "Every class is about as likely here as every other, so the model’s share isn’t that on all test images."
    text.caption(
        "Behind each score its 95 % interval: where it would lie with other galaxies chosen in the same way. "
        f"{likely if shown.exhibits[0].question.is_class else ''}"
    )
    _differ(shown, found)
    _hard(run, shown, found)
    players.keep(run, shown.exhibits, found)


def difference(test: Paired) -> str:
    """The paired difference in words; a is you, b the model."""
    gap, low, high = test.difference, test.low, test.high
    first, second = ("You are", "you"), ("The model is", "the model")
    only, other = test.only_a, test.only_b
    if gap < 0:
        gap, low, high = -gap, -high, -low
        first, second, only, other = second, first, other, only
    on = f"on the same {formatting.count(test.n, 'galaxy', 'galaxies')}"
    p = "p < 0.001" if test.p < 0.001 else f"p = {formatting.number(test.p)}"
    if not gap:
        return f"**Both are right equally often** {on}: {formatting.gap(gap, low, high)} between them."
    others = formatting.small(other) if other else "none"
    verdict = f"{first[0]} significantly better" if test.significant else "No significant difference"
    return (
        f"**{verdict}**: {formatting.count(only, 'galaxy', 'galaxies')} only {first[1]} named correctly, {others} only "
        f"{second[1]}; the difference is {formatting.gap(gap, low, high)} {on}. "
        f"McNemar’s exact test: {p}."
    )


def _differ(shown: Shown, found: Result) -> None:
    st.subheader("Where you differ", anchor=False)
    if not found.differ:
        text.sentence("Nowhere: you and the model gave the same answers.")
        return
    cards = [_card(shown.exhibits[number], found, number) for number in found.differ]
    images = [shown.images[number] for number in found.differ]
    pressed = gallery.gallery(images, cards, "game-differ", gallery.Grid(6, 120, "Where you differ"))
    large.pictures(images, [", ".join(card.lines) for card in cards], pressed, "A galaxy of this game")


def _card(exhibit: Exhibit, found: Result, number: int) -> gallery.Card:
    short = exhibits.short(exhibit)
    asked = () if exhibit.question.is_class else (exhibit.question.words,)
    yours, models = short[found.answers[number]], short[found.predicted[number]]
    return gallery.Card((f"is {short[exhibit.truth]}", *asked, f"you: {yours}", f"model: {models}"))


def _hard(run: Run, shown: Shown, found: Result) -> None:
    """What volunteers, or other players, found hard among these galaxies."""
    st.subheader("What people find hard", anchor=False)
    with notes.loading("Asking what others said of these galaxies: the first time, that takes seconds…", 160):
        hardest = hardness.hardest(run, cache.galaxies(run.request.dataset), shown.exhibits)
    if not hardest:
        text.sentence("Nobody else has played on these galaxies yet, and nobody has voted on them.")
        return
    cards, images = [], []
    for hard in hardest:
        outcome = [
            f"{who} {'right' if right[hard.number] else 'wrong'}"
            for who, right in (("you", found.yours), ("model", found.models))
        ]
        cards.append(gallery.Card((hard.words, ", ".join(outcome))))
        images.append(shown.images[hard.number])
    pressed = gallery.gallery(images, cards, "game-hard", gallery.Grid(6, 120, "What people find hard"))
    large.pictures(images, [", ".join(card.lines) for card in cards], pressed, "A galaxy that people find hard")
