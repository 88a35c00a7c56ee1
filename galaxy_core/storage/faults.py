"""What goes wrong unexpectedly: the traceback is kept in a log file,
and the sentence that people see names the file."""

import os
import tempfile
import time
import traceback
from pathlib import Path

import galaxy_core

NAME = "errors.log"  # of the file in the runs folder, where no other log is at hand
MOST = 1_000_000  # bytes of it; then it is put aside as errors.log.1, and the one before is gone


def sentence(error: BaseException, began: str, log: Path | None = None) -> str:
    """A sentence that begins with `began`, says what the error was, and names the log that now ends with its traceback.

    Without `log` that is errors.log in the runs folder, or in the folder for temporary files where that can't be
    written. Where nothing can be written, the sentence names none.
    """
    description = f"{began}: {type(error).__name__}: {error}".rstrip(".")
    kept = keep(error, log)
    return f"{description}. Its traceback stands in {kept}." if kept else f"{description}."


def keep(error: BaseException, log: Path | None = None) -> Path | None:
    """Adds a traceback, with the time and our version, to the end of a log; None where none can be written."""
    text = "".join(traceback.format_exception(error))
    head = f"{time.strftime('%Y-%m-%d %H:%M:%S')} galaxy_core {galaxy_core.__version__}, process {os.getpid()}\n"
    for file in [log] if log else [galaxy_core.runs_folder() / NAME, Path(tempfile.gettempdir()) / f"galaxy-{NAME}"]:
        try:
            if log is None and file.exists() and file.stat().st_size > MOST:
                os.replace(file, file.with_name(f"{file.name}.1"))
            with open(file, "a", encoding="utf-8", errors="replace") as opened:
                opened.write(head + text)
        except OSError:
            continue
        return file
    return None
