"""One part of a catalogue as a Parquet file: a row for each picture, in their order.

Its columns: `id`, the name of a picture (a file, or the path beside its bytes), or else its number among all; what
`Task.catalogued` says; `certainty`, `distance`; and `error`, in a few words why a picture couldn't be read. The schema
says which classes or answers the numbers are of, and which run's.
"""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from galaxy_core.catalogue.asking import BATCH, Answers, Model
from galaxy_core.catalogue.plan import Part, Plan
from galaxy_core.catalogue.sources import Picture, Source
from galaxy_core.storage import atomic

if TYPE_CHECKING:
    import pyarrow as pa


def write(folder: Path, plan: Plan, part: Part, source: Source, model: Model) -> int:
    """Writes one part, whole or not at all, and gives how many of its pictures couldn't be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    given = source.read(part.first, part.stop)
    tables, number = list[pa.Table](), part.before + part.first
    for batch in _batches(given):
        tables.append(_table(plan, batch, number, model.answers(batch)))
        number += len(batch)
    whole = pa.concat_tables(tables).replace_schema_metadata(_metadata(plan))
    atomic.write(folder / part.name, lambda aside: pq.write_table(whole, aside, compression="zstd"))
    return len(whole) - int(whole["error"].null_count)


def _batches(given: Iterator[Picture]) -> Iterator[list[Picture]]:
    while batch := list(islice(given, BATCH)):
        yield batch


def _table(plan: Plan, batch: list[Picture], first: int, answers: Answers) -> "pa.Table":
    import pyarrow as pa

    numbers = range(first, first + len(batch))
    ids = [picture.name or str(number) for picture, number in zip(batch, numbers, strict=True)]
    unread = np.array([bool(fault) for fault in answers.faults])
    columns = {"id": pa.array(ids, pa.string()) if plan.named else pa.array(numbers, pa.int64())}
    columns |= {name: _column(values, unread) for name, values in answers.columns.items()}
    for name in ("certainty", "distance"):
        values = getattr(answers, name)
        columns[name] = pa.array(values, pa.float32(), mask=unread | np.isnan(values))
    columns["error"] = pa.array([fault or None for fault in answers.faults], pa.string())
    return pa.table(columns)


def _column(values: Any, unread: np.ndarray) -> "pa.Array":
    """Texts, or an array (n, k) as lists; nothing where a picture couldn't be read."""
    import pyarrow as pa

    if isinstance(values, np.ndarray):
        ends = np.concatenate([[0], np.cumsum(np.where(unread, 0, values.shape[1]))]).astype(np.int32)
        numbers = pa.array(np.ascontiguousarray(values[~unread]).ravel())
        return pa.ListArray.from_arrays(pa.array(ends), numbers, mask=pa.array(unread))
    return pa.array([None if gone else value for value, gone in zip(values, unread, strict=True)], pa.string())


def _metadata(plan: Plan) -> dict[str, str]:
    return {"classes": json.dumps(plan.names), "task": plan.task, "run": plan.run, "model": plan.model}
