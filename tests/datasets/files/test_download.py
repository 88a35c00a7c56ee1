"""Downloads of data sets: where their files go, who is at it, and that no other file is overwritten."""

import hashlib
import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from galaxy_core import AbsentError, DataError, StorageError, UsageError
from galaxy_core.datasets import Download, galaxy10_sdss
from galaxy_core.datasets.files import download
from galaxy_core.storage import background
from galaxy_core.storage import download as storage
from tests.storage.mirror import WHOLE, Server, serving

URL = "https://zenodo.org/records/10844811/files/Galaxy10.h5"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    """A running server in the place of Zenodo."""
    with serving(monkeypatch) as handler:
        yield handler


@pytest.fixture
def target(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Galaxy10 SDSS goes, as if WHOLE were its published file."""
    monkeypatch.setattr(galaxy10_sdss, "DOWNLOAD", Download(URL, hashlib.sha256(WHOLE).hexdigest().upper(), len(WHOLE)))
    return data_folder / "Galaxy10.h5"


def get() -> Path:
    """The download, here and now."""
    return download.download("galaxy10_sdss")


def left(target: Path) -> list[str]:
    """What is in the data folder, but for the lock and the progress."""
    return sorted(path.name for path in target.parent.iterdir() if path.suffix not in (".lock", ".progress"))


def test_it_comes_whole_with_progress_and_only_once(server: type[Server], target: Path) -> None:
    seen: list[tuple[int, int]] = []
    assert download.download("galaxy10_sdss", lambda done, total: seen.append((done, total))) == target
    assert target.read_bytes() == WHOLE and left(target) == ["Galaxy10.h5"]
    assert seen == sorted(seen) and seen[-1] == (len(WHOLE), len(WHOLE))
    assert get() == target
    assert len(server.asked) == 1  # the second time it was there


def test_cut_off_and_resumed(server: type[Server], target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "PAUSES", ())
    server.stop = 1_000_000
    with pytest.raises(AbsentError, match="kept"):
        get()
    assert left(target) == ["Galaxy10.h5.part", "Galaxy10.h5.part.json"]
    assert background.job(target).error.endswith("goes on from there.")
    server.stop, server.asked = None, ()
    get()
    assert target.read_bytes() == WHOLE and server.asked[0][0].startswith("bytes=")


def test_another_file_of_its_name_is_never_overwritten(server: type[Server], target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"mine")
    with pytest.raises(StorageError, match="isn't the published file: move it away"):
        get()
    assert target.read_bytes() == b"mine"


def test_it_goes_on_when_its_starter_has_gone(server: type[Server], target: Path) -> None:
    server.pause = 0.03
    code = (
        "from galaxy_core.datasets import Download, galaxy10_sdss; from galaxy_core.datasets.files import download\n"
        "download.start('galaxy10_sdss')"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
    assert download.state("galaxy10_sdss").running
    end, furthest = time.monotonic() + 30, 0
    while (job := download.state("galaxy10_sdss")) and job.running and time.monotonic() < end:
        furthest = max(furthest, job.done)
        time.sleep(0.02)
    assert furthest > 0
    assert "isn't the published file" in job.error  # the process of its own knows the true checksum
    assert not target.exists()


def test_what_has_no_download_says_so(data_folder: Path) -> None:
    with pytest.raises(UsageError, match="nothing to download"):
        download.start("galaxy10_file")
    with pytest.raises(UsageError, match="is not one of the datasets"):
        download.state("no_such_set")


ZENODO = "https://zenodo.org/records/3565489/files"


def archive(*names: str) -> bytes:
    """A ZIP file with such files in it, each of which holds its name."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as packed:
            for name in names:
                packed.writestr(name, name)
        return file.getvalue()


@pytest.fixture
def several(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a set of an archive and a table goes, as if whatever comes were published."""
    other = Download(f"{ZENODO}/table.csv", "", 400)
    several = Download(f"{ZENODO}/images_gz2.zip", "", 400, (other,), "zoo")
    monkeypatch.setattr(galaxy10_sdss, "DOWNLOAD", several)
    assert (several.total, [file.file for file in several.files]) == (800, ["table.csv", "images_gz2.zip"])
    return data_folder / "zoo"


def test_several_files_come_together_and_an_archive_is_unpacked(server: type[Server], several: Path) -> None:
    server.content = archive("images/1.jpg", "images/2.jpg", "__MACOSX/images/._1.jpg", "images/._2.jpg")
    seen: list[tuple[int, int]] = []
    folder = download.download("galaxy10_sdss", lambda done, total: seen.append((done, total)))
    assert folder == several / "images_gz2"
    assert sorted(path.name for path in folder.rglob("*.*")) == ["1.jpg", "2.jpg"]
    assert (folder / "images" / "1.jpg").read_text() == "images/1.jpg"
    assert left(several / "x") == ["images_gz2", "table.csv"] and {total for _, total in seen} == {800}
    asked = len(server.asked)
    assert get() == folder and len(server.asked) == asked == 2


def test_an_archive_that_came_by_hand_is_unpacked_too(server: type[Server], several: Path) -> None:
    several.mkdir(parents=True)
    (several / "images_gz2.zip").write_bytes(archive("images/1.jpg", "images/2.jpg"))
    (several / "table.csv").write_bytes(bytes(300))
    assert (get() / "images" / "2.jpg").is_file() and not server.asked


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(bytes(400), "is no whole archive"), (archive("../outside.txt", "a" * 100), "would write outside of its folder"),
     (b"sorry", "isn't the published file .its size differs.")],
)  # fmt: skip
def test_what_is_no_such_archive_is_a_sentence(
    server: type[Server], several: Path, content: bytes, sentence: str
) -> None:
    several.mkdir(parents=True)
    (several / "table.csv").write_bytes(bytes(300))
    server.content = content
    with pytest.raises(DataError, match=sentence):
        get()
    assert not (several / "images_gz2").exists() and not (several / "outside.txt").exists()
