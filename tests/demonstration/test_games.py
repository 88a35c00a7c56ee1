"""Games of people: kept whole under a nickname, forgotten when asked; nothing else of anybody."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from galaxy_core import UsageError, demonstration, runs
from galaxy_core.demonstration import games
from galaxy_core.demonstration.game import result
from tests.pages.stored_runs import copy


@pytest.fixture
def run(finished: dict[str, runs.Run], own_runs: Path) -> runs.Run:
    return copy(finished["pca_logistic"], own_runs)


def played(run: runs.Run, nickname: str, answer: int = 0) -> games.Game:
    shown = demonstration.game_pool(run, 1)
    return games.keep(nickname, run, shown, result(shown, [answer] * len(shown)))


def test_a_game_is_kept_until_it_is_deleted(run: runs.Run, own_runs: Path):
    shown = demonstration.game_pool(run, 1)
    right = sum(exhibit.truth == 0 for exhibit in shown)
    first, second = played(run, " Ada\n "), played(run, "Ben")
    assert games.every() == [second, first] and first.nickname == "Ada"
    assert (first.n, first.yours, first.models) == (20, right, sum(exhibit.is_right for exhibit in shown))
    assert {*json.loads((own_runs / ".games.json").read_text())["games"][0]} == {
        "identity", "nickname", "run", "finished", "n", "yours", "models", "images", "rows", "wrong",
    }  # fmt: skip
    games.delete(first.identity)
    assert games.every() == [second]


def test_what_others_got_wrong_is_counted_by_galaxy(run: runs.Run):
    played(run, "Ada", 0), played(run, "Ben", 1)
    truth = {exhibit.row: exhibit.truth for exhibit in demonstration.game_pool(run, 1)}
    missed = games.missed(runs.dataset.images(run))
    assert missed == {row: (2 - (true in (0, 1)), 2) for row, true in truth.items()}
    assert games.missed("") == {} == games.missed("others")


@pytest.mark.parametrize("typed", ["", "  ", "\u202e", "x" * 21])
def test_a_nickname_has_limits(run: runs.Run, typed: str):
    with pytest.raises(UsageError, match="nickname"):
        played(run, typed)
    assert games.every() == []


def test_the_oldest_are_forgotten_and_several_at_once_all_kept(run: runs.Run, monkeypatch: pytest.MonkeyPatch):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: played(run, f"player {number}"), range(8)))
    assert len(games.every()) == 8
    monkeypatch.setattr(games, "MOST", 3)
    played(run, "last")
    assert len(games.every()) == 3 and games.every()[0].nickname == "last"


@pytest.mark.parametrize("text", ["", "[]", '{"games": 3}', '{"games": [{"nickname": 3}, null, 7]}'])
def test_what_is_damaged_is_no_game(run: runs.Run, own_runs: Path, text: str):
    (own_runs / ".games.json").write_text(text)
    assert games.every() == []
    assert games.every() == [] and played(run, "Ada") == games.every()[0]
