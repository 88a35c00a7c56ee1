"""Numbers and times in words."""

import pytest

from galaxy_core.charts import formatting
from galaxy_core.evaluation import Score

HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (formatting.percent(0.846), "84.6 %"),
        (formatting.percent(None), "–"),
        (formatting.percent(-0.00001), "0.0 %"),
        (formatting.percent(-0.037), "−3.7 %"),
        (formatting.percent(1, 0), "100 %"),
        (formatting.interval(0.829, 0.862), "82.9–86.2"),
        (formatting.interval(None, 0.862), ""),
        (formatting.score(0.846, 0.829, 0.862), "84.6 % (82.9–86.2)"),
        (formatting.score(0.846), "84.6 %"),
        (formatting.points(0.037), "3.7 points"),
        (formatting.points(-0.037), "−3.7 points"),
        (formatting.number(0.8314), "0.831"),
        (formatting.number(None), "–"),
        (formatting.count(1774), "1,774"),
        (formatting.count(1774, "image"), "1,774 images"),
        (formatting.count(1, "image"), "1 image"),
        (formatting.count(2, "galaxy", "galaxies"), "2 galaxies"),
        (formatting.count(None), "–"),
        (
            " ".join(map(formatting.ordinal, (1, 2, 3, 4, 11, 12, 21, 111, 1002))),
            "1st 2nd 3rd 4th 11th 12th 21st 111th 1,002nd",
        ),
        (formatting.listed(["a"]), "a"),
        (formatting.listed(["a", "b", "c"]), "a, b and c"),
        (formatting.with_article("unbarred loose spiral"), "an unbarred loose spiral"),
        (formatting.with_article("round one"), "a round one"),
        (formatting.as_galaxy("Unbarred Loose Spiral"), "unbarred loose spiral"),
        (formatting.as_galaxy("Unbarred Loose Spiral", "galaxies"), "unbarred loose spiral galaxies"),
        (formatting.as_galaxy("Edge-on with Bulge", "ones"), "edge-on ones with bulge"),
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
    assert formatting.share(fraction) == wanted


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
    assert formatting.duration(seconds) == wanted


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
    assert formatting.ago(seconds) == wanted


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [(0.2, "under 1 s"), (41, "41 s"), (240, "4 min"), (5400, "1 h 30 min"), (7200, "2 h"), (None, "–")],
)
def test_durations_in_tables(seconds, wanted):
    assert formatting.duration_short(seconds) == wanted


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
    assert formatting.size(n) == wanted


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
    assert formatting.certainty(p) == wanted


def test_the_verdict_names_two_classes_when_it_is_hard_to_say():
    assert formatting.verdict(0.87, "unbarred loose spiral", "barred spiral") == "Probably an unbarred loose spiral"
    assert (
        formatting.verdict(0.3, "unbarred loose spiral", "barred spiral")
        == "Hard to say: perhaps an unbarred loose spiral or a barred spiral"
    )


@pytest.mark.parametrize(
    ("fraction", "wanted"),
    [(0.87, "about 9 times in 10"), (0.1, "about 1 time in 10"), (0.99, "nearly always"), (0.01, "hardly ever")],
)
def test_how_often_it_is_right(fraction, wanted):
    assert formatting.times_in_ten(fraction) == wanted


def test_a_gap_has_real_minus_signs():
    assert formatting.gap(0.037, 0.012, 0.061) == "3.7 points (1.2 to 6.1)"
    assert formatting.gap(-0.02, -0.05, 0.00001) == "−2.0 points (−5.0 to 0.0)"


def test_a_score_with_its_interval():
    assert (
        formatting.scored(Score(0.846, 0.829, 0.862, 1774))
        == formatting.score(0.846, 0.829, 0.862)
        == "84.6 % (82.9–86.2)"
    )
    assert formatting.scored(None) == formatting.MISSING


def test_moments():
    told = [formatting.moment(seconds) for seconds in (0.0003, 0.001, 0.0121, 0.9, 1.52)]
    assert told == ["under a millisecond", "1 millisecond", "12 milliseconds", "900 milliseconds", "1.5 seconds"]
