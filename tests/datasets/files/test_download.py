"""Downloads from a server of our own: cut off, changed, spoilt, without ranges, without room, without a network."""

import hashlib
import http.server
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from galaxy_core import AbsentError, DataError, StorageError, UsageError, datasets
from galaxy_core.datasets import Download, galaxy10_sdss
from galaxy_core.datasets.files import download
from galaxy_core.storage import atomic, background
from tests.datasets.files.mirror import OTHER, WHOLE, Server

URL = "https://zenodo.org/records/10844811/files/Galaxy10.h5"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    """A running server in the place of Zenodo; its class says how it behaves."""
    handler = type("Handler", (Server,), {})
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("GALAXY_DOWNLOADS", f"http://127.0.0.1:{running.server_port}/mirror/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "PAUSES", (0.01, 0.01))
    yield handler
    running.shutdown()
    running.server_close()
    thread.join()


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
    return sorted(one.name for one in target.parent.iterdir() if one.suffix not in (".lock", ".progress"))


def cut_off(server: type[Server], after: int) -> None:
    """A first try of which only the beginning comes."""
    server.stop = after
    with pytest.raises(AbsentError, match="kept"):
        get()
    server.stop, server.asked = None, ()


def test_it_comes_whole_with_progress(server: type[Server], target: Path) -> None:
    seen = []
    assert download.download("galaxy10_sdss", lambda done, total: seen.append((done, total))) == target
    assert target.read_bytes() == WHOLE
    assert left(target) == ["Galaxy10.h5"]
    assert seen[-1] == (len(WHOLE), len(WHOLE))
    assert seen == sorted(seen)
    assert get() == target
    assert len(server.asked) == 1  # the second time it was there


def test_cut_off_and_resumed(server: type[Server], target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PAUSES", ())
    cut_off(server, 1_000_000)
    assert left(target) == ["Galaxy10.h5.part", "Galaxy10.h5.part.json"]
    assert background.job(target).error.endswith("goes on from there.")
    have = target.with_name("Galaxy10.h5.part").stat().st_size
    assert 0 < have <= 1_000_000
    get()
    assert target.read_bytes() == WHOLE
    assert server.asked == ((f"bytes={have}-", '"one"'),)


def test_it_tries_again_by_itself_as_long_as_something_comes(server: type[Server], target: Path) -> None:
    server.stop, before = 400_000, Server.send

    def send(self: Server, data: bytes) -> None:
        server.stop += 400_000
        before(self, data)

    server.send = send
    get()
    assert target.read_bytes() == WHOLE
    assert len(server.asked) > 5


@pytest.mark.parametrize("marks", [('"two"', ""), ("", "Tue, 02 Jan 2024 00:00:00 GMT"), ('W/"x"', "Tue, 02 Jan 2024")])
def test_a_file_changed_between_begins_anew(
    marks: tuple[str, str], server: type[Server], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "PAUSES", ())
    server.content, server.etag, server.modified = OTHER, '"one"' if marks[0] else "", "Mon, 01 Jan 2024 00:00:00 GMT"
    cut_off(server, 1_000_000)
    server.content, server.etag, server.modified = WHOLE, *marks
    get()
    assert target.read_bytes() == WHOLE
    assert server.asked[0][1] == ('"one"' if marks[0] else "Mon, 01 Jan 2024 00:00:00 GMT")


def test_a_file_of_another_length_without_marks_begins_anew(server: type[Server], target: Path) -> None:
    server.content, server.etag = OTHER * 2, ""
    cut_off(server, 1_000_000)
    server.content = WHOLE
    get()
    assert target.read_bytes() == WHOLE


def test_a_part_longer_than_the_file_begins_anew(server: type[Server], target: Path) -> None:
    server.content, server.etag = OTHER * 2, ""
    cut_off(server, 4_000_000)
    server.content = WHOLE
    get()
    assert target.read_bytes() == WHOLE
    assert server.asked[0][0].startswith("bytes=")


def test_a_server_without_ranges_begins_anew(server: type[Server], target: Path) -> None:
    cut_off(server, 1_000_000)
    server.ranges = False
    get()
    assert target.read_bytes() == WHOLE


def test_a_server_that_tells_no_length(server: type[Server], target: Path) -> None:
    server.length = False
    get()
    assert target.read_bytes() == WHOLE


def test_all_had_come_but_was_not_checked_yet(server: type[Server], target: Path) -> None:
    cut_off(server, 1_000_000)
    target.with_name("Galaxy10.h5.part").write_bytes(WHOLE)
    get()
    assert target.read_bytes() == WHOLE
    assert server.asked == ()


def test_a_wrong_checksum_deletes_what_came(server: type[Server], target: Path) -> None:
    server.content = OTHER
    with pytest.raises(DataError, match="isn't the published file .*: it was deleted"):
        get()
    assert left(target) == []
    server.content = WHOLE
    get()
    assert target.read_bytes() == WHOLE


def test_a_part_spoilt_on_disk_is_found(server: type[Server], target: Path) -> None:
    cut_off(server, 1_000_000)
    part = target.with_name("Galaxy10.h5.part")
    part.write_bytes(bytes(part.stat().st_size))
    with pytest.raises(DataError, match="SHA-256"):
        get()
    assert left(target) == []


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 503])
def test_refusals_of_the_server_are_sentences(status: int, server: type[Server], target: Path) -> None:
    cut_off(server, 1_000_000)
    server.status, server.ranges = status, False
    with pytest.raises(AbsentError, match=f"answers {status} .*kept"):
        get()
    assert left(target) == ["Galaxy10.h5.part", "Galaxy10.h5.part.json"]
    assert len(server.asked) == (2 if status in (429, 500, 503) else 1)


