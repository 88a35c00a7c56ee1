"""A model shown to people: what an address asks for, the page that offers it, and the demonstration itself.

`?present=RUN` is the demonstration of a run, `?present=quiz:RUN` a game against it; without a name, it is the best run
there is: `?present=`, `?present=quiz`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from galaxy_core import GalaxyError, RunError, runs
from galaxy_core.charts import measures
from galaxy_core.evaluation import comparison
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.runs import Run
from pages.ui import address, exhibits, frame, notes, panes, players, quiz, run_names, scoring, stage, text
from pages.ui.menu import PRESENT, PRESENTING

GAME = "quiz"  # in the address, alone or before the name of a run
TITLE = "Present"
SENTENCE = "Show people what the model says of galaxies that it has never seen, or let them play against it."
PATIENCE = 3.0  # seconds in which runs that nobody has scored yet may be: which is the best depends on them
LONGEST = 80  # characters of a name that is repeated in an error


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a run, and whether for a game against it."""

    run: Run
    game: bool


def page() -> None:
    """The whole page: what the address asks for, or the choice of it."""
    value = st.query_params.get(PRESENT)
    if value is None:
        return choice()
    try:
        asked = find(value)
        if asked is not None:
            exhibits.check(asked.run)
    except GalaxyError as error:
        return choice(error)
    if asked is None:
        return choice()
    try:
        (quiz.play if asked.game else demonstration)(asked.run, leave)
    except GalaxyError as error:  # of an image that can't be read
        notes.error(error)
        st.button("Leave", key="leave", on_click=leave)


def find(value: str) -> Asked | None:
    """What a value in the address means; None where there is no run yet. Raises RunError for an unknown run."""
    first, colon, rest = value.strip().partition(":")
    game = first == GAME
    name = rest if game and colon else "" if game else value.strip()
    if name:
        run = runs.find(name[:LONGEST])
        if not run.is_finished:
            raise RunError(f"The run {run.name} is {run.status}: it can be shown once it has finished.")
        return Asked(run, game)
    best = [line.run for line in _lines(PATIENCE)[0]] or runs.shipped.every()
    return Asked(best[0], game) if best else None


def link(run: Run, game: bool) -> dict[str, str]:
    """The address of a demonstration, or a game, as query parameters."""
    return {PRESENT: f"{GAME}:{run.name}" if game else run.name}


def offer(run: Run) -> None:
    """Links to both, on other pages."""
    with panes.row("present"):
        for game, label in ((False, "Demonstrate it"), (True, "Play against it")):
            st.page_link(PRESENTING, label=label, query_params=link(run, game))


def demonstration(run: Run, leave: Callable[[], None]) -> None:
    """Test galaxies of a run on the whole window. Raises GalaxyError where their images can't be read."""
    frame.full_window("Demonstration")
    shown = exhibits.shown(run, run_names.name(run), 0, game=False)
    stage.show(shown.scene, lambda answers: None, leave)


def leave() -> None:
    """Back to the choice."""
    address.change({PRESENT: None})


def choice(error: GalaxyError | None = None) -> None:
    """The page that offers it: which model, both ways to show it, and what people reached."""
    frame.page(TITLE, SENTENCE)
    if error is not None:
        notes.error(error, "Choose below what to show instead.")
    if (run := _pick()) is None:
        return
    panes.ways(
        PRESENTING,
        [
            (link(run, False), "Start the demonstration", "The model’s answer, then the truth, galaxy by galaxy"),
            (link(run, True), "You against the model", "Twenty galaxies, by mouse, keys or on a phone"),
        ],
        "present",
    )  # fmt: skip
    text.caption(
        f"Space goes on, F fills the screen, Esc leaves. The addresses of both can be shared: “Present?{PRESENT}=” is "
        f"the best run, “Present?{PRESENT}={GAME}” a game against it."
    )
    players.games()


def _pick() -> Run | None:
    """The run to show: the best one, or the one chosen."""
    ordered, waiting = _lines()
    scoring.go_on(waiting, len(ordered))
    lines = {line.run.name: line for line in ordered}
    if not lines:
        sentence = "Train a model first; then it can be shown to people, and they can play against it."
        if not waiting and notes.empty("No model to show yet", sentence, "Train a first model", "no-runs"):
            st.switch_page("pages/3_Train.py")
        return None
    usual = next(iter(lines))
    chosen = address.follow("model", "present-model", usual, lines)
    titles = run_names.named(line.run for line in lines.values())
    called = {
        name: f"{titles[name]} · {measures.value(line.measure(), line.score().value)}" for name, line in lines.items()
    }
    st.selectbox(
        "Model", list(lines), width=420, format_func=called.__getitem__,
        **address.written("model", "present-model", usual),
    )  # fmt: skip
    return lines[chosen].run


def _lines(seconds: float = scoring.FIRST) -> tuple[list[RunScore], list[Run]]:
    """All runs with scores, and those yet to be scored: the best of the chosen data set first, then those of others,
    shipped ones last."""
    scored, waiting = comparison.table_within(seconds)
    lines = comparison.best_first(scored)
    return sorted(lines, key=lambda line: (line.run.is_shipped, not run_names.is_chosen(line.run))), waiting
