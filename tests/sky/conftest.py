"""A server of the test's own that answers as the services of the sky are known to."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
import pytest
from PIL import Image

Answer = tuple[int, bytes]


def jpeg(image: np.ndarray) -> bytes:
    """An image, uint8 (h, w, 3), as the services send it."""
    out = io.BytesIO()
    Image.fromarray(image).save(out, "JPEG", quality=90)
    return out.getvalue()


def galaxy(size: int = 256) -> np.ndarray:
    """A round galaxy on the level of empty sky."""
    rows, columns = np.mgrid[:size, :size] - size / 2
    light = 200 * np.exp(-np.hypot(rows, columns) / (size / 10))
    return np.clip(32 + light[:, :, None] * (1, 0.9, 0.7), 0, 255).astype(np.uint8)


@dataclass
class Service:
    """What is asked of it (paths with their queries), and how it answers: a function of path and query."""

    asked: list[str] = field(default_factory=list)
    answer: Callable[[str, dict[str, str]], Answer] = lambda path, query: (200, jpeg(galaxy()))
    silence: float = 0.0  # seconds before it says anything
    cut: bool = False  # whether it announces more than it sends


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path) -> Iterator[Service]:
    """All services of the sky, at one address; nothing that was kept before is there."""
    known = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append(self.path)
            time.sleep(known.silence)
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()} or {"": unquote(parts.query)}
            status, body = known.answer(parts.path, query)
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body) * (2 if known.cut else 1)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # whoever asked has gone

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    for variable, path in (("CUTOUTS", "viewer"), ("SDSS", "sdss"), ("HIPS", "hips"), ("SESAME", "sesame")):
        monkeypatch.setenv(f"GALAXY_{variable}", f"{base}/{path}")
    yield known
    server.shutdown()
    server.server_close()
