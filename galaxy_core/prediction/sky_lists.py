"""Long lists of names and positions, asked one after the other: `python -m galaxy_core.prediction.sky_lists RUN FILE`.

Each answer is kept when it comes, by run and survey, so a list that broke off goes on where it was, and one with more
places asks for the new ones only. What got no answer is asked again when the list is begun anew.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import galaxy_core
from galaxy_core import GalaxyError, UsageError, runs, surveys
from galaxy_core.prediction import classifier, sky
from galaxy_core.prediction.sky import Progress
from galaxy_core.runs import Run
from galaxy_core.sky.asking import Unreachable
from galaxy_core.storage import atomic, background

MOST = 5000  # places of a list
PATIENCE = 3  # places in a row for which a service can't be reached, after which the list is left for later


def predict(
    run: Run, asked: Sequence[str], survey: str | None = None, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """As `sky.predict`, for a list: what has been answered isn't asked again.

    Raises Unreachable where a service is silent for PATIENCE places in a row, and what `check` raises.
    """
    check(run, asked, survey)
    file = _file(run, survey)
    with background.working(file, progress) as report:
        answers = _read(file)
        silent = 0
        for done, text in enumerate(asked, start=1):
            answer = answers.get(text)
            if answer is None or "error" in answer:
                answer, silent = _ask(run, text, survey, silent)
                answers[text] = answer
                _append(file, answer)
            report(done, len(asked))
    return [answers[text] for text in asked]


def check(run: Run, asked: Sequence[str], survey: str | None) -> None:
    """Raises UsageError for a list that is empty or too long or an unknown survey, AbsentError for a run without a
    model."""
    if not asked:
        raise UsageError("The list is empty: write a name or a position in each line.")
    if len(asked) > MOST:
        raise UsageError(f"The list has {len(asked):,} places, more than {MOST:,}: divide it into several.")
    if survey:
        surveys.survey(survey)
    classifier(run)


def known(run: Run, asked: Sequence[str], survey: str | None) -> list[dict[str, Any] | None]:
    """The answers so far, in the order of the list; None for what hasn't been asked yet."""
    answers = _read(_file(run, survey))
    return [answers.get(text) for text in asked]


def start(run: Run, asked: Sequence[str], survey: str | None) -> None:
    """Has a list asked in the background, unless one of that run and survey is. Raises what `check` raises."""
    check(run, asked, survey)
    file = _file(run, survey)
    if not is_asked(run, survey):
        atomic.write_json(_request(file), {"run": run.name, "survey": survey, "asked": list(asked)})
    background.start(file, __name__ if __name__ != "__main__" else __spec__.name, run.name, str(_request(file)))


def job(run: Run, survey: str | None) -> background.Job | None:
    """How far the list of a run and survey is; None where none is asked."""
    return background.job(_file(run, survey))


def is_asked(run: Run, survey: str | None) -> bool:
    """Whether a list of that run and survey is being asked now."""
    state = job(run, survey)
    return state is not None and state.running


def cancel(run: Run, survey: str | None) -> None:
    """Has it end after the place that is asked now; its answers are kept."""
    background.cancel(_file(run, survey))


def _ask(run: Run, text: str, survey: str | None, silent: int) -> tuple[dict[str, Any], int]:
    """The answer, and for how many places in a row a service has been silent."""
    try:
        return sky.told(classifier(run), text, survey), 0
    except Unreachable as error:
        if silent + 1 >= PATIENCE:
            raise Unreachable(f"{error} The answers so far are kept.") from error
        return {"asked": text, "error": str(error)}, silent + 1
    except GalaxyError as error:
        return {"asked": text, "error": str(error)}, 0


def _file(run: Run, survey: str | None) -> Path:
    """Where the answers of a run about a survey's pictures are kept; another model has other answers."""
    try:
        model = (run.folder / "model.onnx").stat()
        stamp = f"{model.st_size} {model.st_mtime_ns}"
    except OSError:
        stamp = ""
    key = hashlib.sha256(f"{run.name}\n{stamp}\n{survey or surveys.names()[0]}".encode()).hexdigest()[:20]
    return galaxy_core.data_folder() / "sky" / "lists" / f"{key}.jsonl"


def _request(file: Path) -> Path:
    return file.with_suffix(".json")


def _read(file: Path) -> dict[str, dict[str, Any]]:
    """The answers by what was asked, the last of each; a line that was cut short is none."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    answers = {}
    for line in lines:
        try:
            answer = json.loads(line)
            answers[answer["asked"]] = answer
        except (ValueError, TypeError, KeyError):
            continue
    return answers


def _append(file: Path, answer: dict[str, Any]) -> None:
    with atomic.sentences(file.parent), file.open("a", encoding="utf-8") as out:
        out.write(f"\n{json.dumps(answer)}\n")  # the first ends a line that was cut short


def main(name: str, request: str) -> None:
    """Asks the list that a file names, of a run."""
    document = atomic.read_json(Path(request)) or {}
    predict(runs.find(name), document.get("asked") or [], document.get("survey"))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except GalaxyError as error:  # its sentence stands beside the answers, where the page finds it
        sys.exit(str(error))
