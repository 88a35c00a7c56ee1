"""The real app in a real browser: starts the server, finds the system's Chromium, says when a page is complete."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import ProxyHandler, build_opener

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip
MISSING = """title => {
  const all = (root, what) => [...(root.shadowRoot ?? root).querySelectorAll("*")].flatMap(
    (one) => [...(one.matches(what) ? [one] : []), ...(one.shadowRoot ? all(one.shadowRoot, what) : [])]);
  const ids = (...names) => names.map((name) => `[data-testid="${name}"]`).join();
  const heading = document.querySelector("h1")?.textContent;
  if (!heading || (title && heading !== title)) return `the title ${title}, it is ${heading}`;
  const state = document.querySelector(ids("stApp")).dataset.testScriptState;
  if (state !== "notRunning") return `the end of the script, it is ${state}`;
  const unready = document.querySelector(`${ids("stStatusWidget", "stSkeleton")}, [data-stale="true"]`);
  if (unready) return `what stands for ${unready.outerHTML.slice(0, 200)}`;
  const main = document.querySelector(ids("stMain"));
  const ours = [...main.querySelectorAll(ids("stBidiComponentRegular", "stBidiComponentIsolated"))];
  if (!ours.every((one) => all(one, "button, svg").length)) return "what a component of ours draws";
  return all(main, "img").every((one) => one.complete || one.loading === "lazy") ? "" : "a picture";
}"""  # what the page of that title lacks until it is drawn to its end; "" when it is


def chromium() -> str | None:
    """The path of the system's Chromium, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def app(environment: Mapping[str, str], log: Path, root: Path = ROOT) -> Iterator[str]:
    """The app of a checkout on a free port, with these variables besides ours; yields its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with open(log, "wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=root, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        _answers(f"{address}/_stcore/health", process, log)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def complete(page: "Page", title: str = "", seconds: float = 30) -> None:
    """Waits until the page (of that title) is drawn to its end: nothing runs or is stale, its pictures are there."""
    from playwright.sync_api import TimeoutError as TooLate

    try:
        page.wait_for_function(f"title => !({MISSING})(title)", arg=title, timeout=1000 * seconds)
    except TooLate as error:
        raise RuntimeError(f"{page.url} lacks {page.evaluate(MISSING, title)} after {seconds:.0f} s.") from error


def _answers(address: str, process: subprocess.Popen, log: Path, seconds: float = 60) -> None:
    end, opener = time.monotonic() + seconds, build_opener(ProxyHandler({}))
    while True:
        try:
            with opener.open(address, timeout=5):
                return
        except OSError as error:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"The app doesn't answer: {log.read_text(errors='replace')[-2000:]}") from error
        time.sleep(0.05)
