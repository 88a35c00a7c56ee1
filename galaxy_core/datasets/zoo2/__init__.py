"""The tables of Galaxy Zoo 2 and its pictures joined, step by step as study 003 has it, with the count of each step.

355,990 rows of the mapping → those with a picture of the original sample → those with votes → those without nulls →
those whose picture is there: 239,267 as published.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from galaxy_core.datasets.zoo2 import reduced, tables

if TYPE_CHECKING:
    import pandas as pd

ORIGINAL = 295_306  # pictures with smaller numbers are of the original sample; others repeat it in deeper images


@dataclass(frozen=True)
class Steps:
    """How many rows were left after each step of the join."""

    mapped: int  # rows of the mapping
    original: int  # with a picture of the original sample
    voted: int  # whose galaxy has votes
    whole: int  # without a null
    pictured: int  # whose picture is there
    repeated: int = 0  # object numbers that are in the mapping more than once
    again: int = 0  # rows of the original sample and of the votes that repeat an object number, left out
    invalid: int = 0  # rows of either table without an object number
    classes: tuple[int, int, int] = (0, 0, 0)  # as they are, without rare arms, in the end

    def sentences(self) -> tuple[str, ...]:
        """Each step in words."""
        in_words = [
            f"{self.mapped:,} rows map galaxies to pictures, of which {self.original:,} are of the original sample "
            f"(picture numbers below {ORIGINAL:,}).",
            f"{self.voted:,} of these galaxies have votes; {self.voted - self.whole:,} rows with a missing value were "
            f"left out ({self.whole:,} remain), "
            f"and {self.whole - self.pictured:,} whose picture isn't there: {self.pictured:,} galaxies.",
        ]
        in_words.append(
            f"{self.classes[0]:,} classes (gz2_class) become {self.classes[1]:,} without the arms of rare ones and "
            f"{self.classes[2]:,} with the rarest together (class_reduced): each part of a split gets its share of "
            "them."
        )
        if self.repeated:
            in_words.append(f"{self.repeated:,} object numbers appear twice or more in the mapping.")
        if self.again:
            in_words.append(f"{self.again:,} rows repeat a galaxy that was there already: the first counts.")
        if self.invalid:
            in_words.append(f"{self.invalid:,} rows have no object number or no picture number and were left out.")
        return tuple(in_words)


def joined(votes: Path, mapping: Path, pictures: Collection[int]) -> "tuple[pd.DataFrame, Steps]":
    """The galaxies with votes and a picture, and the steps to them.

    `pictures` are the numbers of those that are there. Columns: those of `tables.KEPT`, then `asset_id` and
    `class_reduced`, then the counts of votes where the table has them. In the order of the picture numbers. Raises
    DataError for tables that can't be used, StorageError for those that can't be read.
    """
    assets, unmapped = tables.mapping(mapping)
    repeated = int((assets["objid"].value_counts() > 1).sum())
    mapped = len(assets) + unmapped
    original = assets[assets["asset_id"] < ORIGINAL].sort_values("asset_id", kind="stable")
    single = original.drop_duplicates("objid")
    table, unnumbered = tables.votes(votes)
    distinct = table.drop_duplicates("dr7objid")
    voted = single.merge(distinct, left_on="objid", right_on="dr7objid", validate="one_to_one").drop(columns="objid")
    whole = voted[voted[list(tables.needed(table))].notna().all(axis=1)]
    rows = whole[whole["asset_id"].isin(pictures)].reset_index(drop=True)
    steps = Steps(
        mapped, len(original), len(voted), len(whole), len(rows), repeated,
        len(original) - len(single) + len(table) - len(distinct), unmapped + unnumbered,
    )  # fmt: skip
    rows["class_reduced"], kinds = reduced.classes(rows["gz2_class"].to_numpy(object))
    first = [*tables.needed(table), "asset_id", "class_reduced"]
    steps = replace(steps, classes=kinds)
    return rows[[*first, *(name for name in rows.columns if name not in first)]], steps
