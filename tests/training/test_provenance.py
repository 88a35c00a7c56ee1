"""What made a result."""

from pathlib import Path

import pytest

from galaxy_core.training import provenance

COMMIT, OTHER = "a1" * 20, "b2" * 20


@pytest.fixture
def git(tmp_path: Path) -> Path:
    """The .git of a checkout on its branch main."""
    git = tmp_path / ".git"
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "refs" / "heads" / "main").write_text(f"{COMMIT}\n")
    return git


def test_the_hash_changes_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.py").write_text("x = 1\n")
    (tmp_path / "notes.txt").write_text("mine")
    first = provenance.code(tmp_path)
    (tmp_path / "notes.txt").write_text("other")
    assert provenance.code(tmp_path) == first and len(first) == 12
    (tmp_path / "a" / "b.py").write_text("x = 2\n")
    second = provenance.code(tmp_path)
    (tmp_path / "a" / "b.py").rename(tmp_path / "a" / "c.py")
    assert len({first, second, provenance.code(tmp_path)}) == 3
    assert provenance.code(provenance.CODE) == provenance.code(provenance.CODE)


def test_the_commit_of_a_branch_loose_or_packed(git: Path) -> None:
    assert provenance.commit(git.parent) == COMMIT
    (git / "refs" / "heads" / "main").unlink()
    assert provenance.commit(git.parent) is None
    (git / "packed-refs").write_text(f"# pack-refs\n{OTHER} refs/heads/mainline\n{COMMIT} refs/heads/main\n")
    assert provenance.commit(git.parent) == COMMIT


def test_the_commit_without_a_branch_and_of_a_second_working_tree(git: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    place = git / "worktrees" / "second"
    place.mkdir(parents=True)
    second.mkdir()
    (second / ".git").write_text(f"gitdir: {place}\n")
    (place / "HEAD").write_text("ref: refs/heads/main\n")
    (place / "commondir").write_text("../..\n")
    assert provenance.commit(second) == COMMIT
    (git / "HEAD").write_text(OTHER)
    assert provenance.commit(git.parent) == OTHER


@pytest.mark.parametrize("head", ["", "ref: ../../etc/passwd", "ref: refs/heads/none", "<html>"])
def test_what_is_no_commit_is_none(head: str, git: Path) -> None:
    (git / "HEAD").write_text(head)
    assert provenance.commit(git.parent) is None


def test_a_folder_without_git(tmp_path: Path) -> None:
    assert provenance.commit(tmp_path) is None
