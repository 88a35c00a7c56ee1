"""Downloads from a server of our own: cut off, changed, spoilt, without ranges, without room, without a network."""

import hashlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from galaxy_core import AbsentError, DataError, StorageError
from galaxy_core.storage import atomic, download
from galaxy_core.storage.download import Remote
from tests.storage.mirror import OTHER, WHOLE, Server, serving

URL = "https://example.org/records/1/files/whole.h5"
PUBLISHED = Remote(URL, len(WHOLE), hashlib.sha256(WHOLE).hexdigest().upper())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    """A running server in the place of the real host."""
    with serving(monkeypatch) as handler:
        yield handler


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the file goes: a folder that isn't there yet."""
    return tmp_path / "downloads" / "whole.h5"


def get(target: Path) -> None:
    """The download, here and now."""
    download.fetch(PUBLISHED, target, lambda done, total: None)


def left(target: Path) -> list[str]:
    """What is in its folder."""
    return sorted(path.name for path in target.parent.iterdir())


def cut_off(server: type[Server], target: Path, after: int) -> None:
    """A first try of which only the beginning comes."""
    server.stop = after
    with pytest.raises(AbsentError, match="kept"):
        get(target)
    server.stop, server.asked = None, ()


def test_it_comes_whole_with_progress(server: type[Server], target: Path) -> None:
    seen = []
    download.fetch(PUBLISHED, target, lambda done, total: seen.append((done, total)))
    assert target.read_bytes() == WHOLE
    assert left(target) == ["whole.h5"]
    assert seen[-1] == (len(WHOLE), len(WHOLE))
    assert seen == sorted(seen)


def test_cut_off_and_resumed(server: type[Server], target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PAUSES", ())
    cut_off(server, target, 1_000_000)
    assert left(target) == ["whole.h5.part", "whole.h5.part.json"]
    have = target.with_name("whole.h5.part").stat().st_size
    assert 0 < have <= 1_000_000
    get(target)
    assert target.read_bytes() == WHOLE
    assert server.asked == ((f"bytes={have}-", '"one"'),)


def test_it_tries_again_by_itself_as_long_as_something_comes(server: type[Server], target: Path) -> None:
    server.stop, before = 400_000, Server.send

    def send(self: Server, data: bytes) -> None:
        server.stop += 400_000
        before(self, data)

    server.send = send
    get(target)
    assert target.read_bytes() == WHOLE
    assert len(server.asked) > 5


@pytest.mark.parametrize("marks", [('"two"', ""), ("", "Tue, 02 Jan 2024 00:00:00 GMT"), ('W/"x"', "Tue, 02 Jan 2024")])
def test_a_file_changed_between_begins_anew(
    marks: tuple[str, str], server: type[Server], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "PAUSES", ())
    server.content, server.etag, server.modified = OTHER, '"one"' if marks[0] else "", "Mon, 01 Jan 2024 00:00:00 GMT"
    cut_off(server, target, 1_000_000)
    server.content, server.etag, server.modified = WHOLE, *marks
    get(target)
    assert target.read_bytes() == WHOLE
    assert server.asked[0][1] == ('"one"' if marks[0] else "Mon, 01 Jan 2024 00:00:00 GMT")


def test_a_file_of_another_length_without_marks_begins_anew(server: type[Server], target: Path) -> None:
    server.content, server.etag = OTHER * 2, ""
    cut_off(server, target, 1_000_000)
    server.content = WHOLE
    get(target)
    assert target.read_bytes() == WHOLE


def test_a_part_longer_than_the_file_begins_anew(server: type[Server], target: Path) -> None:
    server.content, server.etag = OTHER * 2, ""
    cut_off(server, target, 4_000_000)
    server.content = WHOLE
    get(target)
    assert target.read_bytes() == WHOLE
    assert server.asked[0][0].startswith("bytes=")


def test_a_server_without_ranges_begins_anew(server: type[Server], target: Path) -> None:
    cut_off(server, target, 1_000_000)
    server.ranges = False
    get(target)
    assert target.read_bytes() == WHOLE


def test_a_server_that_tells_no_length(server: type[Server], target: Path) -> None:
    server.length = False
    get(target)
    assert target.read_bytes() == WHOLE


def test_all_had_come_but_was_not_checked_yet(server: type[Server], target: Path) -> None:
    cut_off(server, target, 1_000_000)
    target.with_name("whole.h5.part").write_bytes(WHOLE)
    get(target)
    assert target.read_bytes() == WHOLE
    assert server.asked == ()


def test_a_wrong_checksum_deletes_what_came(server: type[Server], target: Path) -> None:
    server.content = OTHER
    with pytest.raises(DataError, match="isn't the published file .*: it was deleted"):
        get(target)
    assert left(target) == []
    server.content = WHOLE
    get(target)
    assert target.read_bytes() == WHOLE


def test_a_part_spoilt_on_disk_is_found(server: type[Server], target: Path) -> None:
    cut_off(server, target, 1_000_000)
    part = target.with_name("whole.h5.part")
    part.write_bytes(bytes(part.stat().st_size))
    with pytest.raises(DataError, match="SHA-256"):
        get(target)
    assert left(target) == []


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 503])
def test_refusals_of_the_server_are_sentences(status: int, server: type[Server], target: Path) -> None:
    cut_off(server, target, 1_000_000)
    server.status, server.ranges = status, False
    with pytest.raises(AbsentError, match=f"answers {status} .*kept"):
        get(target)
    assert left(target) == ["whole.h5.part", "whole.h5.part.json"]
    assert len(server.asked) == (2 if status in (429, 500, 503) else 1)


