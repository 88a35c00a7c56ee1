"""Decision trees on numbers that describe images: as arrays, as an answer, and as a graph. Learned by scikit-learn.

The numbers are PCA scores (`Scores`) or what a large network makes of an image (`features.Features`). A tree jumps
where a score crosses a threshold, so a score that comes out a little otherwise in another library is another answer. Of
PCA it can't: axes are whole numbers, pixels too, and sums of their products below 2^53 are exact in float64 whatever
their order. Thresholds are the largest float32 that the learned ones allow. So the graph goes the same way through
every tree as numpy and scikit-learn do, to the bit.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from galaxy_core import DataError, UsageError
from galaxy_core.models import Examples
from galaxy_core.models.networks import starting
from galaxy_core.prepare import pca

if TYPE_CHECKING:
    from onnx import ModelProto

    from galaxy_core.models.trees.features import Features

LEVELS = 32_767  # the largest entry of an axis: 255 · 32,767 · pixels < 2^53 up to 10^9 pixels
SOFTMAX, SHARES, SUMS = "softmax", "shares", "sums"  # what becomes of the sums of trees
BLOCK = 2**24  # pixels described at once: 128 MB


@dataclass(frozen=True, eq=False)
class Trees:
    """All trees of a forest in one table; leaves lead to themselves. Their values are added up."""

    roots: np.ndarray  # int32 (t,): the first node of each tree
    feature: np.ndarray  # int32 (nodes,): which score is looked at
    threshold: np.ndarray  # float32 (nodes,): at most this goes left
    left: np.ndarray  # int32 (nodes,)
    right: np.ndarray  # int32 (nodes,)
    value: np.ndarray  # float32 (nodes, k): what a leaf adds to each class

    @property
    def depth(self) -> int:
        """Steps from a root to the deepest leaf."""
        at, steps = self.roots, 0
        while (inner := at[self.left[at] != at]).size:
            at, steps = np.concatenate([self.left[inner], self.right[inner]]), steps + 1
        return steps

    def sums(self, scores: np.ndarray) -> np.ndarray:
        """What the leaves of all trees add up to for scores float32 (n, m): float32 (n, k)."""
        at = np.tile(self.roots, (len(scores), 1))
        rows = np.arange(len(scores))[:, None]
        for _ in range(self.depth):
            at = np.where(scores[rows, self.feature[at]] <= self.threshold[at], self.left[at], self.right[at])
        return self.value[at].sum(axis=1, dtype=np.float64).astype(np.float32)

    def check(self) -> None:
        """Raises ValueError unless every node leads to nodes that there are, none of them before it."""
        own, count = np.arange(len(self.left)), len(self.left)
        sizes = {len(table) for table in (self.feature, self.threshold, self.left, self.right, self.value)}
        onward = [(own <= side).all() and (side < count).all() for side in (self.left, self.right)]
        within = (self.roots >= 0).all() and (self.roots < count).all() and (self.feature >= 0).all()
        if not (sizes == {count} and count and all(onward) and within and np.isfinite(self.value).all()):
            raise ValueError("no trees")


def joined(learned: list[tuple[Any, np.ndarray]]) -> Trees:
    """One table of scikit-learn's trees (`estimator.tree_`), each with what its nodes add: float (nodes, k)."""
    first = np.cumsum([0, *(tree.node_count for tree, _ in learned)])[:-1]
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("feature", "threshold", "left", "right")}
    for (tree, _), base in zip(learned, first, strict=True):
        own, leaf = np.arange(tree.node_count), tree.children_left < 0
        parts["feature"].append(np.where(leaf, 0, tree.feature))
        parts["threshold"].append(np.where(leaf, 0, _rounded_down(tree.threshold)))
        parts["left"].append(np.where(leaf, own, tree.children_left) + base)
        parts["right"].append(np.where(leaf, own, tree.children_right) + base)
    kinds = {"feature": np.int32, "threshold": np.float32, "left": np.int32, "right": np.int32}
    table = {name: np.concatenate(part).astype(kinds[name]) for name, part in parts.items()}
    value = np.concatenate([value for _, value in learned]).astype(np.float32)
    value[table["left"] != np.arange(len(value))] = 0  # only leaves add anything
    return Trees(first.astype(np.int32), **table, value=value)


