"""Numbers and times in words, the same everywhere: 84.6 % (82.9–86.2), 1,774 images, about 3 minutes."""

from math import floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from galaxy_core.evaluation import Score

MISSING = "–"
PARTS = {"train": "Training", "validation": "Validation", "test": "Test"}  # of a split, as labels
_STEPS = (
    ("year", 31_557_600),
    ("month", 2_629_800),
    ("week", 604_800),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
)


def percent(fraction: float | None, decimals: int = 1) -> str:
    """0.846 → "84.6 %"; None → "–"."""
    return MISSING if fraction is None else f"{_hundredths(fraction, decimals)} %"


def interval(low: float | None, high: float | None, decimals: int = 1) -> str:
    """0.829, 0.862 → "82.9–86.2" (per cent, without the sign: it stands behind the value)."""
    if low is None or high is None:
        return ""
    return f"{_hundredths(low, decimals)}–{_hundredths(high, decimals)}"


def score(value: float | None, low: float | None = None, high: float | None = None) -> str:
    """0.846, 0.829, 0.862 → "84.6 % (82.9–86.2)"."""
    between = interval(low, high)
    return f"{percent(value)} ({between})" if between and value is not None else percent(value)


def scored(measured: "Score | None") -> str:
    """A score with its interval, as `score`; None → "–"."""
    return score(measured.value, measured.low, measured.high) if measured else MISSING


def share(fraction: float | None) -> str:
    """0.098 → "10 %", 0.003 → "<1 %", 0 → "0 %": whole per cent for a cell, a caption, a certainty.

    Above 99.5 % it says ">99 %" unless all of it is meant: "100 % sure" would be a lie.
    """
    if fraction is None:
        return MISSING
    if 0 < fraction < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= fraction < 1 else f"{floor(100 * fraction + 0.5)} %"


def points(difference: float) -> str:
    """0.037 → "3.7 points": a difference of two scores."""
    return f"{_signed(100 * difference, 1)} points"


def gap(difference: float, low: float, high: float) -> str:
    """0.037, 0.012, 0.061 → "3.7 points (1.2 to 6.1)": a difference with its interval."""
    return f"{points(difference)} ({_signed(100 * low, 1)} to {_signed(100 * high, 1)})"


def significant(is_significant: bool) -> str:
    """For cells: True → "significant", False → "not significant"."""
    return "significant" if is_significant else "not significant"


def yes_no(fact: bool) -> str:
    """For cells: True → "yes", False → "no"."""
    return "yes" if fact else "no"


def number(value: float | None, decimals: int = 3) -> str:
    """0.831 → "0.831": scores that are no share, such as macro-F1 or an RMSE."""
    return MISSING if value is None else _signed(value, decimals)


def between(low: float, high: float, decimals: int = 3) -> str:
    """0.829, 0.862 → "0.829–0.862"; −0.32, 0.1 → "−0.320 to 0.100"."""
    return f"{number(low, decimals)}{'–' if low >= 0 else ' to '}{number(high, decimals)}"


def count(n: int | None, noun: str = "", nouns: str = "") -> str:
    """1774 → "1,774"; 1774, "image" → "1,774 images"; 1, "image" → "1 image"; `nouns` for a plural that is not +s."""
    if n is None:
        return MISSING
    word = noun if n == 1 else (nouns or noun + "s") if noun else ""
    return f"{n:,} {word}".strip().replace("-", "−")


def duration(seconds: float | None) -> str:
    """170 → "about 3 minutes", 40 → "under a minute", 5400 → "about 1.5 hours"."""
    if seconds is None:
        return "an unknown time"
    if seconds < 55:
        return "under a minute" if seconds >= 10 else "a few seconds"
    if seconds < 3_300:
        return f"about {count(max(1, round(seconds / 60)), 'minute')}"
    word, size = ("hour", 3_600) if seconds < 82_800 else ("day", 86_400)
    halves = round(2 * seconds / size) / 2
    return f"about {halves:g} {word if halves == 1 else word + 's'}"


def moment(seconds: float) -> str:
    """How long an answer took: 0.012 → "12 milliseconds", 0.0003 → "under a millisecond", 1.5 → "1.5 seconds"."""
    if seconds < 0.001:
        return "under a millisecond"
    return f"{seconds:.1f} seconds" if seconds >= 0.9995 else count(round(1000 * seconds), "millisecond")


