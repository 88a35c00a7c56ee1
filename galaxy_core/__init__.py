"""The galaxy lab's core library: from galaxy images to scores that can be trusted, without a user interface.

Data flow one way: dataset → split → prepare → augment → model → train → evaluate → compare → page.
A module imports only from stages before its own; `tests/test_layers.py` holds that.

Errors, all of them sentences that name the value and the way out:

    GalaxyError              anything a user can mend; the command line ends with 1
    ├── UsageError           a wrong name, value or combination was asked for; the command line ends with 2
    ├── DataError            what the user brought can't be used: a file, a folder, an image
    ├── AbsentError          a data set or a result that isn't here (yet); says how to get it
    ├── StorageError         the disk is full, or a folder can't be written
    └── RunError             a run doesn't exist, or isn't in a state that allows what was asked
"""

import os
from pathlib import Path

__version__ = "0.1.0"


class GalaxyError(Exception):
    """The root: its text is one sentence for a person, never a traceback."""


class UsageError(GalaxyError):
    """A wrong name, value or combination was asked for."""


class DataError(GalaxyError):
    """A file, folder or image that a user brought can't be used."""


class AbsentError(GalaxyError):
    """A data set or a result isn't here; the sentence says how to get it."""


class StorageError(GalaxyError):
    """The disk is full, or a folder can't be written."""


class RunError(GalaxyError):
    """A run doesn't exist, or isn't in a state that allows what was asked."""


def data_folder() -> Path:
    """Where data sets and prepared images lie: `$GALAXY_DATA`, by default `data` in the working folder."""
    return _folder("GALAXY_DATA", "data")


def runs_folder() -> Path:
    """Where runs lie: `$GALAXY_RUNS`, by default `runs` in the working folder."""
    return _folder("GALAXY_RUNS", "runs")


def shipped_folder() -> Path:
    """Where the runs lie that come with this program: `$GALAXY_SHIPPED`, by default `assets/runs` beside it."""
    return _folder("GALAXY_SHIPPED", str(Path(__file__).parents[1] / "assets" / "runs"))


def _folder(variable: str, usual: str) -> Path:
    """The folder that a variable names, where ~ and $HOME may stand for the home folder."""
    return Path(os.path.expanduser(os.path.expandvars(os.environ.get(variable) or usual))).absolute()
