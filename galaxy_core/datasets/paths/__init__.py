"""Paths as people write them: with ~ or $HOME, in quotes, as file:// addresses, from a terminal or from Windows."""

import os
import re
from urllib.parse import unquote, urlsplit

QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“", "‘": "’", "`": "`", "«": "»", "<": ">"}
WINDOWS = re.compile(r"^[A-Za-z]:[\\/]|^\\\\")
MOUNTED = "/mnt/{letter}/{rest}"  # where Linux inside Windows has its drives


def understood(text: str) -> str:
    """The absolute path, without detours, that a text means; one that exists as it is written is taken as it is."""
    if os.path.lexists(text):
        return os.path.abspath(text)
    text = text.strip()
    while len(text) > 1 and QUOTES.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    if text.lower().startswith("file:"):
        text = _of_address(text)
    if is_windows(text):
        return _mounted(text) or text
    text = os.path.expanduser(os.path.expandvars(text))
    if "\\" in text and not os.path.lexists(text):  # a shell's way to write spaces
        plain = re.sub(r"\\(.)", r"\1", text)
        text = plain if os.path.lexists(plain) else text
    return os.path.abspath(text)


def is_windows(text: str) -> bool:
    r"""Whether a text is a path of Windows, C:\… or \\server\…, and this computer isn't one."""
    return os.name != "nt" and WINDOWS.match(text) is not None


def _of_address(text: str) -> str:
    """The path of file:///a/b, file://localhost/a/b or file:/a/b; of file:///C:/a the path in Windows."""
    parts = urlsplit(text)
    path = unquote(parts.path)
    return path[1:] if re.match(r"^/[A-Za-z]:/", path) else path


def _mounted(text: str) -> str:
    """Where Linux inside Windows has that path, if it is there; else ""."""
    rest = text[2:].replace("\\", "/").lstrip("/")
    path = os.path.abspath(MOUNTED.format(letter=text[0].lower(), rest=rest))
    return path if text[1:2] == ":" and os.path.lexists(path) else ""
