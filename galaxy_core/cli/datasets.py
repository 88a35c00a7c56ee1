"""`datasets`: what data sets have a name, and whether they are here; `datasets DATASET`: how one was read."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from galaxy_core import cli
from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from galaxy_core.datasets import Galaxies, Summary

TITLE = "List the data sets"
SENTENCE = (
    "Lists the data sets that have a name; or says of one, by name or path, how it was read and what was left out."
)
ORDER = 0


def arguments(parser) -> None:
    """Which one; where a list of what was left out goes."""
    parser.add_argument(
        "dataset", nargs="?", metavar="DATASET", help="a name, a file or a folder; default: list the names"
    )
    parser.add_argument(
        "--left-out", metavar="CSV", help="write a line for each file of DATASET that isn't read, and why"
    )


def run(options) -> list[dict] | dict:
    """`{name, title, task, present, synthetic, n, classes, counts}` of each; null where unknown.

    Of one data set, besides: `notes`, sentences; `read`, how many images; `left_out`, `{kind: count}`; `image_shape`.
    """
    from galaxy_core import UsageError, datasets

    if options.dataset is not None:
        galaxies = datasets.open_dataset(cli.reference(options.dataset))
        if options.left_out:
            _write(Path(options.left_out), galaxies)
        return _of_one(galaxies)
    if options.left_out:
        raise UsageError(f"--left-out {options.left_out} needs a data set: give its name or path before it.")
    summaries = [datasets.summary(name) for name in datasets.names()]
    for summary in summaries:
        if summary.reason:
            terminal.say(f"{summary.title} can't be used: {summary.reason}")
    return [_document(summary) for summary in summaries]


def text(value: list[dict] | dict) -> terminal.Parts:
    """A table, and how to get what isn't here; of one data set, how it was read."""
    from galaxy_core import datasets
    from galaxy_core.charts import formatting

    if isinstance(value, dict):
        return _told(value)
    rows = [
        (
            document["name"],
            document["title"],
            formatting.count(document["n"]),
            len(document["classes"] or ()) or None,
            _place(document),
        )
        for document in value
    ]
    absent = [
        datasets.absence(document["name"])
        for document in value
        if not document["present"] and datasets.loads(document["name"])
    ]
    return [terminal.table(("NAME", "TITLE", "IMAGES", "CLASSES", "HERE"), rows, right=(2, 3)), *absent]


def _told(value: dict[str, Any]) -> terminal.Parts:
    from galaxy_core.charts import formatting

    height, width, _ = value["image_shape"]
    head = f"{value['title']}: {formatting.count(value['n'], 'image')} of {width} × {height} pixels."
    rows = list(zip(value["classes"] or (), map(formatting.count, value["counts"]), strict=False))
    left_out = [f"{formatting.count(count)} left out: {kind}." for kind, count in value["left_out"].items()]
    return [head, *([terminal.table(("CLASS", "IMAGES"), rows, right=(1,))] * bool(rows)), *value["notes"], *left_out]


def _document(summary: "Summary") -> dict[str, Any]:
    return {
        "name": summary.name, "title": summary.title, "task": summary.task, "present": summary.present,
        "synthetic": summary.synthetic,
        "n": summary.n, "classes": summary.classes, "counts": summary.counts,
    }  # fmt: skip


def _of_one(galaxies: "Galaxies") -> dict[str, Any]:
    from galaxy_core.datasets.files import left_out

    return {
        "name": galaxies.name, "title": galaxies.title, "task": galaxies.task.name, "present": True,
        "synthetic": galaxies.synthetic, "n": galaxies.n, "classes": galaxies.classes,
        "counts": galaxies.counts.tolist(),
        "image_shape": galaxies.image_shape, "notes": galaxies.notes, "read": galaxies.n,
        "left_out": left_out.counts(galaxies.left_out),
    }  # fmt: skip


def _write(path: Path, galaxies: "Galaxies") -> None:
    """The list of what was left out, as CSV."""
    from galaxy_core.datasets.files import left_out
    from galaxy_core.storage import atomic

    atomic.write(path.absolute(), lambda aside: aside.write_bytes(left_out.csv(galaxies.left_out)))


def _place(document: dict) -> str:
    if not document["present"]:
        return "no"
    return "yes, synthetic" if document["synthetic"] else "yes"