@pytest.mark.parametrize("base", ["http://127.0.0.1:{port}", "nonsense", "ftp://127.0.0.1", "http://"])
def test_no_network_is_a_sentence(base: str, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("GALAXY_DOWNLOADS", base.format(port=closed.getsockname()[1]))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "PAUSES", (0.01,))
    with pytest.raises(AbsentError, match=r"can't be (reached|asked for)"):
        get()
    assert left(target) == []


def test_a_silent_server_is_not_waited_for_for_ever(
    server: type[Server], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TIMEOUTS", (1, 0.2))
    monkeypatch.setattr(download, "PAUSES", ())
    server.pause = 1.0
    with pytest.raises(AbsentError, match="broke off: what has come so far is kept"):
        get()
    assert left(target) == ["Galaxy10.h5.part", "Galaxy10.h5.part.json"]


def test_too_little_room_is_said_before_anything_comes(
    server: type[Server], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(StorageError, match="GB free and the rest of Galaxy10.h5 needs 0.00 GB: free some space"):
        get()
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
            get()
        assert target.with_name("Galaxy10.h5.part").stat().st_size > 500_000
        subprocess.run(["mount", "-o", "remount,size=10m", str(target.parent)], check=True)
        server.asked = ()
        get()
        assert target.read_bytes() == WHOLE
        assert server.asked[0][0].startswith("bytes=")
    finally:
        subprocess.run(["umount", str(target.parent)], check=True)


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


def test_a_verified_file_has_the_same_time_everywhere(server: type[Server], target: Path) -> None:
    get()
    assert target.stat().st_mtime == download.TIME


def test_what_has_no_download_says_so(data_folder: Path) -> None:
    with pytest.raises(UsageError, match="nothing to download"):
        download.start("galaxy10_file")
    with pytest.raises(UsageError, match="is not one of the datasets"):
        download.state("no_such_set")


def test_notes_that_were_spoilt_begin_anew(server: type[Server], target: Path) -> None:
    cut_off(server, 1_000_000)
    atomic.write_json(target.with_name("Galaxy10.h5.part.json"), {"url": datasets.plugin("galaxy10_sdss").DOWNLOAD.url})
    get()
    assert target.read_bytes() == WHOLE
