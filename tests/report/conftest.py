"""Runs as they lie on disk when they have finished, made in milliseconds, and a reader of HTML that knows no mercy."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from galaxy_core import datasets, runs, splits
from galaxy_core.storage import atomic

EPOCHS = [
    {"epoch": 1, "loss": 2.0, "accuracy": 0.3, "val_loss": 2.1, "val_accuracy": 0.25, "seconds": 2.0},
    {"epoch": 2, "loss": 1.0, "accuracy": 0.6, "val_loss": 1.5, "val_accuracy": 0.5, "seconds": 2.0},
]
VOID = {"meta", "img", "br", "link", "path"}


@dataclass
class Page(HTMLParser):
    """A page as it is written: tags with attributes, texts by section, ids; fails where tags don't match."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    open: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def read(cls, html: str) -> "Page":
        """Reads a whole document."""
        page = cls()
        page.feed(html)
        page.close()
        assert page.open == [], f"never closed: {page.open}"
        return page

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Notes a tag."""
        known = {name: value or "" for name, value in attributes}
        self.tags.append((tag, known))
        if tag not in VOID:
            self.open.append((tag, known.get("id", "") if tag == "section" else ""))

    def handle_endtag(self, tag: str) -> None:
        """Closes the last one."""
        if tag not in VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """Notes a text, in its section and in the whole."""
        if self.open and self.open[-1][0] == "style":
            return
        section = next((name for _, name in reversed(self.open) if name), "")
        for name in {section, "*"}:
            self.texts[name] = self.texts.get(name, "") + " " + data

    def text(self, section: str = "*") -> str:
        """The words of a section, or of all, in one line."""
        return " ".join(self.texts.get(section, "").split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]

    def values(self, name: str) -> list[str]:
        """The values of an attribute, of all tags."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]


@pytest.fixture(scope="session")
def read() -> Callable[[str], Page]:
    """`read(html)` parses a document, strictly."""
    return Page.read


@pytest.fixture
def make(own_runs: Path) -> Callable[..., runs.Run]:
    """`make(right=0.7)`: a finished run on the sample that is right about this share of its images.

    Keywords: model, seed, dataset, title, split, values (its parameters), labels and classes of another data set, `off`
    (what it calls the others: so many classes further), and whatever stands in result.json.
    """

    def finished(right: float = 0.7, model: str = "pca_logistic", title: str = "", **about: Any) -> runs.Run:
        dataset, labels = about.pop("dataset", "sample"), about.pop("labels", None)
        asked = {name: about.pop(name) for name in ("seed", "split", "augment", "balance") if name in about}
        run = runs.create(runs.request(dataset, model, about.pop("values", None), **asked))
        known = datasets.open_dataset("sample") if labels is None else None
        labels = known.labels if labels is None else np.asarray(labels)
        classes = about.pop("classes", None) or known.classes
        parts = _parts(known, len(labels), run.request.split)
        _predict(run, labels, parts, (len(classes), right, about.pop("off", 1)))
        made_by = {
            "versions": {"numpy": "2.4"}, "code": "abc123", "commit": "f" * 40, "machine": "A machine, 2 cores",
            "threads": 2, "synthetic": bool(known), "dataset_fingerprint": known.identity.images if known else "none",
            "dataset_title": known.title if known else "Mine",
            "images": known.identity.images if known else "none",
        }  # fmt: skip
        document = {
            "classes": list(classes), "image_shape": [128, 128, 3], "steps": ["crop:fraction=0.75", "resize:size=32"],
            "rows": {part: len(rows) for part, rows in parts.items()}, "goal": None, "finished": 1.7e9,
            "cost": {"seconds": 90.0, "cpu_seconds": 170.0, "peak_mb": 500.0, "parameters": 12345},
            "made_by": made_by | about.pop("made_by", {}),
        }  # fmt: skip
        (run.folder / "model.onnx").write_bytes(b"a graph")
        atomic.write_json(run.folder / "result.json", document | about)
        if title:
            runs.describe(run, title)
        time.sleep(0.002)  # so that no two begin in the same millisecond
        return run

    return finished


@pytest.fixture
def real(finished: dict[str, runs.Run], own_runs: Path) -> dict[str, runs.Run]:
    """Copies of runs that were really trained."""
    for run in finished.values():
        shutil.copytree(run.folder, own_runs / run.name)
    return {name: runs.find(run.name) for name, run in finished.items()}


def _parts(galaxies: Any, n: int, policy: str) -> dict[str, np.ndarray]:
    if galaxies is not None:
        split = splits.split(galaxies, policy)
        return {part: split.part(part) for part in splits.PARTS}
    rows = np.arange(n)
    return {"train": rows[rows % 3 == 0], "validation": rows[rows % 3 == 1], "test": rows[rows % 3 == 2]}


def _predict(run: runs.Run, labels: np.ndarray, parts: dict[str, np.ndarray], how: tuple[int, float, int]) -> None:
    """Predictions: the first images of a part are right, the others called another class; each less sure."""
    (k, right, off), arrays = how, {}
    for part, rows in parts.items():
        truth, n = labels[rows], len(rows)
        said = np.where(np.arange(n) < round(right * n), truth, (truth + off) % k)
        sure = np.linspace(0.95, 0.4, n, dtype=np.float32)
        probabilities = np.repeat(((1 - sure) / (k - 1))[:, None], k, axis=1)
        probabilities[np.arange(n), said] = sure
        arrays |= {f"{part}_rows": rows, f"{part}_labels": truth, f"{part}_probabilities": probabilities}
    np.savez(run.folder / "predictions.npz", **arrays)
