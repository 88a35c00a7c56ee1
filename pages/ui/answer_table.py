"""Answers on many galaxies as a table: ordered, filtered, downloaded, and a row picked to see it large."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from galaxy_core.charts import formatting
from galaxy_core.models.familiarity import UNLIKE
from galaxy_core.prediction import tables
from pages.ui import download, panes, text

if TYPE_CHECKING:
    import pandas as pd

HEIGHT, THUMBNAIL, NAME = 360, 56, 130  # pixels
KINDS = ("All", "Near", "Far", "No answer")
AS_GIVEN, LEAST_CERTAIN = ORDERS = ("As given", "Least certain first")


@dataclass(frozen=True)
class Line:
    """A row: what it is called, its thumbnail as a data URI ("" without one), and the answer as `predict` gives it;
    None while it isn't known yet."""

    name: str
    picture: str
    answer: dict[str, Any] | None


def table(lines: Sequence[Line], key: str, what: str = "File") -> int | None:
    """Draws it with its filters and its download; returns which of `lines` is picked, or None. `what` they are."""
    wanted = _filtered(lines, key)
    frame = _frame([lines[number] for number in wanted], what)
    config = {
        "Picture": st.column_config.ImageColumn("", width=THUMBNAIL),
        what: st.column_config.TextColumn(what, width=NAME),  # a long one would push the certainty out of sight
        "Class": st.column_config.TextColumn("Class", width=170),
        "Certainty": st.column_config.NumberColumn(
            "Certainty", format="%.0f %%",
            help="How often it is right when it is this sure, on images like those that it learned from.",
        ),
        "Far": st.column_config.TextColumn(
            "Far",
            help="Far from what the model knows: fewer than 1 in 100 galaxies that it was checked on are so far.",
        ),
    }  # fmt: skip
    event = st.dataframe(
        frame, hide_index=True, on_select="rerun", selection_mode="single-row", column_config=config, row_height=48,
        height=min(HEIGHT, 48 * len(frame) + 40), key=f"{key}-table-{hash(tuple(wanted))}",
        placeholder=formatting.MISSING,
    )  # fmt: skip
    download.table(lambda: tables.csv(line.answer for line in lines if line.answer is not None), f"{key} answers")
    picked = [wanted[row] for row in event["selection"]["rows"] if row < len(wanted)]
    return picked[0] if picked else None


def kind(answer: dict[str, Any] | None) -> str:
    """Which of KINDS an answer is of: near to or far from what the model knows, or none; "" while it isn't known."""
    if answer is None:
        return ""
    if "error" in answer:
        return "No answer"
    return "Far" if (answer.get("distance") or 0) >= UNLIKE else "Near"


def _filtered(lines: Sequence[Line], key: str) -> list[int]:
    """Which lines are shown, in their order; draws the fields that say so."""
    classes = sorted({_says(line.answer) for line in lines if line.answer and "predicted" in line.answer})
    counts = {name: sum(kind(line.answer) == name for line in lines) for name in KINDS[1:]} | {"All": len(lines)}
    with panes.row(f"{key}-filters"):
        chosen = st.segmented_control(
            "Which", KINDS, default="All", required=True, key=f"{key}-kind", label_visibility="collapsed",
            format_func=lambda name: f"{name} {counts[name]:,}",
        )  # fmt: skip
        order = st.segmented_control(
            "Order", ORDERS, default=AS_GIVEN, required=True, key=f"{key}-order", label_visibility="collapsed"
        )
    picked = st.multiselect("Classes", classes, key=f"{key}-classes", placeholder="All classes") if classes else []
    wanted = [
        number for number, line in enumerate(lines)
        if chosen in ("All", kind(line.answer)) and (not picked or _says(line.answer) in picked)
    ]  # fmt: skip
    if order == LEAST_CERTAIN:
        wanted.sort(key=lambda number: _certainty(lines[number].answer) or 2.0)
    return wanted


def _frame(lines: Sequence[Line], what: str) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame({
        "Picture": [line.picture or None for line in lines],
        what: [line.name for line in lines],
        "Class": [_says(line.answer) for line in lines],
        "Certainty": [_percent(_certainty(line.answer)) for line in lines],
        "Far": ["far" if kind(line.answer) == "Far" else "" for line in lines],
    })  # fmt: skip


def _says(answer: dict[str, Any] | None) -> str:
    """The class, the path in words, or the sentence on why there is none."""
    if answer is None:
        return "…"
    return str(answer.get("predicted") or answer.get("path") or answer.get("error") or formatting.MISSING)


def _certainty(answer: dict[str, Any] | None) -> float | None:
    """Calibrated where that is known, else the largest probability."""
    if not answer or "error" in answer:
        return None
    if (sure := answer.get("certainty")) is not None:
        return float(sure)
    return max(answer["probabilities"].values()) if answer.get("probabilities") else None


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def summary(lines: Sequence[Line]) -> None:
    """How many there are of each kind, in one sentence."""
    kinds = [kind(line.answer) for line in lines if line.answer is not None]
    far, none = kinds.count("Far"), kinds.count("No answer")
    answered = formatting.count(len(kinds) - none, "answer")
    without = f"; {none:,} without an answer." if none else "."
    text.caption(f"{answered}, {far:,} of them far from what the model knows{without}")
