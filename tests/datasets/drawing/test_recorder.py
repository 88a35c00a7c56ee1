"""The recorder: it hears what is drawn, and changes nothing of it."""

import numpy as np
import pytest

from galaxy_core.datasets import drawing
from galaxy_core.datasets.drawing import distributions, recorder, scene


@pytest.mark.parametrize("label", range(drawing.CLASSES))
def test_who_listens_changes_neither_pixels_nor_random_numbers(label: int) -> None:
    alone = [drawing.draw(label, 10, row) for row in range(6)]
    with recorder.listening() as heard:
        assert all(np.array_equal(drawing.draw(label, 10, row), image) for row, image in enumerate(alone))
    assert heard["size"] > 0
    heard_by, unheard = distributions.generator(10, 0, label), distributions.generator(10, 0, label)
    with recorder.listening():
        scene.SUBJECTS[label].draw(label, heard_by)
    scene.SUBJECTS[label].draw(label, unheard)
    assert heard_by.random() == unheard.random()


@pytest.mark.parametrize("label", range(drawing.CLASSES))
def test_what_is_noted_is_what_the_image_shows(label: int) -> None:
    with recorder.listening() as heard:
        drawing.draw(label, 10, 3)
    facts = drawing.facts(label, 10, 3)
    assert facts == heard | {name: facts[name] for name in ("width", "grain")}
    assert set(facts) <= set(recorder.FACTS) and {"width", "grain", "size", "surface"} <= set(facts)
    kinds = {0: "debris", 1: "merging", 5: "bar_light", 6: "arms", 7: "arms", 8: "on_edge", 9: "on_edge"}
    assert label in (2, 3, 4) or kinds[label] in facts


def test_nobody_hears_what_is_noted_elsewhere() -> None:
    with recorder.listening() as outer:
        recorder.note(ring=0.5)
        with recorder.listening() as inner:
            recorder.note(ring=1)
    recorder.note(ring=2)
    assert (outer, inner) == ({"ring": 0.5}, {"ring": 1.0})
