"""The parts of Home."""

import time
from collections.abc import Callable

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, datasets, runs
from galaxy_core.charts import formatting, measures
from galaxy_core.charts.score_rows import ScoreRow, score_strip
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import comparison, ranking
from galaxy_core.prepare import thumbnails
from pages.ui import board as boards
from pages.ui import cache, explore, gallery, home_board, panes, run_card, run_list, shipped, tasks, text

ABOUT = (
    "A model learns from the examples, in minutes, on this computer. Every number here leads to the images behind it, "
    "and says how sure it is."
)


def data_of_visit() -> Galaxies:
    """The data set that the address names, else the one chosen last, or the one that is always here."""
    kept = st.session_state.get("dataset-kept", datasets.usual())
    try:
        return cache.galaxies(st.query_params.get("dataset", kept))
    except GalaxyError:
        return cache.galaxies(datasets.usual())


def title(galaxies: Galaxies) -> str:
    """ "Ten shapes of galaxies", by the number of classes; what the data set is called where it has none."""
    if not galaxies.classes:
        return galaxies.title
    return f"{formatting.small(len(galaxies.classes)).capitalize()} shapes of galaxies"


def board(galaxies: Galaxies) -> Callable[[], None]:
    """Two pictures of every class, or of what stands for it; a press on one opens Explore there.

    Returns what is to be called at the end of the page: pictures that have to be made first hold up nothing else, and
    grey squares stand where they will be.
    """
    place, shown = st.container(), home_board.of(galaxies)
    if cache.has_pictures(galaxies, shown.every):
        with place:
            _board(galaxies, shown)
        return lambda: None
    with place:
        now = st.empty()
    with now.container():
        boards.board(shown.labels, [[gallery.EMPTY] * len(few) for few in shown.rows], key="board-empty")
        verb = "drawn" if galaxies.synthetic else "read"
        text.caption(f"{formatting.count(len(shown.every))} galaxies are being {verb}, once: a few seconds.")

    def later() -> None:
        cache.pictures(galaxies, shown.every)
        now.empty()
        with place:
            _board(galaxies, shown)

    return later


def _board(galaxies: Galaxies, shown: home_board.Board) -> None:
    pictures = cache.pictures(galaxies, shown.every)
    if pictures is None:
        thumbnails.start(galaxies)
        text.caption(f"The pictures of {galaxies.title} are being prepared; Explore shows how far that is.")
        return
    few = np.split(pictures, np.cumsum([len(rows) for rows in shown.rows])[:-1])
    pressed = boards.board(shown.labels, [list(images) for images in few], key="board")
    if pressed is not None:
        shown.pick(pressed)
        st.switch_page("pages/1_Explore.py", query_params={"dataset": galaxies.name})
    synthetic = " These galaxies are **drawn by this program**, not observed." if galaxies.synthetic else ""
    text.caption(thumbnails.shown(galaxies))
    text.sentence(f"{shown.about} {ABOUT}{synthetic}")


def rest(galaxies: Galaxies) -> None:
    """Galaxies that this program draws itself: all others are drawn in the background, and how far that is."""
    if galaxies.synthetic:
        explore.preparing(galaxies, later=True)


def best_result(lines: list[comparison.RunScore], galaxies: Galaxies) -> None:
    """The run that validation images choose, and what it reaches on test images, with its interval and the majority
    line; as long as there is none, the one that is shipped."""
    is_shipped = bool(lines) and lines[0].run.is_shipped
    text.heading("A first result, shipped" if is_shipped else "Your best result so far")
    if not lines:
        text.sentence("Nothing has been trained on these galaxies yet. The first model takes less than a minute.")
        st.page_link("pages/3_Train.py", label="Train a first model")
        shipped.offer_back()
        return
    _score(lines[0], galaxies)
    if is_shipped:
        text.caption(shipped.WHAT)
        shipped.actions(lines[0].run)
    else:
        text.caption(_chosen(comparison.own(lines)))


