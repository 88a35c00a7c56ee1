"""A web server that misbehaves on request, to download from."""

import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from galaxy_core.storage import download

WHOLE = bytes(range(251)) * 12_000  # 3 MB
OTHER = WHOLE[::-1]


class Server(http.server.BaseHTTPRequestHandler):
    """Sends `content`; how it misbehaves is set on the class, what it was asked is noted there."""

    content, etag, modified = WHOLE, '"one"', ""
    ranges, length, status = True, True, 200
    stop, pause = None, 0.0  # bytes after which the connection is cut; seconds between two pieces
    asked: tuple[tuple[str, str], ...] = ()

    def do_GET(self) -> None:
        """One answer."""
        wanted, mark = self.headers.get("Range", ""), self.headers.get("If-Range", "")
        type(self).asked += ((wanted, mark),)
        same = not mark or mark in (self.etag, self.modified)
        first = int(wanted[6:-1]) if wanted and same and self.ranges else 0
        code = 416 if first and first >= len(self.content) else 206 if first else self.status
        self.send_response(code)
        if code == 206:
            self.send_header("Content-Range", f"bytes {first}-{len(self.content) - 1}/{len(self.content)}")
        if self.length:
            self.send_header("Content-Length", str(len(self.content) - first) if code < 400 else "0")
        for name, value in (("ETag", self.etag), ("Last-Modified", self.modified)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        if code < 400:
            self.send(self.content[first : self.stop])

    def send(self, data: bytes) -> None:
        """The body, in pieces."""
        try:
            for place in range(0, len(data), 100_000):
                self.wfile.write(data[place : place + 100_000])
                time.sleep(self.pause)
        except OSError:  # the other side has gone, as the test wants
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    """A running server in the place of the real hosts; its class says how it behaves."""
    handler = type("Handler", (Server,), {})
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    monkeypatch.setenv("GALAXY_DOWNLOADS", f"http://127.0.0.1:{running.server_port}/mirror/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "PAUSES", (0.01, 0.01))
    yield handler
    running.shutdown()
    running.server_close()
    thread.join()
