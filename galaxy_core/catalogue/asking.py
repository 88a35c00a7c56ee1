"""A run's model, asked for many pictures at once: what it says, how sure it is, how far from what it has learned.

All of it comes from one pass of each picture through the graph, on one processor core: whoever has several starts
several processes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from galaxy_core import prepare
from galaxy_core.catalogue.sources import Picture
from galaxy_core.datasets.files import pictures
from galaxy_core.models import graphs
from galaxy_core.models.familiarity import References
from galaxy_core.models.graphs import features
from galaxy_core.plugins import Chosen
from galaxy_core.prediction import assurance, classifier, framed
from galaxy_core.runs import Run
from galaxy_core.tasks import Task

BATCH = 64  # pictures that go through the graph at once
FRAME = 512  # pixels: no frame is larger (see `prediction.framed`)


@dataclass(frozen=True, eq=False)
class Answers:
    """Of n pictures: columns as `Task.catalogued` has them; calibrated certainty and distance, float32 (n,), NaN where
    that isn't known; and in a few words why a picture couldn't be read, "" where it could, whose answer means nothing
    otherwise."""

    columns: dict[str, Any]
    certainty: np.ndarray
    distance: np.ndarray
    faults: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Model:
    """A run's model, ready to be asked. `references` None: it is no network, or older than these."""

    run: Run
    task: Task
    steps: tuple[Chosen, ...]
    image_shape: tuple[int, int, int]
    session: Any = field(repr=False)
    references: References | None = field(repr=False)
    has_features: bool

    def answers(self, given: Sequence[Picture]) -> Answers:
        """What it says of pictures from elsewhere, each as `Classifier.outside` takes it, but for JPEG files that are
        larger than a frame, which are unpacked at a part of their size."""
        side = min(FRAME, *self.image_shape[:2])
        frames = np.zeros((len(given), side, side, 3), np.uint8)
        faults = [""] * len(given)
        for place, picture in enumerate(given):
            try:
                frames[place] = framed(picture.pixels(side), self.image_shape)
            except pictures.BROKEN as error:
                faults[place] = pictures.words(error)
        images = prepare.apply(frames, self.steps)
        outputs, described = self._asked(images)
        return Answers(
            self.task.catalogued(outputs), self._certainty(outputs), self._distance(images, described), tuple(faults)
        )

    def _asked(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Outputs float32 (n, k) of prepared images, and what the network makes of them, float32 (n, d)."""
        values = self.session.run(None, {self.session.get_inputs()[0].name: np.ascontiguousarray(images)})
        described = values.pop().reshape(len(images), -1).astype(np.float32) if self.has_features else None
        return np.concatenate(values, axis=1), described

    def _certainty(self, outputs: np.ndarray) -> np.ndarray:
        shares = assurance.calibrated(self.run, self.task, outputs)
        return _unknown(len(outputs)) if shares is None else shares.max(axis=1).astype(np.float32)

    def _distance(self, images: np.ndarray, described: np.ndarray | None) -> np.ndarray:
        if self.references is None:
            return _unknown(len(images))
        return self.references.distances_of(images, described).astype(np.float32)


def model(run: Run) -> Model:
    """The model of a run. Raises AbsentError where it isn't there (any more), or can't be read."""
    ready = classifier(run)
    graph = features.beside(run.folder / "model.onnx")
    session = ready.session if graph is None else graphs.session(graph, 1)
    steps = tuple(map(prepare.step, ready.steps))
    return Model(run, ready.task, steps, ready.image_shape, session, assurance.references(run), graph is not None)


def _unknown(n: int) -> np.ndarray:
    return np.full(n, np.nan, np.float32)