def _score(best: comparison.RunScore, galaxies: Galaxies) -> None:
    """What it reaches on test images, what it is called, and when it ended."""
    measure = best.measure()
    score, trivial = best.score(), best.baseline()
    scale = measures.scale(measure, max(score.high, trivial or 0))
    row = ScoreRow(best.title, score.value, score.low, score.high, score.n)
    st.html(score_strip(row, trivial, measures.on(measure, "test galaxies"), scale, best.task.TRIVIAL))
    ended = [] if best.run.is_shipped else [formatting.ago(time.time() - best.summary.finished)]
    text.caption(" · ".join([text.literal(best.title), galaxies.title, *ended]))


def _chosen(lines: list[comparison.RunScore]) -> str:
    """How the best one was chosen, and among how many."""
    alike = ranking.same_images(lines, lines[0])[0]
    if lines[0].validation() is None:
        return "The newest: no validation score is known of these runs, by which the best would be chosen."
    if len(alike) == 1:
        return ""
    others = len(lines) - len(alike)
    apart = f" {formatting.count(others, 'run')} with other test images {'stands' if others == 1 else 'stand'} apart."
    return f"The best of {formatting.count(len(alike), 'run')} on validation images.{apart if others else ''}"


def hardest(lines: list[comparison.RunScore], galaxies: Galaxies) -> None:
    """What the best run finds hardest."""
    text.heading("Hardest class" if galaxies.classes else "What it finds hardest")
    if not lines:
        what = "its hardest class, with the images it got wrong," if galaxies.classes else "that"
        text.sentence(f"Once a model is trained, {what} is shown here.")
    elif not tasks.draw(lines[0].summary.task, "hardest", lines[0], galaxies):
        st.page_link("pages/5_Inspect.py", label="Look into it", query_params={"run": lines[0].run.name})


def training_now() -> None:
    """What is being trained and what waits."""
    text.heading("Training now")

    def panel() -> None:
        going = runs.going()
        if going:
            st.html(run_card.runs_html([run_list.row(run) for run in reversed(going[-4:])]))
        else:
            text.sentence("Nothing is being trained. A run goes on when you close this page.")

    st.fragment(panel, run_every="2s" if runs.going() else None)()


def next_steps(galaxies: Galaxies, lines: list[comparison.RunScore]) -> None:
    """What to do next, as links."""
    steps = [
        (
            "pages/1_Explore.py",
            "Look at the galaxies",
            f"{formatting.count(galaxies.n, 'image')}" + f", {len(galaxies.classes)} classes" * bool(galaxies.classes),
        ),
        ("pages/3_Train.py", "Train a model", "From seconds to minutes, in the background"),
        ("pages/4_Compare.py", "Compare models", formatting.count(len(lines), "finished run")),
        ("pages/6_Classify.py", "Classify an image", "One of these, or your own"),
        ("pages/8_Present.py", "Present a model", "On the whole window, or you against it"),
    ]
    panes.next_steps(steps, "home")


def data_sets() -> None:
    """The data sets that have a name, and whether they are here."""
    for name in datasets.names():
        found = datasets.summary(name)
        if found.reason:
            words_ = f"It is here, but can’t be used. {found.reason}"
        elif found.present:
            classes = f", {len(found.classes)} classes" if found.classes else ""
            words_ = f"{found.sentence} {formatting.count(found.n, 'image')}{classes}."
        else:
            words_ = (
                f"{found.sentence} Not on this computer yet: {formatting.size(datasets.plugin(name).DOWNLOAD.total)}."
            )
        with panes.row(f"data-{name}"):
            state: run_card.State = "here" if found.present and not found.reason else "absent"
            st.html(run_card.run_html(run_card.RunRow(state, found.title, words_)))
            label = "Look" if found.present else "Get it"
            st.page_link("pages/1_Explore.py", label=text.of(label, found.title), query_params={"dataset": name})
