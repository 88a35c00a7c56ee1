"""Commands: one file each; `python -m galaxy_core COMMAND` runs the file of that name.

The contract of a command, all at module level:

- head: `TITLE` and `SENTENCE` (what it does, for its help), `ORDER` (its place in the list of commands);
- `arguments(parser)`: adds what it takes to its `argparse` parser; `--json` is there already;
- `run(options) -> value`: does it, and gives what `--json` prints: dicts, lists, texts, numbers, None;
- `text(value) -> terminal.Parts`: the same for people: texts and tables, one under another; "" prints nothing;
- optional `failure(value) -> str | None`: the sentence of a failure that has a value all the same (exit code 1).

Nothing heavy is imported before `arguments` or `run` needs it. Sentences for people, warnings and progress go to
stderr (`terminal.say`, `terminal.Progress`); what is wrong is raised as a GalaxyError, and `__main__` alone turns it
into a sentence and an exit code. A name that somebody could have typed is written through `terminal.plain` or `table`.
"""

import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING

from galaxy_core import UsageError, plugins

if TYPE_CHECKING:
    from galaxy_core.runs import Run

LATEST = "latest"
RUN_HELP = f"the name of a run as “runs” lists it, or “{LATEST}”, your newest one"


def heads() -> tuple[plugins.Head, ...]:
    """All commands with what they do, in their order; one that doesn't load has its reason."""
    return plugins.heads(sys.modules[__name__])


def command(name: str) -> ModuleType:
    """The command of that name. Raises UsageError naming those there are, or why this one can't be loaded."""
    available = plugins.names(sys.modules[__name__])
    if name not in available:
        raise UsageError(f"“{name}” is not a command: choose {', '.join(available)}.")
    return plugins.load(sys.modules[__name__], name)


def run_named(name: str) -> "Run":
    """The run of that name; “latest” is the user's newest one. Raises RunError where there is none."""
    from galaxy_core import RunError, runs, runs_folder

    if name != LATEST:
        return runs.find(name)
    newest_first = runs.every()
    if not newest_first:
        shipped = [f", and “{run.name}” is shipped" for run in runs.shipped.every()[:1]]
        raise RunError(f"There is no run in {runs_folder()} yet: “train” starts one{''.join(shipped)}.")
    return newest_first[0]


def reference(dataset: str) -> str:
    """A data set as it is known everywhere: the run may be trained from any folder."""
    from galaxy_core import datasets

    known_name = datasets.known_as(dataset)
    return (
        known_name if os.path.exists(datasets.rules.divided(known_name)[0]) else dataset
    )  # what doesn't exist is refused where it is opened


def measures() -> str:
    """The scores by which runs of the usual task can be compared, for a help."""
    from galaxy_core import tasks

    return ", ".join(measure.key for measure in tasks.kind(tasks.usual()).SCORES)


def values(pairs: list[str]) -> dict[str, str]:
    """What `--set NAME=VALUE …` says. Raises UsageError for what sets nothing, or the same twice."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"“{pair}” doesn't set a parameter: write --set NAME=VALUE.")
        if name in values:
            raise UsageError(f"{name} is set twice, to “{values[name]}” and “{value}”: set it once.")
        values[name] = value
    return values
