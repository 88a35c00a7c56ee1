"""Columns of votes in anybody's table: which tree they are of, counts or fractions, and whether they hang together.

A column is an answer's (`t01_smooth_or_features_a01_smooth`, `smooth-or-featured-dr5_smooth`, `a01_smooth`) with what
it holds behind it: `_count`, `_fraction`, `_weighted_fraction`, `_debiased`, or nothing, where numbers tell: whole ones
above 1 are counts. Upper and lower case, - and _ are the same.
A question counts where all of its answers have a column.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from galaxy_core import trees
from galaxy_core.datasets import refusals
from galaxy_core.trees import Answer, Tree

ENDS = {"counts": ("_count", "_counts"), "debiased": ("_debiased",), "fractions": ("_fraction", "_weighted_fraction")}
OFF = 0.01  # by which fractions of a question may miss a sum of 1
ABOVE = 1e-4  # by which a rounded fraction may exceed 1


@dataclass(frozen=True)
class Ballots:
    """Which columns of a table hold votes. By what they hold (`counts`, `fractions`, `debiased`, `plain` where numbers
    must tell, `shares` in all volunteers): the column of each answer, or "" of questions that it hasn't."""

    tree: Tree
    columns: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        """All of these columns, each once."""
        return tuple(dict.fromkeys(name for held in self.columns.values() for name in held if name))


@dataclass(frozen=True)
class Votes:
    """What a table says of n galaxies: `targets` float32 (n, 2, a) as `tasks.votes` has them, and sentences about them.
    `known` bool (n,) tells where anything is known at all."""

    targets: np.ndarray
    known: np.ndarray
    notes: tuple[str, ...]


def recognised(names: Sequence[str]) -> Ballots | None:
    """The votes among the columns of a table, of the tree that has most of them; None where there are none."""
    by_name = {_plain(name): name for name in reversed(names)}
    candidates = [Ballots(tree, _held(tree, by_name)) for tree in map(trees.tree, trees.names())]
    sizes = [max((sum(map(bool, held)) for held in ballots.columns.values()), default=0) for ballots in candidates]
    return candidates[int(np.argmax(sizes))] if max(sizes) else None


def read(ballots: Ballots, table: Mapping[str, np.ndarray]) -> Votes:
    """The votes in a table, whose columns float (n,) may hold NaN. Raises DataError for what no votes can be."""
    tree, held = ballots.tree, _told_apart(ballots, table)
    counts = _stacked(held["counts"], table) if "counts" in held else None
    given = next((kind for kind in ("debiased", "fractions", "shares") if kind in held), None)
    notes = []
    if counts is not None:
        partly = np.isnan(counts).any(axis=1) & ~np.isnan(counts).all(axis=1)
        counts[np.isnan(counts).any(axis=1)] = np.nan
        notes += [f"In {_rows(partly)} some counts are missing: their votes aren't used."] * bool(partly.any())
        notes += _half_way(tree, counts, np.array([bool(name) for name in held["counts"]]))
    if given is None and counts is not None:
        fractions = tree.fractions(np.nan_to_num(counts))
    else:
        fractions = _fractions(tree, _stacked(held[given or ""], table), counts)
        if given == "fractions":
            notes += _sums(tree, fractions)
        if given != "shares":
            _check(fractions, held[given or ""])
        fractions = _inside(tree, fractions) if given == "shares" else np.minimum(fractions, 1)
    votes = counts if counts is not None else np.full(fractions.shape, np.nan, np.float32)
    known = ~np.isnan(fractions).all(axis=1)
    notes.insert(0, _what(tree, held, given, counts is not None))
    notes += _missing(tree, held[given or "counts"])
    return Votes(np.stack([votes, fractions], axis=1).astype(np.float32), known, tuple(notes))


