"""The parts of a catalogue as one Parquet file, and how many pictures are of each class."""

from collections import Counter
from pathlib import Path

from galaxy_core import AbsentError
from galaxy_core.catalogue import plan
from galaxy_core.storage import atomic

FILE = "catalogue.parquet"


def merge(folder: Path) -> dict[str, int]:
    """Writes FILE from the parts in a folder, a part at a time, and gives how many pictures each answer has; most
    first. Raises AbsentError where parts are missing, or there is no catalogue."""
    import pyarrow.parquet as pq

    planned = plan.read(folder)
    if planned is None:
        raise AbsentError(f"{folder} holds no catalogue: make one by “predict RUN SOURCE --out {folder}”.")
    files = [folder / part.name for part in planned.parts]
    absent = [file.name for file in files if not file.exists()]
    if absent:
        others = f" and {len(absent) - 1:,} more" if len(absent) > 1 else ""
        raise AbsentError(f"{absent[0]}{others} isn't made yet: give the same command without --merge first.")
    counts = Counter[str]()

    def fill(aside: Path) -> None:
        with pq.ParquetWriter(aside, pq.read_schema(files[0]), compression="zstd") as writer:
            for file in files:
                table = pq.read_table(file)
                writer.write_table(table)
                counts.update(value for value in table["predicted"].to_pylist() if value is not None)

    atomic.write(folder / FILE, fill)
    return dict(counts.most_common())
