"""All sentences that refuse a data set, read one by one: each names a value and a way out."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from galaxy_core.datasets import refusals

VERBS = (
    "make", "fill", "save", "move", "name", "replace", "choose", "give", "put", "open", "write", "scale", "bring",
    "divide",
    "call", "number", "take", "pack", "unpack", "copy", "use", "close", "repack", "wait", "add", "check", "fetch",
)  # fmt: skip
CORE = Path(__file__).parents[3] / "galaxy_core"


@pytest.mark.parametrize("name", refusals.EVERY)
def test_a_refusal_names_a_value_and_a_way_out(name: str) -> None:
    refusal = refusals.EVERY[name]
    values = defaultdict(lambda: 7, {key: f"<{key}>" for key in ("path", "name", "file", "why", "what", "way_out")})
    assert re.search(r"\{\w+", refusal.problem), "it names what it is about"
    if refusal.way_out != "{way_out}":
        assert refusal.way_out.split()[0] in VERBS, "it says what to do"
    text = str(refusal(**{key: values[key] for key in re.findall(r"\{(\w+)", refusal.problem + refusal.way_out)}))
    assert text[0].isupper() or text[0] == "<"
    assert text.endswith(".") and ": " in text and "{" not in text
    assert len(text) < 330


def test_reading_refuses_by_these_sentences_only() -> None:
    """What raises a DataError of its own can't be read here."""
    own = []
    for path in (CORE / "datasets").rglob("*.py"):
        text = path.read_text("utf-8") if path.parent.name != "refusals" else ""
        own += [path.name] * bool(re.search(r"(raise|return) DataError\(", text))
    assert own == []