def duration_short(seconds: float | None) -> str:
    """For tables: 20 → "20 s", 240 → "4 min", 5400 → "1 h 30 min"; "–" when not known."""
    if seconds is None:
        return MISSING
    if seconds < 60:
        return "under 1 s" if seconds < 1 else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours:,} h {rest} min" if rest else f"{hours:,} h"


def resources(runs: int, seconds: float, memory: float, disk: float) -> str:
    """ "13 runs, about 2 hours here; up to 2.1 GB of memory, 980 MB of disk.": what several runs will need."""
    space = f"up to {size(int(memory))} of memory, {size(int(disk))} of disk"
    return f"{count(runs, 'run')}, {duration(seconds)} here; {space}."


def ago(seconds: float | None) -> str:
    """20 → "just now", 7200 → "2 hours ago", 90000 → "yesterday", a negative time (clocks differ) → "just now"."""
    if seconds is None:
        return "at an unknown time"
    if 86_400 <= seconds < 172_800:
        return "yesterday"
    for word, size in _STEPS:
        if seconds >= size:
            return f"{count(int(seconds // size), word)} ago"
    return "just now"


def size(n: int | None) -> str:
    """Bytes in words: 999 → "999 bytes", 46_000 → "46 kB", 2_540_000_000 → "2.5 GB" (thousands, not 1,024s)."""
    if n is None:
        return MISSING
    if n < 1_000:
        return count(n, "byte")
    step = min(len(_PREFIXES) - 1, int(log10(n * 1.0005) // 3))  # 999,999 bytes are 1.0 MB, not 1,000 kB
    value = n / 1_000**step
    return f"{value:.1f} {_PREFIXES[step]}B" if value < 9.95 else f"{value:,.0f} {_PREFIXES[step]}B"


_PREFIXES = ("", "k", "M", "G", "T")


CERTAIN = ((0.9, "almost certainly"), (0.7, "probably"), (0.4, "perhaps"))  # from which certainty on


def certainty(p: float) -> str:
    """How sure it is, 0..1: ≥ 0.9 "almost certainly", ≥ 0.7 "probably", ≥ 0.4 "perhaps", else "hard to say"."""
    for bound, word in CERTAIN:
        if p >= bound:
            return word
    return "hard to say"


def verdict(p: float, first: str, second: str) -> str:
    """The finding of one galaxy as a sentence's start: "Probably an unbarred loose spiral".

    `first` and `second` are the two likeliest classes as they would stand in a sentence; p is the certainty of the
    first.
    """
    word = certainty(p)
    if word == "hard to say":
        return f"Hard to say: perhaps {with_article(first)} or {with_article(second)}"
    return f"{word.capitalize()} {with_article(first)}"


def with_article(noun: str) -> str:
    """ "edge-on galaxy" → "an edge-on galaxy"; by the first letter, good enough for class names."""
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"


def as_galaxy(class_name: str, noun: str = "galaxy") -> str:
    """A class name inside a sentence: "Barred Spiral" → "barred spiral", "Merging" → "merging galaxy",
    "Edge-on with Bulge" → "edge-on galaxy with bulge"; with another noun, "ones" → "edge-on ones with bulge"."""
    lower = class_name.lower()
    first, stop, rest = lower.partition(" with")
    is_whole = noun == "galaxy" and first.endswith(("galaxy", "spiral"))
    return lower if is_whole else f"{first} {noun}{stop}{rest}"


def times_in_ten(fraction: float | None) -> str:
    """0.87 → "about 9 times in 10", 0.99 → "nearly always", 0.02 → "hardly ever"."""
    if fraction is None:
        return "an unknown number of times"
    tenths = floor(10 * fraction + 0.5)
    if tenths in (0, 10):
        return "nearly always" if tenths else "hardly ever"
    return f"about {tenths} {'time' if tenths == 1 else 'times'} in 10"


def ordinal(n: int) -> str:
    """1 → "1st", 2 → "2nd", 11 → "11th": a place in a queue."""
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n:,}{ending}"


def small(n: int) -> str:
    """7 → "seven"; from eleven on in digits, as in a sentence."""
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return names[n] if 0 <= n < len(names) else f"{n:,}"


def listed(words: list[str]) -> str:
    """["a", "b", "c"] → "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _hundredths(fraction: float, decimals: int) -> str:
    return _signed(100 * fraction, decimals)


def _signed(value: float, decimals: int) -> str:
    """With a real minus sign, and never "−0.0"."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")