class Scores:
    """PCA of images with axes of whole numbers, so that everybody's sums are the same."""

    initial_weights = ""  # there was nothing to begin with

    def __init__(self, axes: np.ndarray):
        self.axes, self._columns = axes, axes.T.astype(np.float64)  # int16 (m, d)

    @classmethod
    def learned(cls, part: Examples, count: int, seed: int) -> "Scores":
        """Of the first `count` principal components of these images."""
        axes = pca.fit(part.images, part.rows, count, seed).axes
        return cls(np.rint(axes * (LEVELS / np.abs(axes).max(axis=1, keepdims=True))).astype(np.int16))

    def __call__(self, images: np.ndarray) -> np.ndarray:
        """uint8 (n, …) → float32 (n, m)."""
        return (images.reshape(len(images), -1).astype(np.float64) @ self._columns).astype(np.float32)

    def of(self, part: Examples) -> np.ndarray:
        """Those of all images of a part: float32 (n, m)."""
        return np.concatenate([self(images) for images in part.batches(max(1, BLOCK // self.axes.shape[1]))])

    def arrays(self) -> dict[str, np.ndarray]:
        """What is to be kept."""
        return {"axes": self.axes}

    def graph(self, image_shape: tuple[int, ...]) -> "ModelProto":
        """The same as an ONNX model from “images” uint8 (n, s, s, c) to “scores” float32 (n, m)."""
        from galaxy_core.models.trees import graph

        return graph.scores(self.axes, image_shape)


class TreeEnsemble:
    """Adds up trees. `scores` are the numbers that describe an image. `end` says what becomes of the sums: with SOFTMAX
    they are added to `start`, a value for each class, and their softmax is the answer; with SHARES, of trees whose
    values are probabilities, each one's share of all; with SUMS they are the answer themselves."""

    kept = None

    def __init__(
        self, scores: "Scores | Features", trees: Trees, start: np.ndarray | None, image_shape: tuple[int, ...],
        end: str | None = None,
    ):  # fmt: skip
        self.scores, self.trees, self.start, self.image_shape = scores, trees, start, tuple(image_shape)
        self.end = end or (SHARES if start is None else SOFTMAX)
        self.initial_weights = scores.initial_weights
        leaves = int((trees.left == np.arange(len(trees.left))).sum())
        self.n_parameters = 2 * (len(trees.left) - leaves) + leaves * trees.value.shape[1]

    def predict(self, images: np.ndarray) -> np.ndarray:
        """uint8 (n, s, s, c) → float32 (n, outputs)."""
        sums = self.trees.sums(self.scores(images))
        if self.end == SUMS:
            return sums
        if self.start is None:
            return sums / sums.sum(axis=1, keepdims=True)
        raw = sums + self.start
        grown = np.exp(raw - raw.max(axis=1, keepdims=True))
        return grown / grown.sum(axis=1, keepdims=True)

    def save(self, folder: Path) -> None:
        """The tables, and the same as a graph."""
        from galaxy_core.models.trees import graph

        start = np.zeros(0, np.float32) if self.start is None else self.start
        shape = np.array(self.image_shape, np.int32)
        np.savez_compressed(
            folder / "weights.npz",
            start=start,
            image_shape=shape,
            end=np.frombuffer(self.end.encode(), np.uint8),
            **vars(self.trees),
            **dict[str, Any](self.scores.arrays()),
        )
        graph.write(folder / "model.onnx", self)

    @classmethod
    def load(cls, file: Path) -> "TreeEnsemble":
        """What was saved as weights.npz: gives the same answers, bit for bit. Raises DataError where that holds no
        trees."""
        from galaxy_core.models.trees.features import Features

        try:
            with open(file, "rb") as opened, np.load(opened, allow_pickle=False) as kept:
                arrays = {name: kept[name] for name in kept}
            table = Trees(**{field.name: arrays.pop(field.name) for field in fields(Trees)})
            table.check()
            start, shape = arrays.pop("start"), tuple(arrays.pop("image_shape").tolist())
            end = bytes(arrays.pop("end", b"")).decode("ascii")  # older files have none
            scores = Features.load(arrays, shape) if "backbone" in arrays else Scores(arrays["axes"])
        except (*starting.BROKEN, AttributeError, TypeError, UsageError) as error:
            raise DataError(
                f"{file} holds no trees: give the weights.npz of a run whose model is made of trees."
            ) from error
        return cls(scores, table, start if start.size else None, shape, end if end in (SHARES, SOFTMAX, SUMS) else None)


def _rounded_down(thresholds: np.ndarray) -> np.ndarray:
    """The largest float32 that isn't above: a float32 score is at most one exactly where it is at most both."""
    near = thresholds.astype(np.float32)
    return np.where(near > thresholds, np.nextafter(near, np.float32(-np.inf)), near)
