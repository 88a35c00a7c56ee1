"""The stage: test galaxies on the whole window, one at a time, with what a model says of each and the truth.

Everything is sent once, and the browser goes on by itself (`stage.js`); it reports when a game has ended, and when
somebody leaves.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from pages.ui.component import register

MOMENT = 5.0  # seconds until the truth comes by itself

_mount = register("stage")


@dataclass(frozen=True)
class Answer:
    """One of the answers to a question: in full, in short, and its glyph, "" where it has none."""

    name: str
    short: str
    glyph: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked, and the answers there are."""

    words: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Bar:
    """One of the likeliest answers: its number, its share 0…1, and that in words."""

    answer: int
    share: float
    text: str


@dataclass(frozen=True)
class Item:
    """One galaxy: its picture as a data URI, the number of its question, of the model's answer and of the true one;
    what the model says, the truth and what else there is to say, in words; and the likeliest answers."""

    src: str
    question: int
    said: int
    truth: int
    verdict: str
    told: str
    more: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Scene:
    """All that the browser needs. Where `identity` changes, it begins anew."""

    identity: str
    heading: str
    questions: tuple[Question, ...]
    items: tuple[Item, ...]
    game: bool


def show(scene: Scene, on_answers: Callable[[list[Any]], None], on_leave: Callable[[], None]) -> None:
    """Puts the scene on the whole window; the callbacks are called before the page is drawn again."""

    def told() -> None:
        reported = (st.session_state.get("stage") or {}).get("pressed")
        if not isinstance(reported, dict):
            return
        if isinstance(answers := reported.get("answers"), list):
            on_answers(answers)
        elif "leave" in reported:
            on_leave()

    data = {**asdict(scene), "id": scene.identity, "moment": MOMENT}
    _mount(key="stage", data=data, on_pressed_change=told)
