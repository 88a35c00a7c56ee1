"""`download NAME`, against a server of our own that can send ranges."""

import hashlib
import http.server
import threading
import time
from collections.abc import Iterator

import pytest

from galaxy_core.cli import download as command
from galaxy_core.cli.terminal import Pace
from galaxy_core.datasets import galaxy10_sdss

WHOLE = bytes(range(256)) * 8000  # 2 MB


class Server(http.server.BaseHTTPRequestHandler):
    """Sends WHOLE, or the rest of it, in small pieces; `pause` seconds apart."""

    pause = 0.0
    asked: tuple[str, ...] = ()

    def do_GET(self) -> None:
        """One answer."""
        first = int(self.headers.get("Range", "bytes=0-")[6:-1])
        type(self).asked += (self.headers.get("Range", ""),)
        self.send_response(206 if first else 200)
        if first:
            self.send_header("Content-Range", f"bytes {first}-{len(WHOLE) - 1}/{len(WHOLE)}")
        self.send_header("Content-Length", str(len(WHOLE) - first))
        self.send_header("ETag", '"1"')
        self.end_headers()
        try:
            for place in range(first, len(WHOLE), 50_000):
                self.wfile.write(WHOLE[place : place + 50_000])
                time.sleep(self.pause)
        except OSError:  # it was interrupted, as the test wants
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def mirror(monkeypatch) -> Iterator[type[Server]]:
    """A running server that the download asks instead of Zenodo."""
    handler = type("Handler", (Server,), {})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("GALAXY_DOWNLOADS", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield handler
    server.shutdown()
    server.server_close()


@pytest.fixture
def place(cli, tmp_path):
    """A shell with an empty data folder."""
    return type(cli)(tmp_path / "data", cli.runs, cli.files)


@pytest.mark.parametrize("name", ["sample", "nix", "image_folder", "\x1b[31m"])
def test_what_cannot_be_downloaded_lists_what_can(trained, name):
    answer = trained.inside("download", name, "--json")
    assert (answer.code, answer.out) == (2, "")
    assert "choose galaxy10_decals, galaxy10_sdss" in answer.sentence


def test_no_network_is_a_failure(place, monkeypatch):
    monkeypatch.setenv("GALAXY_DOWNLOADS", "nix://127.0.0.1")
    answer = place("download", "galaxy10_sdss", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.sentence.endswith(".")


def test_a_file_that_is_not_the_published_one_is_a_failure(place, mirror):
    answer = place("download", "galaxy10_sdss", "--json")
    assert (answer.code, answer.out) == (1, "")
    lines = answer.err.splitlines()
    assert "isn't the published file" in lines[-1]
    assert all(line.startswith("Galaxy10 SDSS: ") for line in lines[:-1])
    assert not (place.data / "Galaxy10.h5").exists()


def test_ctrl_c_keeps_what_has_come_and_the_same_command_goes_on(place, mirror, until):
    mirror.pause = 0.1
    going = place.open("download", "galaxy10_sdss", "--json")
    part = place.data / "Galaxy10.h5.part"
    assert going.stderr.readline().startswith("Galaxy10 SDSS: "), "it says how far it is"
    until(lambda: part.exists() and part.stat().st_size > 1_000_000)
    answer = place.interrupt(going)
    assert (answer.code, answer.out) == (130, "")
    assert "what has come so far is kept" in answer.err.splitlines()[-1]
    have = part.stat().st_size
    mirror.pause = 0.0
    again = place("download", "galaxy10_sdss")
    assert mirror.asked == ("", f"bytes={have}-")
    assert "isn't the published file" in again.err  # whole, but of course not the real one


def test_a_whole_file_is_said_to_be_here(place, monkeypatch, capsys):
    known = galaxy10_sdss.DOWNLOAD
    right = type(known)(known.url, hashlib.sha256(WHOLE).hexdigest(), len(WHOLE))
    monkeypatch.setattr(galaxy10_sdss, "DOWNLOAD", right)
    monkeypatch.setenv("GALAXY_DATA", str(place.data))
    place.data.mkdir()
    (place.data / "Galaxy10.h5").write_bytes(WHOLE)

    class Options:
        name = "galaxy10_sdss"

    value = command.run(Options)
    assert value == {"name": "galaxy10_sdss", "file": str(place.data / "Galaxy10.h5"), "bytes": len(WHOLE)}
    assert command.text(value) == f"galaxy10_sdss is here: {place.data / 'Galaxy10.h5'} (2.0 MB)"


def test_the_time_left_in_words():
    assert command.words(1_000_000, 10_000_000, Pace(None, None)) == "10 %, 1.0 MB of 10 MB"
    assert command.words(4_000_000, 10_000_000, Pace(3e5, 20.0)) == "40 %, 4.0 MB of 10 MB, under a minute left"
