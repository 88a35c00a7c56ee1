"""What people reached against models on this machine: `.games.json` beside the runs.

Of a person nothing is kept but the nickname they typed; of a game the run, when it ended, which galaxies it had, and
which of them were answered wrongly, which tells others what people find hard.
"""

import secrets
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

import galaxy_core
from galaxy_core import UsageError
from galaxy_core.demonstration import Exhibit
from galaxy_core.demonstration.game import Result
from galaxy_core.runs import Run, dataset
from galaxy_core.runs.run import one_line
from galaxy_core.storage import atomic, json_cache, lock, validation
from galaxy_core.storage.validation import Count, Time

LONGEST = 20  # characters of a nickname
MOST = 200  # games; the oldest is forgotten first


@dataclass(frozen=True)
class Game:
    """A game that ended: so many of n named correctly by whoever played, and by the model. `images` is the identity of
    the data set; `rows` are the galaxies, `wrong` those of them that whoever played got wrong."""

    identity: str
    nickname: str
    run: str
    finished: Time
    n: Count
    yours: Count
    models: Count
    images: str = ""
    rows: tuple[Count, ...] = ()
    wrong: tuple[Count, ...] = ()


def nickname(typed: str) -> str:
    """A nickname as it is kept: one line without what can't be printed. Raises UsageError where it is empty or too
    long."""
    name = one_line(typed)
    if not name:
        raise UsageError("There is no nickname: type one, or leave without keeping the game.")
    if len(name) > LONGEST:
        raise UsageError(f"The nickname has {len(name)} characters: type at most {LONGEST}.")
    return name


def every() -> list[Game]:
    """All games that are kept, the newest first; one that is damaged is left out."""
    entries = json_cache.document(_file()).get("games", [])
    found = [validation.whole(Game, entry) for entry in entries] if isinstance(entries, list) else []
    return sorted((game for game in found if game is not None), key=lambda game: -game.finished)


def keep(typed: str, run: Run, exhibits: tuple[Exhibit, ...], result: Result) -> Game:
    """Keeps a game under a nickname. Raises UsageError like `nickname`, StorageError where it can't be written."""
    rows = np.array([exhibit.row for exhibit in exhibits])
    yours, models = int(result.yours.sum()), int(result.models.sum())
    made = Game(
        secrets.token_hex(8), nickname(typed), run.name, round(time.time(), 3), result.n, yours, models,
        dataset.images(run), tuple(rows.tolist()), tuple(rows[~result.yours].tolist()),
    )  # fmt: skip
    with lock.waiting(_lock()):
        _write([made, *every()][:MOST])
    return made


def delete(identity: str) -> None:
    """Forgets a game. Raises StorageError where that can't be written."""
    with lock.waiting(_lock()):
        _write([game for game in every() if game.identity != identity])


def missed(images: str) -> dict[int, tuple[int, int]]:
    """By row of a data set of that identity: how many people got the galaxy wrong, and how many were asked."""
    alike = [game for game in every() if game.images == images] if images else []
    asked = Counter(row for game in alike for row in game.rows)
    wrong = Counter(row for game in alike for row in game.wrong)
    return {row: (wrong[row], count) for row, count in asked.items()}


def _write(games: list[Game]) -> None:
    atomic.write_json(_file(), {"games": [asdict(game) for game in games]})


def _file() -> Path:
    return galaxy_core.runs_folder() / ".games.json"


def _lock() -> Path:
    return galaxy_core.runs_folder() / ".games.lock"
