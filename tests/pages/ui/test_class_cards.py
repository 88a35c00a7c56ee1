"""The card of a class, as it is read."""

from collections.abc import Callable
from pathlib import Path

from galaxy_core import datasets, runs
from galaxy_core.evaluation import class_cards

SHOW = """
from galaxy_core import datasets, runs
from pages.ui import class_cards
class_cards.popover(datasets.opened({data!r}), {label}, "here", {run})
"""


def test_all_that_there_is_to_say(draw: Callable, finished: dict[str, runs.Run]):
    run = finished["cnn"]
    card = class_cards.class_card(datasets.opened("sample"), 2, "sample", run)
    seen = draw(SHOW.format(data="sample", label=2, run=f"runs.find({run.name!r})"))
    assert card.meaning is not None and card.recognised is not None
    assert card.meaning.what in seen.text and card.meaning.why in seen.text
    assert f"How common: {card.images} of 300 images of Sample" in seen.text
    assert f"This model: of {card.recognised.n} validation images of it, it recognises " in seen.text
    assert len(seen.data("card-here")["items"]) == 3


def test_an_unknown_class_has_a_card_without_texts(draw: Callable, picture_folder: Path):
    seen = draw(SHOW.format(data=str(picture_folder), label=0, run=None))
    assert "How common: 24 of 48 images" in seen.text and "This model" not in seen.text and "<script" not in seen.html
