"""What a model should not be used for follows from facts."""

from collections.abc import Callable
from dataclasses import replace

from galaxy_core.evaluation import per_class
from galaxy_core.report import data, limits
from galaxy_core.report.evidence import gather


def test_always(make: Callable) -> None:
    found = gather(make(1.0, seed=7))
    said = " ".join(limits.sentences(replace(found, synthetic=False)))
    assert "always names one of its ten classes" in said and "with seed 7" in said and "another survey" in said
    assert data.DRAWN not in said and limits.sentences(found)[0] == data.DRAWN


def test_few_images_and_classes_that_are_hardly_found(make: Callable) -> None:
    found = gather(make(0.3))
    said = " ".join(limits.sentences(found))
    scores = dict(zip(found.classes, per_class(found.predictions), strict=True))
    poor = next(name for name, one in scores.items() if one.recall and one.recall.value < 0.5)
    few = next(name for name, one in scores.items() if one.n < 20)
    assert (
        "fewer than half of the test images of" in said and f"{poor} ({100 * scores[poor].recall.value:.0f} %)" in said
    )
    assert f"{few} ({scores[few].n})" in said and "Fewer than 20 test images" in said
    assert "surer than it should be" in said
    good = " ".join(limits.sentences(gather(make(1.0))))
    assert "fewer than half" not in good and "surer than" not in good and "isn't surely better" not in good


def test_no_better_than_guessing(make: Callable) -> None:
    assert "isn't surely better than the majority baseline" in " ".join(limits.sentences(gather(make(0.1))))


def test_without_scores(make: Callable) -> None:
    found = replace(gather(make(0.7)), line=None, predictions=None, classes=())
    said = " ".join(limits.sentences(found))
    assert "How good it is isn't known here" in said and "one of the answers it knows" in said


def test_of_very_many_classes_some_are_named() -> None:
    assert limits._some([f"c{number}" for number in range(20)]).endswith("c11 and 8 more")
    assert limits._some(["a", "b"]) == "a and b"
