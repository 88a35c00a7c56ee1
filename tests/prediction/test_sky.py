"""Names and positions out of files, and their answers one by one."""

from pathlib import Path

import pytest

from galaxy_core import DataError, UsageError, runs
from galaxy_core.prediction import sky
from tests.sky.conftest import service as service

FILES = {
    "M 51\n# a remark\n\n12.5 -3 \n": ["M 51", "12.5 -3"],
    "name,note\nM 51,a\n,b\n NGC 1300 ,c\n": ["M 51", "NGC 1300"],
    "id;RA;Dec\n1;12.5;-3\n2;13\n": ["12.5 -3"],
    "\ufeffra\tdec\n1\t2\n": ["1 2"],
}


@pytest.mark.parametrize("content", FILES)
def test_lines_and_columns_are_read(content: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(content, encoding="utf-8")
    assert sky.read_list(tmp_path / "list.csv") == sky.entries(content.encode(), "list.csv") == FILES[content]


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xff\xfe\x00", b"name\n\n"])
def test_what_names_no_galaxy_is_a_sentence(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^list\.csv (names no galaxy|can't be read as a text)"):
        sky.entries(content, "list.csv")
    with pytest.raises(DataError, match="can't be read"):
        sky.read_list(tmp_path)


def test_a_bad_place_spoils_no_other(finished: dict[str, runs.Run], service) -> None:
    seen: list[tuple[int, int]] = []
    good, bad = sky.predict(
        finished["majority"], ["M 51", "12 95"], progress=lambda done, total: seen.append((done, total))
    )
    assert good["name"] == "NGC 5194" and Path(good["file"]).is_file() and "declination" in bad["error"]
    assert seen == [(1, 2), (2, 2)]
    with pytest.raises(UsageError, match="nope"):
        sky.predict(finished["majority"], ["M 51"], "nope")
