"""Answers as a table: a row for each picture or place, a column for each thing that is said."""

import csv as csv_files
import io
from collections.abc import Iterable
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate at the beginning of a text


def csv(answers: Iterable[dict[str, Any]]) -> bytes:
    """A table in UTF-8 of answers as `predict` gives them: probabilities and fractions have a column for each class or
    answer, intervals two. What an answer doesn't say is empty; its `error` is the last column."""
    rows = [flat(answer) for answer in answers]
    columns = [*dict.fromkeys(name for row in rows for name in row if name != "error"), "error"]
    lines = io.StringIO(newline="")
    writer = csv_files.writer(lines)
    writer.writerow(map(_safe, columns))
    writer.writerows([_safe(row.get(name)) for name in columns] for row in rows)
    return lines.getvalue().encode("utf-8", "backslashreplace")


def flat(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer in one row: what stands inside of something is named after both, as `probabilities_Merging`."""
    row: dict[str, Any] = {}
    for name, value in answer.items():
        if isinstance(value, dict):
            row |= {f"{name}_{inner}": part for inner, part in flat(value).items()}
        elif isinstance(value, (list, tuple)):
            row |= {f"{name}_{end}": part for end, part in zip(("low", "high"), value, strict=False)}
        else:
            row[name] = value
    return row


def _safe(cell: Any) -> Any:
    """A cell that a spreadsheet takes as text where it is text: a position may begin with a sign, and stays one."""
    if not isinstance(cell, str) or not cell.startswith(FORMULA) or cell[1:2].isdigit():
        return cell
    return f"'{cell}"
