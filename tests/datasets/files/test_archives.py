"""ZIP and tar files are unpacked whole or not at all, and never beyond their folder and limits."""

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from galaxy_core import DataError
from galaxy_core.datasets.files import archives


def zipped(path: Path, **files: bytes) -> Path:
    """A ZIP file of these; an underscore stands for a slash."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "/"), content)
    return path


def tarred(path: Path, **files: bytes) -> Path:
    """The same as tar, with a link that leads out of it."""
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name.replace("_", "/"))
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
        link = tarfile.TarInfo("a/passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("make", [zipped, tarred])
def test_it_is_unpacked_beside_once_until_it_changes(make, tmp_path: Path) -> None:
    path = make(tmp_path / "x.zip", top_a_1=b"one", top_b_2=b"two")
    assert archives.is_one(path)
    folder = archives.unpacked(path)
    assert folder == tmp_path / "x.zip.unpacked" / "files" / "top"
    assert {"a/1", "b/2"} <= {name.removeprefix("top/") for name in names(folder)}
    (folder / "mark").touch()
    assert (archives.unpacked(path) / "mark").exists()
    make(path, top_a_1=b"another one")
    assert not (archives.unpacked(path) / "mark").exists()


def test_a_folder_alone_is_gone_into(tmp_path: Path) -> None:
    assert names(archives.unpacked(zipped(tmp_path / "x.zip", one_two_a_1=b"", one_two_b_1=b""))) == ["a/1", "b/1"]


@pytest.mark.parametrize("name", ["../out.png", "/etc/x.png", "a/../../x", "..\\x", "C:\\x.png"])
def test_no_path_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(name, b"words")
    with pytest.raises(DataError, match="leads out of the folder: pack it anew"):
        archives.unpacked(tmp_path / "x.zip")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name[0] != "d") == ["x.zip"]


def test_links_in_it_are_not_made(tmp_path: Path) -> None:
    folder = archives.unpacked(tarred(tmp_path / "x.tar.gz", a_1=b"", b_1=b""))
    assert names(folder) == ["a/1", "b/1"]


def test_bombs_passwords_and_damage_are_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "SMALL", 1000)
    with pytest.raises(DataError, match="which are larger, more than 200 times its own size: unpack it yourself"):
        archives.unpacked(zipped(tmp_path / "bomb.zip", a=bytes(3_000_000)))
    monkeypatch.setattr(archives, "MOST_FILES", 2)
    with pytest.raises(DataError, match="3 files or more, more than 2"):
        archives.unpacked(zipped(tmp_path / "many.zip", a=b"", b=b"", c=b""))
    whole = zipped(tmp_path / "x.zip", a=os.urandom(5000)).read_bytes()
    for data in (b"words", whole[:100], whole[:50] + b"\0" * 200 + whole[250:]):
        (tmp_path / "x.zip").write_bytes(data)
        with pytest.raises(DataError, match="is damaged, or none of ZIP and tar"):
            archives.unpacked(tmp_path / "x.zip")
    locked = bytearray(whole)
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(locked)
    with pytest.raises(DataError, match="locked by a password"):
        archives.unpacked(tmp_path / "x.zip")


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.zip.unpacked").mkdir()
    (tmp_path / "x.zip.unpacked" / "precious").touch()
    folder = archives.unpacked(zipped(tmp_path / "x.zip", a_1=b"", b_1=b""))
    assert (tmp_path / "x.zip.unpacked" / "precious").exists()
    assert tmp_path / "x.zip.unpacked" not in folder.parents


def test_names_that_are_no_utf_8_keep_their_bytes(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        entry = zipfile.ZipInfo("旋涡".encode("gbk").decode("cp437") + "/1")
        archive.writestr(entry, b"")
        archive.writestr("b/1", b"")
    data = (tmp_path / "x.zip").read_bytes()
    utf8, gbk = "旋涡".encode("gbk").decode("cp437").encode(), "旋涡".encode("gbk")
    assert utf8 in data and gbk not in data
    assert archives._name(_with_flags(tmp_path / "x.zip", 0)) == os.fsdecode(gbk + b"/1")


def _with_flags(path: Path, flags: int) -> zipfile.ZipInfo:
    with zipfile.ZipFile(path) as archive:
        entry = archive.infolist()[0]
    entry.flag_bits = flags
    return entry
