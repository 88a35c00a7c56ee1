"""Several runs side by side."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from galaxy_core.evaluation import pairing, stored
from galaxy_core.report import several
from galaxy_core.report.evidence import gather


def test_best_first_and_those_without_scores_last(make: Callable) -> None:
    gone, weak, best = make(0.9), make(0.2), make(0.8)
    (gone.folder / "predictions.npz").unlink()
    assert [one.run for one in several.best_first([gather(run) for run in (gone, weak, best)])] == [best, weak, gone]


def test_the_paired_test_is_that_of_the_core(make: Callable) -> None:
    best, other = gather(make(0.9)), gather(make(0.2))
    ((line, found),) = several.against(best.line, [other.line])
    wanted = pairing.paired(stored.predictions(best.run), stored.predictions(other.run))
    assert line is other.line and (found.p, found.difference, found.low) == (wanted.p, wanted.difference, wanted.low)
    assert found.significant == (wanted.p < 0.05)
    assert any(said.endswith(": a significant difference.") for said in several.sentences([best, other]))


def test_many_tests_raise_the_bar(make: Callable) -> None:
    """Of several differences with p between 0.05 / m and 0.05, alone each is significant, together none is."""
    best = gather(make(1.0))
    n = best.line.summary.n
    others = [gather(make((n - 6) / n)).line for _ in range(3)]  # 6 images that only one gets right: p = 0.031

    def sure(others: list) -> list[bool]:
        return [one.significant for _, one in several.against(best.line, others)]

    assert sure(others[:1]) == [True]
    assert sure(others) == [False] * 3
    clear = gather(make(0.1)).line
    assert sure([*others[:1], clear]) == [True, True], "Holm, not Bonferroni"


def test_other_test_images_or_another_data_set_are_not_compared(make: Callable) -> None:
    best = gather(make(0.9))
    for other in (make(0.5, split="80/10/10@5"), make(0.5, made_by={"images": "another"})):
        said = several.sentences([best, gather(other)])
        assert "was tested on other images, so the two can't be compared image by image." in said[1]


def test_not_significant_and_the_remark_on_choosing(make: Callable) -> None:
    said = several.sentences([gather(make(0.5)), gather(make(0.5))])
    assert said[1].endswith(": no significant difference.") and said[-1] == several.CHOSEN


def test_nothing_to_compare(make: Callable) -> None:
    one, gone = make(0.5), make(0.5)
    (gone.folder / "predictions.npz").unlink()
    found = [gather(one), gather(gone)]
    assert several.sentences(found) == ["There is nothing to compare: fewer than two of these runs have scores."]
    assert "nothing to compare" in several.html(found)


def test_rows_of_every_measure_with_the_majority(make: Callable, read: Callable) -> None:
    html = several.html([gather(make(0.9)), gather(make(0.5))])
    assert html.count('role="list"') == 3 and html.count("gx-bold") == 3
    assert html.count('class="gx-majority"') == 4, "accuracy and balanced accuracy, two rows each"
    assert "Macro-F1" in read(html).text() and np.isclose(html.count("gx-band"), 7)


def test_runs_of_one_data_set_are_called_what_they_are(make: Callable) -> None:
    made = [make(0.9), make(0.5), make(0.5, title="Own")]  # all of them: a title tells a run from those there are
    pieces = [gather(run) for run in made]
    assert several.distinct(pieces) == pieces and len({one.title for one in pieces}) == 3


def test_runs_of_several_data_sets_say_which_is_theirs(make: Callable) -> None:
    one, other = gather(make(0.9)), gather(make(0.5))
    elsewhere = replace(other, made_by={"dataset_title": "Another"})
    titles = [evidence.title for evidence in several.distinct([one, elsewhere])]
    assert titles == [f"{one.title} · {one.data}", f"{other.title} · Another"]
