"""The decision tree as a picture: of one galaxy, or of many with questions that can be pressed."""

from collections.abc import Callable

from galaxy_core.charts import charts_css
from galaxy_core.charts import vote_tree as drawing
from galaxy_core.tasks.voting.opinions import Opinion
from galaxy_core.trees import Tree
from pages.ui.component import choice, register, seen, take

_mount = register("vote_tree", css=charts_css("vote_tree"))


def show(tree: Tree, voted: Opinion | None, predicted: Opinion | None, key: str) -> None:
    """What volunteers said of one galaxy, and what a model says, side by side; see `component.into_view`."""
    html = drawing.vote_tree_html(tree, voted, predicted)
    intervals = predicted is not None and predicted.intervals is not None
    legend = drawing.key_html(voted is not None, predicted is not None, intervals)
    _mount(key=key, data={"html": html + legend, "names": {}, "told": None, "turn": 0, "seen": seen(key)})


def pressable(tree: Tree, opinion: Opinion, key: str, on_press: Callable[[], None]) -> None:
    """The tree of many galaxies, whose questions can be pressed; see `picked`. on_press: called then, before the page
    is drawn again."""

    def told() -> None:
        take(key)
        on_press()

    kept = choice(key)
    data = {
        "html": drawing.vote_tree_html(tree, opinion, None),
        "names": {question.key: f"{question.title}: {question.words}" for question in tree.questions},
        "told": kept.told,
        "turn": kept.turn,
    }
    _mount(key=key, data=data, on_pressed_change=told)


def picked(tree: Tree, key: str) -> int | None:
    """The number of the question that is picked, or None. Pressed again, it lets go."""
    keys, kept = [question.key for question in tree.questions], choice(key)
    return keys.index(kept.picked) if kept.picked in keys else None
