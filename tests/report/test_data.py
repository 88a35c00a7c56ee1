"""The data of a run in words, and an example of each class."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from galaxy_core.report import data
from galaxy_core.report.evidence import gather


def test_facts_of_the_sample(make: Callable) -> None:
    run = make(0.7)
    facts, rows = dict(data.facts(gather(run))), run.result["rows"]
    assert facts["Data set"] == "Sample (drawn galaxies) (synthetic: drawn, not observed)"
    assert facts["Images"].startswith("300: ") and f"{rows['test']:.0f} test" in facts["Images"]
    assert (facts["Classes"], facts["Image size"]) == ("10", "128 × 128 pixels")
    assert facts["Pixel scale"] == "0.524″ of sky in a pixel" and "within 10″" in facts["Split"]


def test_notes_of_a_data_set_that_is_not_drawn(make: Callable) -> None:
    found = gather(make(0.7))
    found = replace(found, synthetic=False, galaxies=replace(found.galaxies, notes=("One.", "Two."), ra=None))
    facts = dict(data.facts(found))
    assert facts["Known of it"] == "One. Two." and "″" not in facts["Split"]
    assert facts["Data set"] == "Sample (drawn galaxies)"


def test_images_are_counted_where_nobody_wrote_them_down(make: Callable) -> None:
    found = gather(make(0.7))
    known = data.images(found)
    assert data.images(replace(found, result={})) == known and sum(known.values()) == 300


def test_an_example_is_the_surest_right_one(make: Callable) -> None:
    found = gather(make(0.6))
    said = found.predictions
    for one in data.examples(found):
        right = np.flatnonzero(said.right & (said.labels == one.label))
        if len(right):
            assert one.row == said.rows[right[said.confidence[right].argmax()]]
        else:
            assert found.galaxies.labels[one.row] == one.label
        assert one.counts == {part: int(counts[one.label]) for part, counts in found.counts.items()}
    assert {one.row for one in data.examples(replace(found, galaxies=None))} == {None}


def test_a_class_without_images_has_none(make: Callable) -> None:
    found = gather(make(0.6))
    galaxies = replace(found.galaxies, targets=np.where(found.galaxies.labels == 4, 3, found.galaxies.labels))
    assert data.examples(replace(found, galaxies=galaxies, predictions=None))[4].row is None
