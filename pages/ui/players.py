"""People's games on this machine: a game is kept under a nickname, listed, and forgotten by whoever played it."""

import time

import streamlit as st

from galaxy_core import GalaxyError, runs
from galaxy_core.charts import formatting
from galaxy_core.demonstration import Exhibit
from galaxy_core.demonstration import games as stored_games
from galaxy_core.demonstration.game import Result
from galaxy_core.runs import Run
from pages.ui import notes, panes, run_card, text

OWN = "kept-games"  # of this visit: the identities of the games that were kept in it
LAST = "game-kept"  # of this session: whether the game that has just ended is kept
LISTED = 30


def keep(run: Run, exhibits: tuple[Exhibit, ...], result: Result) -> None:
    """Offers to keep the game that has ended under a nickname, and lists all games."""
    if not st.session_state.get(LAST):
        st.subheader("Keep this game", anchor=False)
        with st.form("keep-game", border=False):
            typed = st.text_input(
                "Nickname", max_chars=stored_games.LONGEST, width=300, key="nickname",
                help="Nothing else of you is kept, and you can delete it again.",
            )  # fmt: skip
            pressed = st.form_submit_button("Keep this game")
        if pressed:
            _keep(typed, run, exhibits, result)
    games()


def _keep(typed: str, run: Run, exhibits: tuple[Exhibit, ...], result: Result) -> None:
    try:
        game = stored_games.keep(typed, run, exhibits, result)
    except GalaxyError as error:
        notes.error(error)
        return
    st.session_state[OWN] = [*st.session_state.get(OWN, []), game.identity]
    st.session_state[LAST] = True
    st.rerun()


def forget_last() -> None:
    """The next game isn't kept yet."""
    st.session_state.pop(LAST, None)


def games() -> None:
    """All games on this machine, the newest first; one's own can be deleted."""
    found = stored_games.every()
    if not found:
        return
    st.subheader("Games on this machine", anchor=False)
    titles, own = runs.all_titles(), st.session_state.get(OWN, [])
    for game in found[:LISTED]:
        about = (
            f"against {titles.get(game.run, game.run)}, which named {game.models} · "
            f"{formatting.ago(time.time() - game.finished)}"
        )
        row = run_card.RunRow("here", game.nickname, about, f"{game.yours} of {game.n}")
        with panes.row(f"data-game-{game.identity}"):
            st.html(run_card.run_html(row))
            if game.identity in own:
                label = text.of("Delete", f"the game of {game.nickname}")
                st.button(
                    label, key=f"delete-{game.identity}", type="tertiary", on_click=_delete, args=(game.identity,)
                )
    if len(found) > LISTED:
        text.caption(f"And {formatting.count(len(found) - LISTED, 'earlier game')}.")


def _delete(identity: str) -> None:
    try:
        stored_games.delete(identity)
    except GalaxyError as error:
        notes.error(error)
