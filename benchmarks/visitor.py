"""A reader's session without a browser: it speaks Streamlit's own protocol, and knows when a page has ended."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

HOME = ""
PAGES = tuple(path.stem.split("_", 1)[1] for path in sorted((Path(__file__).parents[1] / "pages").glob("[1-9]_*.py")))
DONE = 0  # ForwardMsg.FINISHED_SUCCESSFULLY: a whole page; parts that refresh themselves end with another number


@contextmanager
def session(address: str) -> Iterator["Visitor"]:
    """A new reader, who leaves in the end."""
    from websockets.sync.client import connect

    with connect(address.replace("http", "ws", 1) + "/_stcore/stream", max_size=None, proxy=None) as socket:
        yield Visitor(socket)


FAILED = "could not be drawn to its end"  # of a page, in the words of pages.ui.faults


class Visitor:
    """One session, over an open connection; `errors` are what its pages showed instead of themselves."""

    def __init__(self, socket: Any):
        self.errors: list[str] = []
        self._page, self._refresh = HOME, {}  # fragment: (seconds between two refreshes, when it is due)
        self._socket = socket

    def visit(self, page: str = HOME, query: str = "", seconds: float = 60.0) -> float:
        """Opens a page; seconds until its script has run to its end and all that it drew has arrived here.

        Raises RuntimeError where that takes longer than `seconds`.
        """
        self._page, self._refresh, here = page, {}, False
        began = time.perf_counter()
        self._ask(page_name=page, query_string=query)
        while True:
            try:
                message = self._receive(began + seconds - time.perf_counter())
            except TimeoutError as error:
                raise RuntimeError(f"The page “{page or 'Home'}” took more than {seconds:.0f} s.") from error
            if message.WhichOneof("type") == "navigation":  # before it comes what the page before still draws
                here = here or self._is_here(message.navigation)
            if here and message.WhichOneof("type") == "script_finished" and message.script_finished == DONE:
                return time.perf_counter() - began

    def idle(self, seconds: float) -> None:
        """Stays on the page, and has the parts refreshed that ask for it, as a browser does."""
        end = time.perf_counter() + seconds
        while (now := time.perf_counter()) < end:
            for fragment, (interval, due) in self._refresh.items():
                if due <= now:
                    self._refresh[fragment] = (interval, now + interval)
                    self._ask(page_name=self._page, fragment_id=fragment, is_auto_rerun=True)
            soonest = min([end, *(due for _, due in self._refresh.values())])
            try:
                self._receive(max(0.001, soonest - time.perf_counter()))
            except TimeoutError:
                continue

    def _ask(self, **state: Any) -> None:
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ClientState_pb2 import ClientState

        self._socket.send(BackMsg(rerun_script=ClientState(**state)).SerializeToString())

    def _receive(self, seconds: float) -> "ForwardMsg":
        """The next message. Raises TimeoutError where none comes."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        message = ForwardMsg.FromString(self._socket.recv(timeout=max(0.0, seconds)))
        kind, name = message.WhichOneof("type"), self._page or "Home"
        if kind == "page_not_found":
            self.errors.append(f"{name}: there is no such page")
        elif kind == "auto_rerun":
            interval = message.auto_rerun.interval
            self._refresh[message.auto_rerun.fragment_id] = (interval, time.perf_counter() + interval)
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            shown = message.delta.new_element.exception
            self.errors.append(f"{name}: {shown.type}: {shown.message}")
        elif kind == "delta" and FAILED in message.delta.new_element.html.body:
            self.errors.append(f"{name}: {message.delta.new_element.html.body}")
        return message

    def _is_here(self, told: Any) -> bool:
        """Whether the server says that it draws the page that was asked for."""
        paths = {page.page_script_hash: "" if page.is_default else page.url_pathname for page in told.app_pages}
        return paths.get(told.page_script_hash) == self._page
