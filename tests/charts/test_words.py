"""Numbers and times in words."""

import pytest

from galaxy_core.charts import words
from galaxy_core.evaluation import Score

HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (words.percent(0.846), "84.6 %"),
        (words.percent(None), "–"),
        (words.percent(-0.00001), "0.0 %"),
        (words.percent(-0.037), "−3.7 %"),
        (words.percent(1, 0), "100 %"),
        (words.interval(0.829, 0.862), "82.9–86.2"),
        (words.interval(None, 0.862), ""),
        (words.score(0.846, 0.829, 0.862), "84.6 % (82.9–86.2)"),
        (words.score(0.846), "84.6 %"),
        (words.points(0.037), "3.7 points"),
        (words.points(-0.037), "−3.7 points"),
        (words.number(0.8314), "0.831"),
        (words.number(None), "–"),
        (words.count(1774), "1,774"),
        (words.count(1774, "image"), "1,774 images"),
        (words.count(1, "image"), "1 image"),
        (words.count(2, "galaxy", "galaxies"), "2 galaxies"),
        (words.count(None), "–"),
        (
            " ".join(map(words.ordinal, (1, 2, 3, 4, 11, 12, 21, 111, 1002))),
            "1st 2nd 3rd 4th 11th 12th 21st 111th 1,002nd",
        ),
        (words.listed(["a"]), "a"),
        (words.listed(["a", "b", "c"]), "a, b and c"),
        (words.with_article("unbarred loose spiral"), "an unbarred loose spiral"),
        (words.with_article("round one"), "a round one"),
    ],
)
def test_numbers(said, wanted):
    assert said == wanted


@pytest.mark.parametrize(
    ("fraction", "wanted"),
    [
        (0, "0 %"),
        (0.0049, "<1 %"),
        (0.005, "1 %"),
        (0.098, "10 %"),
        (0.125, "13 %"),
        (0.994, "99 %"),
        (0.996, ">99 %"),
        (1, "100 %"),
        (None, "–"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_everything(fraction, wanted):
    assert words.share(fraction) == wanted


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [
        (0, "a few seconds"),
        (40, "under a minute"),
        (60, "about 1 minute"),
        (170, "about 3 minutes"),
        (3299, "about 55 minutes"),
        (3300, "about 1 hour"),
        (1.5 * HOUR, "about 1.5 hours"),
        (22.9 * HOUR, "about 23 hours"),
        (DAY, "about 1 day"),
        (3.4 * DAY, "about 3.5 days"),
        (None, "an unknown time"),
    ],
)
def test_durations(seconds, wanted):
    assert words.duration(seconds) == wanted


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (2 * HOUR, "2 hours ago"),
        (DAY, "yesterday"),
        (2 * DAY, "2 days ago"),
        (8 * DAY, "1 week ago"),
    ],
)
def test_times_past(seconds, wanted):
    assert words.ago(seconds) == wanted


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [(0.2, "under 1 s"), (41, "41 s"), (240, "4 min"), (5400, "1 h 30 min"), (7200, "2 h"), (None, "–")],
)
def test_durations_in_tables(seconds, wanted):
    assert words.duration_short(seconds) == wanted


@pytest.mark.parametrize(
    ("n", "wanted"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1.0 kB"),
        (46_000, "46 kB"),
        (2_540_000_000, "2.5 GB"),
        (999_999, "1.0 MB"),
        (None, "–"),
    ],
)
def test_sizes(n, wanted):
    assert words.size(n) == wanted


@pytest.mark.parametrize(
    ("p", "wanted"),
    [
        (0.95, "almost certainly"),
        (0.9, "almost certainly"),
        (0.87, "probably"),
        (0.7, "probably"),
        (0.4, "perhaps"),
        (0.39, "hard to say"),
    ],
)
def test_certainty(p, wanted):
    assert words.certainty(p) == wanted


def test_the_verdict_names_two_classes_when_it_is_hard_to_say():
    assert words.verdict(0.87, "unbarred loose spiral", "barred spiral") == "Probably an unbarred loose spiral"
    assert (
        words.verdict(0.3, "unbarred loose spiral", "barred spiral")
        == "Hard to say: perhaps an unbarred loose spiral or a barred spiral"
    )


@pytest.mark.parametrize(
    ("fraction", "wanted"),
    [(0.87, "about 9 times in 10"), (0.1, "about 1 time in 10"), (0.99, "nearly always"), (0.01, "hardly ever")],
)
def test_how_often_it_is_right(fraction, wanted):
    assert words.times_in_ten(fraction) == wanted


def test_a_gap_has_real_minus_signs():
    assert words.gap(0.037, 0.012, 0.061) == "3.7 points (1.2 to 6.1)"
    assert words.gap(-0.02, -0.05, 0.00001) == "−2.0 points (−5.0 to 0.0)"


def test_a_score_with_its_interval():
    assert words.scored(Score(0.846, 0.829, 0.862, 1774)) == words.score(0.846, 0.829, 0.862) == "84.6 % (82.9–86.2)"
    assert words.scored(None) == words.MISSING
