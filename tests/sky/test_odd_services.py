"""Services that answer in thirty wrong ways: each time one sentence, in time, and nothing of it is kept."""

import gzip
import io
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import GalaxyError
from galaxy_core.sky import asking, cutouts, names
from tests.sky.conftest import galaxy, jpeg

LONGEST = 30  # seconds on a machine that is busy with other things


def reply(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(head).encode("latin-1") + body


def picture(kind: str, pixels: np.ndarray) -> bytes:
    held = io.BytesIO()
    Image.fromarray(pixels).save(held, kind)
    return held.getvalue()


GOOD, GREY = jpeg(galaxy()), jpeg(np.full((256, 256, 3), 32, np.uint8))
BOMB = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (10**5).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0" + bytes(60)
ODD = {
    "nothing at all": b"", "no HTTP": b"hello\r\n\r\n", "half a head": b"HTTP/1.1 200",
    "a broken head": b"\xff\xfe\r\n\r\n",
    "half a picture": reply(GOOD)[:-900], "no length, cut": b"HTTP/1.1 200 OK\r\n\r\n" + GOOD[:500],
    "a wrong length": b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n" + GOOD[:700],
    "chunks that are none": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
    "chunks, cut": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc",
    "gzip that is none": reply(b"abc", "200 OK", "Content-Encoding: gzip"),
    "a bomb in gzip": reply(gzip.compress(bytes(60_000_000)), "200 OK", "Content-Encoding: gzip"),
    "words": reply(b"no such layer"), "words in HTML": reply(b"<html><script>alert(1)</script></html>"),
    "words in no alphabet": reply(b"\xc3\x28\x00\x1b[31m"), "JSON": reply(b'{"title": "x", "description": "y"}'),
    "an empty body": reply(), "an even picture": reply(GREY), "only the start of a JPEG": reply(b"\xff\xd8\xff"),
    "a JPEG of noise": reply(b"\xff\xd8" + bytes(range(256)) * 4), "a PNG that claims too much": reply(BOMB),
    "a GIF": reply(picture("GIF", galaxy())), "400": reply(b"bad", "400 Bad Request"),
    "401": reply(b"who?", "401 Unauthorized"), "403": reply(b"no", "403 Forbidden"), "404": reply(b"", "404 Not Found"),
    "418": reply(b"tea", "418 I'm a teapot"), "429": reply(b"slow", "429 Too Many Requests"),
    "500": reply(b"Traceback (most recent call last)", "500 Oops"), "503": reply(b"", "503 Service Unavailable"),
    "999": reply(b"", "999 What"), "a way to itself": reply(b"", "302 Found", "Location: /again"),
    "a way to nowhere": reply(b"", "302 Found", "Location: http://127.0.0.1:9/"),
    "a way to a file": reply(b"", "302 Found", "Location: file:///etc/passwd"),
}  # fmt: skip


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[bytes]]:
    """All services of the sky at one address: each connection gets the bytes in this list, and is closed."""
    said: list[bytes] = [b""]
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(65536)
                    connection.sendall(said[0])
                except OSError:
                    pass  # whoever asked has gone

    threading.Thread(target=serve, daemon=True).start()
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    for variable in ("CUTOUTS", "SDSS", "HIPS", "SESAME"):
        monkeypatch.setenv(f"GALAXY_{variable}", f"http://127.0.0.1:{server.getsockname()[1]}/x")
    monkeypatch.setattr(asking, "DEADLINE", 5.0)
    yield said
    server.shutdown(socket.SHUT_RDWR)
    server.close()


@pytest.mark.parametrize("how", ODD)
def test_a_wrong_answer_is_a_sentence_and_is_not_kept(how: str, answering: list[bytes], tmp_path: Path) -> None:
    answering[0] = ODD[how]
    target, began = names.target("202.47 47.19"), time.monotonic()
    for ask in (lambda: cutouts.cutout(target), lambda: names.target("Zz 9")):
        with pytest.raises(GalaxyError) as refused:
            ask()
        text = str(refused.value)
        assert text.endswith(".") and text.isprintable() and len(text) < 400, text
    assert time.monotonic() - began < LONGEST
    assert not list((tmp_path / "data" / "sky").rglob("*.jpg")) + list((tmp_path / "data" / "sky").rglob("*.json"))
    answering[0] = reply(GOOD)
    assert cutouts.cutout(target).image.shape == (256, 256, 3), "once it answers well, all is well"


def test_there_are_thirty() -> None:
    assert len(ODD) >= 30