def _held(tree: Tree, by_name: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By what they hold, the columns of each answer, "" of questions without; only where the first question has all."""
    answers = [answer for question in tree.questions for answer in question.answers]
    kinds = {kind: [_first(by_name, answer, ends) for answer in answers] for kind, ends in ENDS.items()}
    kinds["plain"] = [_first(by_name, answer, ("",)) for answer in answers]
    kinds["shares"] = [by_name.get(_plain(answer.share), "") if answer.share else "" for answer in answers]
    held = {}
    for kind, columns in kinds.items():
        whole = [all(columns[part]) for part in tree.slices]
        if whole[0]:
            held[kind] = tuple(name if whole[tree.question_of[at]] else "" for at, name in enumerate(columns))
    return held


def _first(by_name: Mapping[str, str], answer: Answer, ends: tuple[str, ...]) -> str:
    stems = (answer.column, answer.key, *answer.others)
    return next((by_name[name] for stem in stems for end in ends if (name := _plain(stem + end)) in by_name), "")


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_")


def _told_apart(ballots: Ballots, table: Mapping[str, np.ndarray]) -> dict[str, tuple[str, ...]]:
    """The columns by what they hold, those that don't say it by their numbers."""
    held = dict(ballots.columns)
    if "plain" in held:
        plain = held.pop("plain")
        values = _stacked(plain, table)
        numbers = values[np.isfinite(values)]
        whole = bool((numbers == np.rint(numbers)).all())
        if not whole and len(numbers) and numbers.max() > 1 + ABOVE:
            column = next(name for name in plain if name and np.nanmax(table[name]) > 1 + ABOVE)
            raise refusals.NEITHER(name=column, value=numbers.max())
        held.setdefault("counts" if whole and len(numbers) and numbers.max() > 1 else "fractions", plain)
    return held


def _stacked(names: Sequence[str], table: Mapping[str, np.ndarray]) -> np.ndarray:
    """float32 (n, a); 0 in questions that aren't there. Raises DataError for numbers below 0, and infinite ones."""
    n = len(next(iter(table.values())))
    out = np.zeros((n, len(names)), np.float32)
    for at, name in enumerate(names):
        if name:
            out[:, at] = table[name]
            wrong = (out[:, at] < 0) | np.isinf(out[:, at])
            if wrong.any():
                row = int(np.flatnonzero(wrong)[0])
                raise refusals.NEGATIVE(name=name, value=out[row, at], row=row)
    return out


def _fractions(tree: Tree, given: np.ndarray, counts: np.ndarray | None) -> np.ndarray:
    """Fractions as they are given, NaN over each question that nobody was asked: (n, a)."""
    out = given.copy()
    asked = tree.totals(given) > 0
    if counts is not None:
        voted = tree.totals(counts)
        asked &= (voted > 0) | np.isnan(voted)
    out[~asked[:, tree.question_of]] = np.nan  # also where one of them is NaN
    return out


def _inside(tree: Tree, shares: np.ndarray) -> np.ndarray:
    """Shares in all volunteers as fractions inside each question."""
    return np.asarray(shares / tree.totals(shares)[:, tree.question_of])


def _check(fractions: np.ndarray, names: Sequence[str]) -> None:
    above = np.argwhere(fractions > 1 + ABOVE)
    if len(above):
        row, at = above[0].tolist()
        raise refusals.ABOVE_ONE(name=names[at], value=fractions[row, at], row=row)


def _half_way(tree: Tree, counts: np.ndarray, present: np.ndarray) -> Iterator[str]:
    """Where others answered a question than the answers before it led there."""
    complete = [present[part].all() and present[led].all() for part, led in zip(tree.slices, tree.parents, strict=True)]
    off = ((tree.totals(counts) != tree.led(counts)) & np.array(complete) & np.isfinite(tree.totals(counts))).any(
        axis=1
    )
    if off.any():
        yield (
            f"In {_rows(off)} more or fewer people answered a question than the answers before it lead there, as when "
            "people leave half-way: their votes are used as they are."
        )


def _sums(tree: Tree, fractions: np.ndarray) -> Iterator[str]:
    sums = tree.totals(fractions)
    off = (np.isfinite(sums) & (np.abs(sums - 1) > OFF)).any(axis=1)
    if off.any():
        yield f"In {_rows(off)} the fractions of a question don't sum to 1: they are used as they are."


def _what(tree: Tree, held: Mapping[str, tuple[str, ...]], given: str | None, counted: bool) -> str:
    """Which votes these are, in a sentence."""
    answers = sum(map(bool, held[given or "counts"]))
    words = {
        "debiased": "debiased fractions",
        "fractions": "fractions",
        "shares": "fractions, from shares in all volunteers",
    }
    if given is None:
        return f"Counts of votes for {answers} answers of {tree.title}."
    if counted:
        return f"Counts of votes and {words[given]} for {answers} answers of {tree.title}."
    return (
        f"{words[given].capitalize()} of votes for {answers} answers of {tree.title}; "
        "how many people voted isn't known."
    )


def _missing(tree: Tree, columns: Sequence[str]) -> Iterator[str]:
    gone = [q.title for q, part in zip(tree.questions, tree.slices, strict=True) if not all(columns[part])]
    if gone:
        yield f"It has no votes for {', '.join(gone)}: nobody counts as asked."


def _rows(marked: np.ndarray) -> str:
    return f"{marked.sum():,} of {len(marked):,} rows"
