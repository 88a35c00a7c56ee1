"""What drawn galaxies look like to an average volunteer."""

from types import SimpleNamespace

import numpy as np
import pytest

from galaxy_core import trees
from galaxy_core.datasets.drawing import recorder
from galaxy_core.datasets.volunteers import appearance

TREE = trees.tree("gz2")


def said(**facts: float) -> dict[str, float]:
    """The answers of one galaxy in full view, by the first three letters."""
    known = {"width": 2.0, "grain": 1.0, "size": 20.0, "surface": 0.8} | facts
    columns = {name: np.array([known.get(name, np.nan)]) for name in recorder.FACTS}
    found = appearance.probabilities(columns, TREE)[0]
    return {answer[:3]: float(value) for answer, value in zip(TREE.answers, found, strict=True)}


def test_every_question_has_probabilities(judged: SimpleNamespace) -> None:
    assert judged.expected.shape == (1000, 37) and np.isfinite(judged.expected).all() and judged.expected.min() >= 0
    np.testing.assert_allclose(judged.tree.totals(judged.expected), 1)


SPIRAL = {
    "arms": 2,
    "pitch": 10,
    "arm_contrast": 3,
    "sharpness": 2,
    "flocculence": 0.1,
    "axis_ratio": 0.8,
    "bulge": 0.1,
}


@pytest.mark.parametrize(
    ("facts", "answer", "low", "high"),
    [
        ({"axis_ratio": 0.95}, "a01", 0.9, 0.95), ({"axis_ratio": 0.95}, "a16", 0.95, 1),
        ({"axis_ratio": 0.3}, "a18", 0.95, 1),
        (SPIRAL, "a02", 0.85, 1), (SPIRAL, "a08", 0.85, 1), (SPIRAL, "a28", 0.7, 0.9), (SPIRAL, "a32", 0.7, 0.8),
        ({**SPIRAL, "pitch": 30}, "a30", 0.9, 1), ({**SPIRAL, "flocculence": 0.9}, "a37", 0.4, 0.7),
        ({**SPIRAL, "surface": 0.05}, "a02", 0.1, 0.25), ({**SPIRAL, "size": 3}, "a02", 0.1, 0.4),
        ({**SPIRAL, "bar_light": 0.3, "bar_length": 10}, "a06", 0.9, 1), (SPIRAL, "a06", 0.08, 0.08),
        ({**SPIRAL, "bar_light": 0.3, "bar_length": 10, "ring": 0.15}, "a14", 0.44, 0.46),
        ({**SPIRAL, "bar_light": 0.3, "bar_length": 10, "ring": 0.15}, "a19", 0.7, 0.9),
        ({"on_edge": 1, "bulge": 0.3, "axis_ratio": 0.2}, "a04", 0.9, 0.9),
        ({"on_edge": 1, "bulge": 0}, "a27", 0.99, 1),
        ({"on_edge": 1, "bulge": 0.3, "dust_lane": 1}, "a38", 0.6, 0.9),
        ({"thick_disc": 1, "axis_ratio": 0.3}, "a01", 0.62, 0.62),
        ({"merging": 1}, "a14", 0.85, 0.85), ({"merging": 1}, "a24", 0.7, 0.8), ({"irregular": 1}, "a22", 0.5, 0.7),
        ({"debris": 1}, "a21", 0.5, 0.7), ({"lopsided": 1}, "a08", 0.5, 0.5),
    ],
    ids=str,
)  # fmt: skip
def test_an_answer_follows_from_what_was_drawn(facts: dict, answer: str, low: float, high: float) -> None:
    assert low - 1e-9 <= said(**facts)[answer] <= high + 1e-9
