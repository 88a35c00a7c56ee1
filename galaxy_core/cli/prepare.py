"""`prepare FOLDER --step NAME … --out FOLDER`: applies a chain of steps to every picture of a folder."""

from pathlib import Path

from galaxy_core.cli import terminal

TITLE = "Prepare a folder of pictures"
SENTENCE = "Applies a chain of steps to every picture of a folder, and goes on where an earlier call was cut off."
ORDER = 1.5
SHOWN = 5  # skipped pictures that are named in the text


def arguments(parser) -> None:
    """The pictures, the chain, where the results go; the help lists the steps and their parameters."""
    from galaxy_core import prepare
    from galaxy_core.cli import catalogue

    parser.add_argument("folder", metavar="FOLDER", help="pictures, also in folders below it")
    parser.add_argument(
        "--step", action="append", required=True, metavar="NAME[:PARAMETER=VALUE,…]",
        help="one of the steps below; may be repeated, each works on what those before it gave",
    )  # fmt: skip
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where a PNG of the same stem is made of each")
    parser.epilog = catalogue.listing(
        prepare, "steps and their parameters (--step NAME:PARAMETER=VALUE,PARAMETER=VALUE)"
    )


def run(options) -> dict:
    """`{images, fallbacks, skipped: [{file, error}], seconds, left_out: {kind: count}, notes}`."""
    from galaxy_core.prepare import folder

    source, out = Path(options.folder), Path(options.out)
    try:
        with terminal.Progress() as progress:
            done = folder.prepare_folder(
                source, tuple(options.step), out,
                lambda done, total: progress.show(words(done, total, progress.pace(done, total))),
            )  # fmt: skip
    except KeyboardInterrupt:
        kept = f"what is in {out} is kept, and the same command goes on from there"
        raise KeyboardInterrupt(f"The preparation of {source} was interrupted: {kept}.") from None
    if done.fallbacks and not options.json:
        terminal.say(f"The pictures without a source are listed in {folder.journal.path(out)}.")
    skipped = [{"file": file, "error": error} for file, error in done.skipped]
    for note in done.notes:
        terminal.say(note)
    return {
        "images": done.images, "fallbacks": done.fallbacks, "skipped": skipped, "seconds": round(done.seconds, 3),
        "left_out": done.left_out, "notes": list(done.notes),
    }  # fmt: skip


def text(value: dict) -> str:
    """How many images there are, in how many nothing was found, and which were skipped."""
    from galaxy_core.charts import formatting

    lines = [
        f"{formatting.count(value['images'], 'image')} prepared, in {formatting.duration_short(value['seconds'])}."
    ]
    if value["fallbacks"]:
        lines.append(f"{formatting.count(value['fallbacks'])} without a source: only resized.")
    if skipped := value["skipped"]:
        more = f", of which these are the first {SHOWN}" if len(skipped) > SHOWN else ""
        lines.append(f"{formatting.count(len(skipped))} skipped{more}:")
        lines += [f"  {picture['error']}" for picture in skipped[:SHOWN]]
    return "\n".join(lines)


def failure(value: dict) -> str | None:
    """The sentence if no picture at all could be prepared."""
    if value["images"]:
        return None
    if len(value["skipped"]) == 1:
        return value["skipped"][0]["error"]
    return f"None of the {len(value['skipped']):,} pictures could be prepared."


def words(done: int, total: int, pace: terminal.Pace) -> str:
    """ "34,000 of 239,267 images, 1,510 per second, about 2 minutes left"."""
    from galaxy_core.charts import formatting

    share = f"{done:,} of {formatting.count(total, 'image')}"
    if pace.per_second is None:
        return share
    return f"{share}, {pace.per_second:,.0f} per second, {formatting.duration(pace.seconds_left)} left"
