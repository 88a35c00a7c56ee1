"""The matrix and the pictures of mistakes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from galaxy_core.evaluation import Predictions
from galaxy_core.report import mistakes
from galaxy_core.report.evidence import gather


def predictions(pairs: list[tuple[int, int, float]], k: int = 3) -> Predictions:
    """Images as (truth, said, how sure)."""
    truth, said, sure = (np.array(column) for column in zip(*pairs, strict=True))
    chances = np.repeat(((1 - sure) / (k - 1))[:, None], k, axis=1)
    chances[np.arange(len(pairs)), said] = sure
    return Predictions(np.arange(len(pairs)) + 100, truth, chances, tuple(f"c{number}" for number in range(k)))


def test_the_most_frequent_first_with_their_surest_images() -> None:
    said = predictions([(0, 1, 0.5), (0, 1, 0.9), (0, 0, 0.9), (1, 2, 0.6), (2, 2, 0.8), (0, 1, 0.7)])
    first, second = mistakes.confusions(said)
    assert (first.true, first.called, first.count, first.of) == (0, 1, 3, 4)
    assert first.positions.tolist() == [1, 5, 0] and second.positions.tolist() == [3]
    assert mistakes.rows(said) == {100, 101, 103, 105}


def test_there_are_not_more_pictures_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mistakes, "MOST", 3)
    said = predictions([(0, 1, 0.9)] * 2 + [(1, 2, 0.9)] * 2 + [(2, 0, 0.9)])
    assert [len(one.positions) for one in mistakes.confusions(said)] == [2, 1, 0]
    assert [one.count for one in mistakes.confusions(said)] == [2, 2, 1]


def test_in_words(make: Callable) -> None:
    found = gather(make(0.5))
    one = mistakes.confusions(found.predictions)[0]
    sentence = mistakes.sentence(found, one)
    names = found.classes[one.true], found.classes[one.called]
    assert sentence.startswith(f"{names[0]} is taken for {names[1]} in {one.count} of {one.of} test image")
    assert sentence.endswith(f"({100 * one.count / one.of:.0f} %)")


def test_no_mistake_is_said(make: Callable, read: Callable) -> None:
    found = gather(make(1.0))
    assert "it made no mistake" in read(mistakes.html(found, {})).text("mistakes")


def test_truth_answer_and_certainty_under_a_picture(make: Callable, read: Callable) -> None:
    found = gather(make(0.5))
    one = mistakes.confusions(found.predictions)[0]
    row = int(found.predictions.rows[one.positions[0]])
    page = read(mistakes.html(found, {row: "data:image/jpeg;base64,AA"}))
    truth, said = found.labels[one.true].short, found.labels[one.called].short
    sure = f"{100 * found.predictions.confidence[one.positions[0]]:.0f} % sure"
    assert f"is {truth} called {said} {sure}" in page.text("mistakes")
    assert page.all("img")[0]["alt"] == f"a galaxy that is {truth} and was called {said}"


def test_a_real_place_can_be_looked_up_and_a_drawn_one_cannot(make: Callable) -> None:
    found = gather(make(0.5))
    pictures = dict.fromkeys(mistakes.rows(found.predictions), "data:,")
    assert "legacysurvey" not in mistakes.html(found, pictures)
    html = mistakes.html(replace(found, synthetic=False), pictures)
    row = next(iter(pictures))
    assert html.count("legacysurvey.org/viewer?ra=") == len(pictures)
    assert f"ra={found.galaxies.ra[row]:.5f}&amp;dec={found.galaxies.dec[row]:+.5f}&amp;" in html
    nowhere = replace(found.galaxies, ra=np.full(found.galaxies.n, np.nan))
    assert "legacysurvey" not in mistakes.html(replace(found, synthetic=False, galaxies=nowhere), pictures)


def test_a_cell_has_share_count_and_colour(make: Callable, read: Callable) -> None:
    found = gather(make(0.5))
    html, confusion = mistakes.matrix(found), found.predictions.confusion
    page = read(html)
    assert len(page.all("td")) == 101 and len(page.all("a")) == int(
        (confusion > 0).sum() - (confusion.diagonal() > 0).sum()
    )
    titles = [known["title"] for known in page.all("td") if "title" in known]
    assert any(f"of {confusion[0].sum()} Disturbed galaxies" in title for title in titles)
    assert "background:var(--gx-right-" in html and "color:var(--gx-wrong-ink-" in html
