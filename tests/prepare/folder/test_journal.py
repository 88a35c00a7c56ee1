"""What is known of a folder of prepared images, however it was cut off."""

import json
from pathlib import Path

import pytest

from galaxy_core import UsageError
from galaxy_core.prepare.folder import journal

CHAIN = ("central_source:size=106",)


def missed(out: Path) -> set[str]:
    """What the journal of a folder says when it is opened again."""
    with journal.opened(out, CHAIN, 1) as kept:
        return set(kept.missed)


def test_what_was_noted_last_counts(tmp_path: Path) -> None:
    assert not journal.is_there(tmp_path)
    with journal.opened(tmp_path / "new", CHAIN, 1) as kept:
        for name, found in (("a.jpg", False), ("b.jpg", True), ("é/c\n.jpg", False), ("d.jpg", False), ("a.jpg", True)):
            kept.note(name, found)
        assert kept.missed == {"é/c\n.jpg", "d.jpg"}
    assert journal.is_there(tmp_path / "new")
    assert missed(tmp_path / "new") == {"é/c\n.jpg", "d.jpg"}
    lines = journal.path(tmp_path / "new").read_text().splitlines()
    assert json.loads(lines[0]) == {"steps": list(CHAIN), "convention": 1}
    assert len(lines) == 5, "what is known already has no line"


@pytest.mark.parametrize(("chain", "convention"), [(("crop",), 1), (CHAIN, 2), ((*CHAIN, "crop"), 1)])
def test_another_chain_is_refused(chain: tuple, convention: int, tmp_path: Path) -> None:
    missed(tmp_path)
    before = journal.path(tmp_path).read_bytes()
    with (
        pytest.raises(UsageError, match="choose another folder") as refused,
        journal.opened(tmp_path, chain, convention),
    ):
        pass
    assert str(tmp_path) in str(refused.value) and journal.path(tmp_path).read_bytes() == before
    assert missed(tmp_path) == set(), "and the lock is free"


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with (
        journal.opened(tmp_path, CHAIN, 1),
        pytest.raises(UsageError, match="Another process"),
        journal.opened(tmp_path, CHAIN, 1),
    ):
        pass


@pytest.mark.parametrize("torn", ['{"file": "c.j', '{"file"', "\x00\x00", "[]\n", '"file"\n'])
def test_a_line_cut_off_is_passed_over(torn: str, tmp_path: Path) -> None:
    with journal.opened(tmp_path, CHAIN, 1) as kept:
        kept.note("a.jpg", False)
    with open(journal.path(tmp_path), "a") as file:
        file.write(torn)
    with journal.opened(tmp_path, CHAIN, 1) as kept:
        kept.note("b.jpg", False)
    assert missed(tmp_path) == {"a.jpg", "b.jpg"}


@pytest.mark.parametrize("head", ["", '{"steps": ["cent', "nonsense\n"])
def test_without_a_head_it_begins_anew(head: str, tmp_path: Path) -> None:
    journal.path(tmp_path).write_text(head)
    assert not journal.is_there(tmp_path)
    with journal.opened(tmp_path, CHAIN, 1) as kept:
        kept.note("a.jpg", False)
    assert journal.is_there(tmp_path) and missed(tmp_path) == {"a.jpg"}
