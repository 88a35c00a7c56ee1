"""Names of classes as they are shown: readable, and each its own, whatever folders or columns are called."""

import os
import re
import unicodedata
from collections.abc import Sequence

LONGEST = 80  # characters


def readable(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names to show, in the same order, and sentences on those that had to be changed to be told apart.

    Bytes that aren't UTF-8 are read as GBK where they can be, as ZIP files made on a Chinese Windows have them, else
    they are written out. Composed and decomposed letters (NFC, NFD) are the same; line breaks and the like are spaces.
    """
    shown: list[str] = []
    twins = []
    for name in names:
        plain = _plain(name)
        own, number = plain, 2
        while own in shown:
            own, number = f"{plain} ({number})", number + 1
        if own != plain:
            twins.append(own)
        shown.append(own)
    few = ", ".join(f"“{name}”" for name in twins[:5])
    text = f"Names of {len(twins) + 1} classes look the same, so they are numbered ({few}): rename one of them."
    return tuple(shown), (text,) if twins else ()


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFC", _decoded(name))
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    return text or repr(name)


def _decoded(name: str) -> str:
    data = os.fsencode(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb2312")
    except UnicodeDecodeError:
        return data.decode("utf-8", "backslashreplace")
