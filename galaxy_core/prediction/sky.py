"""Classifies galaxies by their names or positions: a survey is asked for the picture, the run for the class."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from galaxy_core import DataError, GalaxyError, surveys
from galaxy_core.prediction import Classifier, classifier
from galaxy_core.runs import Run
from galaxy_core.sky import cutouts, names

Progress = Callable[[int, int], None]
NAMED = ("name", "object", "target", "galaxy", "id")  # columns of a table in which names stand
RA, DEC = ("ra", "raj2000", "ra_deg", "right_ascension"), ("dec", "dej2000", "dec_deg", "declination", "decl")


def predict(
    run: Run, asked: Sequence[str], survey: str | None = None, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """For every name or position `{asked, name, ra, dec, layer, pixel_scale, **Task.answer, file}`, or
    `{asked, error}`: a bad one spoils no other. ra, dec in degrees, pixel_scale in arcsec;
    `file` is the picture that was classified.

    `progress(done, total)` counts entries. Raises UsageError for an unknown survey.
    """
    ready = classifier(run)
    if survey:
        surveys.survey(survey)  # an unknown one is said once
    answers = []
    for done, text in enumerate(asked, start=1):
        answers.append(_or_why_not(ready, text, survey))
        if progress:
            progress(done, len(asked))
    return answers


def read_list(path: Path) -> list[str]:
    """What a file asks for: a line each, or the columns of names, or of ra and dec, of a CSV table with a header.

    Raises DataError for a file that can't be read or holds nothing.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} can't be read ({error.strerror}): give a CSV file.") from error
    return entries(content, str(path))


def entries(content: bytes, name: str) -> list[str]:
    """The same of the content of a file that is called `name`."""
    try:
        lines = [line for line in content.decode("utf-8-sig").splitlines() if line.strip()]
        asked = _of_table(lines)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{name} can't be read as a text ({type(error).__name__}): give a CSV file.") from error
    if asked is None:
        asked = [line.strip() for line in lines if not line.lstrip().startswith("#")]
    if not asked:
        raise DataError(f"{name} names no galaxy: write a name or a position in each line.")
    return asked


def _of_table(lines: list[str]) -> list[str] | None:
    """The entries of a table with a header; None where there is no such header."""
    if not lines:
        return None
    mark = max(",;\t", key=lines[0].count)
    header, *rows = list(csv.reader(lines, delimiter=mark))
    columns = {title.strip().casefold(): number for number, title in enumerate(header)}
    ra, dec = (next((columns[name] for name in known if name in columns), None) for known in (RA, DEC))
    named = next((columns[name] for name in NAMED if name in columns), None)
    if ra is not None and dec is not None:
        return [f"{row[ra].strip()} {row[dec].strip()}" for row in rows if len(row) > max(ra, dec)]
    if named is None:
        return None
    return [row[named].strip() for row in rows if len(row) > named and row[named].strip()]


def told(ready: Classifier, asked: str, survey: str | None) -> dict[str, Any]:
    """What a model says of the galaxy at one place, as `predict` has it. Raises what says why there is no answer."""
    cutout = cutouts.cutout(names.target(asked), survey)
    place = cutout.target.position
    return {
        "asked": asked, "name": cutout.target.name, "ra": place.ra, "dec": place.dec, "layer": cutout.layer,
        "pixel_scale": cutout.pixel_scale, **ready.told(cutout.image), "file": str(cutout.file),
    }  # fmt: skip


def _or_why_not(ready: Classifier, asked: str, survey: str | None) -> dict[str, Any]:
    try:
        return told(ready, asked, survey)
    except GalaxyError as error:
        return {"asked": asked, "error": str(error)}
