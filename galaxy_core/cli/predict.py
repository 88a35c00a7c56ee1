"""`predict RUN PATH…`, `predict RUN --sky NAME…`: classifies pictures, or galaxies by name,
with a finished run's model."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from galaxy_core import cli, surveys
from galaxy_core.cli import terminal

TITLE = "Classify pictures"
SENTENCE = (
    "Says which class each picture, or each galaxy of a name or position, belongs to; one bad one spoils no other."
)
ORDER = 7
SHOWN = 3  # classes of each picture in the text
MANY = 50  # pictures whose progress is told


def arguments(parser) -> None:
    """The run, and the files or the places on the sky."""
    parser.add_argument("run", metavar="RUN", help=cli.RUN_HELP)
    parser.add_argument(
        "files", metavar="PATH", nargs="*",
        help="a picture with the galaxy in its middle, a folder or a ZIP archive of such",
    )  # fmt: skip
    parser.add_argument(
        "--sky", metavar="PLACE", nargs="+", default=[],
        help="names (“M 51”) or positions (“13:29:52.7 +47:11:43”, degrees) whose pictures a survey is asked for",
    )  # fmt: skip
    parser.add_argument(
        "--positions",
        metavar="FILE",
        type=Path,
        help="a CSV table with such places: names, or ra and dec in degrees; one that broke off goes on where it was",
    )
    parser.add_argument(
        "--framed", action="store_true",
        help="see each picture in the frame that Classify suggests: a galaxy off the middle, too large or too small as "
        "those that were learned",
    )  # fmt: skip
    parser.add_argument("--csv", metavar="FILE", type=Path, help="write the answers as a CSV table, too")
    parser.add_argument(
        "--out", metavar="DIR", type=Path,
        help="write a catalogue into this folder, as Parquet parts; the PATHs are then Parquet files, folders, HDF5 "
        "files or tar archives of any number of pictures, and a second call makes only what is missing",
    )  # fmt: skip
    parser.add_argument("--part", metavar="i/n", default="", help="make only the ith of n shares of a catalogue")
    parser.add_argument("--processes", metavar="N", type=int, help="of a catalogue; default: one for each core")
    parser.add_argument("--merge", action="store_true", help="make one file of a catalogue whose parts are all there")
    parser.add_argument("--survey", metavar="NAME", help=f"which survey is asked: {', '.join(surveys.names())}")


def run(options) -> list[dict] | dict:
    """With `--out` as `_catalogue` says; else `{file, predicted, probabilities: {class: p}, certainty, distance}` or
    `{file, error}` of each file, in their order; then of each place `{asked, name, ra, dec, layer, pixel_scale,
    predicted, probabilities, certainty, distance, file}` or `{asked, error}`. Beside the certainty stand `views_mean`
    and `views_spread`, its mean and standard deviation over the eight views, `views_agree`, how many of these are given
    the same class, and the same of the members of an ensemble. Of votes `fractions: {answer: f}`, `intervals: {answer:
    [low, high]}` of 90 % or None, and `path` stand for what is predicted."""
    from galaxy_core import UsageError
    from galaxy_core.prediction import sky, sky_lists, tables

    if options.out:
        return _catalogue(options)
    from galaxy_core.storage import atomic

    listed = sky.read_list(options.positions) if options.positions else []
    if not options.files and not options.sky and not listed:
        raise UsageError("There is nothing to classify: give files, or --sky with names or positions.")
    chosen = cli.run_named(options.run)
    answers = _of_files(chosen, options.files, options.framed) if options.files else []
    answers += _of_sky(chosen, options.sky, options.survey, sky.predict) if options.sky else []
    answers += _of_sky(chosen, listed, options.survey, sky_lists.predict) if listed else []
    if options.csv:
        atomic.write_out(options.csv, lambda aside: aside.write_bytes(tables.csv(answers)))
    return answers


def _catalogue(options) -> dict:
    """`{parts, images, unreadable, skipped, failed: {part: sentence}, seconds}` of what was made; with `--merge` also
    `merged`, the file, and `counts: {answer: images}`. Without a PATH there is nothing to make, only to merge."""
    from galaxy_core import UsageError
    from galaxy_core.catalogue import making, merging

    if not options.files and not options.merge:
        raise UsageError("There is nothing to classify: give a Parquet file, a folder, an HDF5 file or a tar archive.")
    chosen, only = cli.run_named(options.run), making.share(options.part or "1/1")
    document: dict[str, Any] = {}
    if options.files:
        with terminal.Progress() as bar:

            def told(done: int, total: int) -> None:
                bar.show(f"{done:,} of {total:,} pictures", done / total)

            paths = [Path(path) for path in options.files]
            document = vars(making.make(chosen, paths, options.out, only, options.processes, told))
    if options.merge and not document.get("failed"):
        document |= {"counts": merging.merge(options.out), "merged": str(options.out / merging.FILE)}
    return document


def _of_files(chosen, paths: list[str], framed: bool) -> list[dict]:
    """What is in each picture, with the progress on stderr where there are many."""
    from galaxy_core.prediction import several

    with terminal.Progress() as bar:

        def told(done: int, total: int) -> None:
            if total > MANY:
                bar.show(f"{done:,} of {total:,} pictures", done / total)

        return several.predict(chosen, paths, told, framed)


def _of_sky(chosen, asked: list[str], survey: str | None, predict: Callable) -> list[dict]:
    """What is at each place, with the progress on stderr where there are several."""
    with terminal.Progress() as bar:

        def told(done: int, total: int) -> None:
            if total > 1:
                bar.show(f"{done} of {total} places", done / total)

        return predict(chosen, asked, survey, told)


def text(value: list[dict] | dict) -> terminal.Parts:
    """A line for each file or place: the likeliest classes, or what is wrong;
    nothing where that is the failure itself. Of a catalogue what was made."""
    if isinstance(value, dict):
        return _made(value)
    if len(value) == 1 and "error" in value[0]:
        return ""
    return "\n".join(_line(answer) for answer in value)


def _made(value: dict) -> list[terminal.Part]:
    parts: list[terminal.Part] = []
    if "parts" in value:
        speed = value["images"] / max(value["seconds"], 1e-9)
        parts.append(
            f"{value['images']:,} pictures in {value['parts']:,} parts, {speed:,.0f} a second; "
            f"{value['skipped']:,} parts stood already, {value['unreadable']:,} pictures couldn't be read."
        )
    if "merged" in value:
        rows = [(name, f"{count:,}") for name, count in value["counts"].items()]
        parts += [terminal.table(("PREDICTED", "PICTURES"), rows[:MANY], right=(1,)), f"All of it: {value['merged']}"]
    return parts


def failure(value: list[dict] | dict) -> str | None:
    """The sentence if nothing at all could be classified, or a part of a catalogue couldn't."""
    if isinstance(value, dict):
        failed = value.get("failed") or {}
        first = next(iter(failed.items()), ("", ""))
        others = f" ({len(failed) - 1:,} more parts likewise)" if len(failed) > 1 else ""
        return f"{first[0]} couldn't be made. {first[1]}{others}" if failed else None
    if any("error" not in answer for answer in value):
        return None
    what = "places" if all("asked" in answer for answer in value) else "files"
    return value[0]["error"] if len(value) == 1 else f"None of the {len(value)} {what} could be classified."


def _line(answer: dict[str, Any]) -> str:
    from galaxy_core.charts import formatting
    from galaxy_core.models.familiarity import UNLIKE

    if "error" in answer:
        return terminal.plain(answer["error"])
    what = terminal.plain(answer["name"] if "asked" in answer else answer["file"])
    if "probabilities" not in answer:
        return f"{what}: {terminal.plain(str(answer['path'] if 'path' in answer else answer['predicted']))}"
    unlike = ", unlike anything it has learned" if (answer.get("distance") or 0) >= UNLIKE else ""
    best = sorted(answer["probabilities"].items(), key=lambda item: -item[1])[:SHOWN]
    return f"{what}: " + ", ".join(f"{terminal.plain(named)} {formatting.share(p)}" for named, p in best) + unlike
