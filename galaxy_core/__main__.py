"""The command line: `python -m galaxy_core COMMAND`; the commands are the files in `cli/`.

With `--json` exactly one JSON document goes to stdout; everything else goes to stderr. Exit codes: 0 done, 2 wrong use,
1 failure with one sentence on stderr, 130 ended by Ctrl-C.
"""

import argparse
import io
import sys
import traceback
import warnings
from contextlib import redirect_stdout
from pathlib import Path
from typing import NoReturn

import galaxy_core
from galaxy_core import GalaxyError, StorageError, UsageError, cli
from galaxy_core.cli import terminal
from galaxy_core.storage import faults

PROGRAM = "python -m galaxy_core"


class Parser(argparse.ArgumentParser):
    """Wrong use becomes one sentence like every other error, instead of a usage text."""

    def error(self, message: str) -> NoReturn:
        """Raises UsageError."""
        raise UsageError(f"{message[:1].upper()}{message[1:].rstrip('.')}: see “{self.prog} --help”.")


def main(arguments: list[str]) -> int:
    """Runs one command line and returns the exit code: the only place where errors become sentences on stderr."""
    try:
        return _finish(arguments)
    except UsageError as error:
        return _end(2, error)
    except GalaxyError as error:
        return _end(1, error)
    except KeyboardInterrupt as interrupt:
        return _end(130, str(interrupt) or "Interrupted.")
    except BrokenPipeError:  # whoever read us has seen enough
        terminal.silence(1)
        return 0
    except Exception as error:  # a fault of ours: said like any other failure, with the place to report
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}, line {place.lineno}"
        return _end(1, faults.sentence(error, f"Unexpected error in {where}"))


def _finish(arguments: list[str]) -> int:
    """Runs a command with all of its output written, so that a full disk or a closed pipe is met here."""
    try:
        code = _run(arguments)
    except SystemExit as end:  # of argparse: --help and --version
        code = int(end.code or 0)
        _write("")
    return code


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0].startswith("-"):
        _overview().parse_args(arguments)
        raise UsageError(f"No command is given: choose {', '.join(head.name for head in cli.heads())}.")
    command = cli.command(arguments[0])
    options = _parser(arguments[0], command).parse_args(arguments[1:])
    with redirect_stdout(sys.stderr):  # libraries may print; stdout is for the document alone
        value = command.run(options)
    if options.json:
        _write(f"{terminal.document(value)}\n")
    else:
        _show(command.text(value))
    sentence = command.failure(value) if hasattr(command, "failure") else None
    return _end(1, sentence) if sentence else 0


def _parser(name: str, command) -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} {name}", description=f"{command.TITLE}. {command.SENTENCE}", allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else on stdout")
    command.arguments(parser)
    return parser


def _overview() -> Parser:
    heads = cli.heads()
    width = max(len(head.name) for head in heads)
    listing = [f"  {head.name:{width}}  {head.reason or head.sentence}" for head in heads]
    parser = Parser(
        prog=PROGRAM, usage=f"{PROGRAM} COMMAND [--help] [--json] …", allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="\n".join(
            ["The galaxy lab on the command line, with the data sets and runs of the app.", "", *listing]
        ),
        epilog="Data sets lie in $GALAXY_DATA (default: data), runs in $GALAXY_RUNS (default: runs).",
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=galaxy_core.__version__)
    return parser


def _show(parts: terminal.Parts) -> None:
    text = terminal.written(parts)
    if text and terminal.is_terminal(sys.stdout):
        from rich.console import Console

        _write(terminal.drawn(parts, Console()))
    elif text:
        _write(f"{text}\n")


def _write(text: str) -> None:
    """To stdout, at once; nowhere if there is none. Raises StorageError where it can't be written."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        terminal.silence(1)
        raise StorageError(f"The output can't be written ({error.strerror}): choose another place for it.") from error


def _end(code: int, sentence: object) -> int:
    terminal.say(sentence, style="bold")
    return code


if __name__ == "__main__":
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # of libraries, about their own insides
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that doesn't know a character gets its code
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
