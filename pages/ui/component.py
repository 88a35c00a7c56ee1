"""Registers a component from the .css and .js beside it, and remembers what is picked in one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


def register(name: str, html: str = '<div class="root"></div>', css: str = ""):
    """The mounting function of the component NAME, made of NAME.css and NAME.js; call it once, at module level. `css`
    are rules that it shares with what is drawn elsewhere."""
    own, js = ((_HERE / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    shared, first = ((_HERE / f"component.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return st.components.v2.component(f"gx-{name}", html=f"{html}\n", css=f"{shared}\n{css}\n{own}", js=first + js)


def into_view(key: str) -> None:
    """Have the component `key`, which is on the page already, scrolled to: something elsewhere has changed what it
    shows. It gives `seen` to the browser with its data."""
    st.session_state[_turns(key)] = seen(key) + 1


def seen(key: str) -> int:
    """How often the component `key` was to be scrolled to."""
    return st.session_state.get(_turns(key), 0)


def _turns(key: str) -> str:
    return f"gx-turns-{key}"


@dataclass
class Choice:
    """What is picked in one component.

    The browser shows a pick at once and reports it; `told` and `turn` change only when a page overrules the browser
    (clear, preset) or the component appears anew. So a pick alone never changes the component's data, and no image is
    sent again.
    """

    picked: Any = None
    told: Any = None
    turn: int = 0

    def overrule(self, picked: Any) -> None:
        """Make the browser show `picked` at its next drawing."""
        self.picked = self.told = picked
        self.turn += 1


def choice(key: str) -> Choice:
    """The choice kept for a component's key; it outlives leaving the page, which the component's own state doesn't."""
    kept = st.session_state.setdefault(f"gx-choice-{key}", Choice())
    if key not in st.session_state and kept.told != kept.picked:
        kept.overrule(kept.picked)
    return kept


def take(key: str) -> None:
    """Copy what the browser reports into the choice; the component's callback, so that the whole run already knows it.

    It is reported as a trigger, [what is picked now]: a state would stay silent when the same is picked again after a
    page cleared it, or when what a page preset is let go.
    """
    reported = (st.session_state.get(key) or {}).get("pressed")
    if isinstance(reported, list) and len(reported) == 1:
        choice(key).picked = reported[0]


def pick(key: str, picked: Any = None) -> None:
    """Set or (None) clear what is picked in the component `key`.

    To be called before the component is drawn, or as the callback of a button.
    """
    choice(key).overrule(list(picked) if isinstance(picked, tuple) else picked)
