"""Asking a service on the net: politely, one request at a time, and never for longer than a person waits."""

import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import galaxy_core
from galaxy_core import AbsentError, __version__
from galaxy_core.storage import lock

if TYPE_CHECKING:
    import requests

DEADLINE = 10.0  # seconds for an answer, both tries together
AGAIN = 4.0  # seconds within which a failure is worth another try
LARGEST = 20_000_000  # bytes of an answer that are taken
PIECE = 1 << 16
AGENT = f"galaxy-lab/{__version__} (classifies galaxies; one request at a time)"


class Refused(AbsentError):
    """The service has answered, and not with what was asked for; `status` is HTTP's."""

    def __init__(self, sentence: str, status: int, body: bytes = b""):
        super().__init__(sentence)
        self.status = status
        self.body = body


class Unreachable(AbsentError):
    """The service can't be reached, or takes too long."""


def ask(address: str, query: dict[str, str] | str) -> bytes:
    """The answer of a service to a query (names and values, or one text behind the “?”).

    Raises Unreachable where it can't be reached or takes too long, Refused where it answers with an error.
    """
    text = quote(query) if isinstance(query, str) else "&".join(f"{key}={quote(query[key])}" for key in query)
    folder = galaxy_core.data_folder() / "sky"
    with lock.waiting(folder / ".asking.lock"):
        begun = time.monotonic()
        try:
            return _answer(f"{address}?{text}", begun + DEADLINE)
        except Refused:
            raise
        except AbsentError:
            if time.monotonic() - begun > AGAIN:
                raise
            return _answer(f"{address}?{text}", begun + DEADLINE)


def _answer(url: str, end: float) -> bytes:
    import requests

    host = urlsplit(url).hostname
    try:
        left = max(0.1, end - time.monotonic())
        with requests.get(url, headers={"User-Agent": AGENT}, timeout=left, stream=True) as reply:
            body = _body(reply, end, host)
            if reply.status_code != requests.codes.ok:
                raise Refused(_refusal(host, reply.status_code), reply.status_code, body)
            return body
    except requests.Timeout as error:
        raise Unreachable(f"{host} doesn't answer within {DEADLINE:.0f} seconds: try again later.") from error
    except (requests.RequestException, ValueError) as error:
        raise Unreachable(f"{host} can't be reached: check the connection to the internet, then try again.") from error


def _body(reply: "requests.Response", end: float, host: str | None) -> bytes:
    body = bytearray()
    for piece in reply.iter_content(PIECE):
        body += piece
        if time.monotonic() > end:
            raise Unreachable(f"{host} hasn't sent all within {DEADLINE:.0f} seconds: try again later.")
        if len(body) > LARGEST:
            raise AbsentError(f"{host} sends more than {LARGEST // 1_000_000} MB: that is no picture of one galaxy.")
    announced = reply.headers.get("Content-Length")
    if announced and announced.isdecimal() and not reply.headers.get("Content-Encoding") and len(body) < int(announced):
        raise Unreachable(f"The connection to {host} was cut: try again.")
    return bytes(body)


def _refusal(host: str | None, status: int) -> str:
    if status == 429:
        return f"{host} has been asked too often (429): wait a minute, then try again."
    if status >= 500:
        return f"{host} has trouble of its own ({status}): try again later."
    return f"{host} refuses ({status}): there may be nothing at that place."