@pytest.mark.parametrize("base", ["http://127.0.0.1:{port}", "nonsense", "ftp://127.0.0.1", "http://"])
def test_no_network_is_a_sentence(base: str, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("GALAXY_DOWNLOADS", base.format(port=closed.getsockname()[1]))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "PAUSES", (0.01,))
    with pytest.raises(AbsentError, match=r"can't be (reached|asked for)"):
        get(target)
    assert left(target) == []


def test_a_silent_server_is_not_waited_for_for_ever(
    server: type[Server], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TIMEOUTS", (1, 0.2))
    monkeypatch.setattr(download, "PAUSES", ())
    server.pause = 1.0
    with pytest.raises(AbsentError, match="broke off: what has come so far is kept"):
        get(target)
    assert left(target) == ["whole.h5.part", "whole.h5.part.json"]


def test_too_little_room_is_said_before_anything_comes(
    server: type[Server], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(StorageError, match="GB free and the rest of whole.h5 needs 0.00 GB: free some space"):
        get(target)
    assert left(target) == []


def test_a_disk_that_fills_up_keeps_the_part(
    server: type[Server], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a real small disk where this may mount one: what fitted is kept, and it goes on when there is room."""
    target.parent.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(target.parent)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no small disk can be mounted here")
    try:
        monkeypatch.setattr(download, "_check_room", lambda part, needed: None)  # as if another program filled it
        with pytest.raises(StorageError, match="is full: free some space"):
            get(target)
        assert target.with_name("whole.h5.part").stat().st_size > 500_000
        subprocess.run(["mount", "-o", "remount,size=10m", str(target.parent)], check=True)
        server.asked = ()
        get(target)
        assert target.read_bytes() == WHOLE
        assert server.asked[0][0].startswith("bytes=")
    finally:
        subprocess.run(["umount", str(target.parent)], check=True)


@pytest.mark.parametrize("spoilt", [{}, {"etag": None, "total": "3"}, {"more": 1}])
def test_notes_that_were_spoilt_begin_anew(spoilt: dict, server: type[Server], target: Path) -> None:
    cut_off(server, target, 1_000_000)
    atomic.write_json(target.with_name("whole.h5.part.json"), {"url": PUBLISHED.address} | spoilt)
    get(target)
    assert target.read_bytes() == WHOLE


class Cancelled(Exception):
    """What a caller raises that wants no more of it."""


def test_whoever_listens_can_cancel_it(server: type[Server], target: Path) -> None:
    def listen(done: int, total: int) -> None:
        if done > 1_000_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        download.fetch(PUBLISHED, target, listen)
    assert left(target) == ["whole.h5.part", "whole.h5.part.json"]
    server.asked = ()
    get(target)
    assert target.read_bytes() == WHOLE and server.asked[0][0].startswith("bytes=")


@pytest.mark.parametrize(("algorithm", "differs"), [("md5", "MD5"), ("sha1", "SHA-1"), ("", "size")])
def test_other_hashes_and_none(algorithm: str, differs: str, server: type[Server], target: Path) -> None:
    checksum = hashlib.new(algorithm, WHOLE, usedforsecurity=False).hexdigest() if algorithm else ""
    remote = replace(PUBLISHED, checksum=checksum, algorithm=algorithm)
    download.fetch(remote, target, lambda done, total: None)
    assert remote.is_copy(target) and target.read_bytes() == WHOLE
    server.content, other = OTHER[:-1], target.with_name("other.h5")
    with pytest.raises(DataError, match=f"its {differs} differs"):
        download.fetch(remote, other, lambda done, total: None)
    assert not other.exists()


def test_a_mirror_takes_the_place_of_scheme_and_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GALAXY_DOWNLOADS", raising=False)
    assert PUBLISHED.address == URL
    monkeypatch.setenv("GALAXY_DOWNLOADS", "http://mirror.local/zenodo/")
    assert PUBLISHED.address == "http://mirror.local/zenodo/records/1/files/whole.h5"
