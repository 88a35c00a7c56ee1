"""Labels as people write them become classes, with a note where that isn't plain."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError
from galaxy_core.datasets.files import labels

PATH = Path("/some/file.h5")


def understood(values: object, names: tuple[str, ...] | None = None) -> labels.Labels:
    return labels.understood(PATH, "labels", np.array(values), names)


def test_numbers_from_nothing_one_or_with_gaps() -> None:
    plain = understood([0, 1, 2, 1])
    assert plain.classes == ("Class 0", "Class 1", "Class 2") and plain.targets.tolist() == [0, 1, 2, 1]
    assert len(plain.notes) == 1
    from_one = understood([1, 2, 3, 1])
    assert from_one.classes == ("Class 1", "Class 2", "Class 3") and from_one.notes[1].endswith("count from 1.")
    gaps = understood([0, 4, 4, 9])
    assert gaps.classes == ("Class 0", "Class 4", "Class 9") and gaps.targets.tolist() == [0, 1, 1, 2]
    assert gaps.notes[1] == "Some class numbers up to 9 have no image (1, 2, 3, 5, 6 …), so there are 3 classes."


def test_names_by_numbers() -> None:
    assert understood([0, 1, 0, 2], ("a", "b", "c")).notes == ()
    from_one = understood([1, 3, 2], ("a", "b", "c"))
    assert (
        from_one.classes == ("a", "b", "c") and from_one.targets.tolist() == [0, 2, 1] and from_one.numbers == (0, 1, 2)
    )
    some = understood([0, 2, 2], ("a", "b", "c", "d", "e"))
    assert some.classes == ("a", "c") and some.numbers == (0, 2)
    assert some.notes == ("No image is of b, d, e, so those are no classes here.",)


def test_a_single_one_in_each_row_and_texts() -> None:
    rows = understood(np.eye(3)[[2, 0, 1]])
    assert rows.targets.tolist() == [2, 0, 1] and "rows with a single 1" in rows.notes[-1]
    assert understood([["0"], ["1"]]).classes == ("0", "1")
    texts = understood([b"spiral", b"smooth", b"spiral"])
    assert texts.classes == ("smooth", "spiral") and texts.targets.tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("values", "names", "words"),
    [
        ([[0.3, 0.7], [1, 0]], None, "aren't a single 1 in each row of 2 .the first other row is 0."),
        ([0, -1], None, "the label of its image 1 is -1"),
        ([0.5, 1], None, "the label of its image 0 is 0.5"),
        ([np.nan, 1], None, "label of its image 0 is nan"),
        ([3, 3], None, "all of its 2 images have the label 3"),
        (["a", "a"], None, "all of its 2 images have the label “a”"),
        (range(1500), None, "1,500 different values, more than 1,000 classes"),
        ([f"id {n}" for n in range(1500)], None, "1,500 different values"),
        ([0, 7], ("a", "b"), "“classes” are 2 names, and its largest label is 7"),
        (np.zeros((2, 2, 2)), None, "have the shape"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(values: object, names: tuple | None, words: str) -> None:
    with pytest.raises(DataError, match=words):
        understood(values, names)
