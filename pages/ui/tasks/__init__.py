"""Parts of pages that serve one task, a file each, called as the task in `galaxy_core/tasks`.

A page asks for a part by its name; a task that has none of that name, or no file at all, draws nothing there. Each part
is a function that draws something, all optional:

- `board(galaxies)`: Home, the `home_board.Board` where there are no classes (this one draws nothing, it returns that);
- `explore(galaxies)`: Explore, everything below its title, where there are no classes;
- `hardest(best, galaxies)`: Home, what the best run finds hardest;
- `compare(shown, lines)`: Compare, charts below the table; of the runs that the table shows, and of all;
- `inspect(run, other, part, galaxies)`: Inspect, everything below what the numbers are;
- `large(origin, row)`: the large view of a galaxy, what is true of it and, with a run, what a model says;
- `answer(run)`: Classify, the whole page below its title: a picture, and what a model says of it.
"""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any


def names() -> tuple[str, ...]:
    """The tasks that have parts."""
    return tuple(module.name for module in pkgutil.iter_modules(__path__))


def draw(task: str, part: str, *given: Any) -> bool:
    """Draws a part of a page for a task; whether there is one."""
    own = part_of(task, part)
    if own is not None:
        own(*given)
    return own is not None


def part_of(task: str, part: str) -> Callable[..., Any] | None:
    """A part of a task, if it has one of that name."""
    module = importlib.import_module(f"{__name__}.{task}") if task in names() else None
    return getattr(module, part, None)
