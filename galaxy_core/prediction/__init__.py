"""Classifies images with a finished run's exported model by onnxruntime: no TensorFlow, a few milliseconds an image."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from galaxy_core import AbsentError, DataError, UsageError, prepare, tasks
from galaxy_core.datasets import refusals
from galaxy_core.models import graphs
from galaxy_core.prediction import assurance, spread
from galaxy_core.prepare.resizing import resized
from galaxy_core.runs import Run
from galaxy_core.tasks import Task

THREADS = 1  # a page's answer takes milliseconds; the cores belong to the training
LARGEST = 100_000_000  # bytes of a file that is read at all


@dataclass(frozen=True, eq=False)
class Classifier:
    """A finished run, ready to be asked: what it has learned, the preparation of its images,
    the size it knows them in."""

    run: Run
    task: Task
    steps: tuple[str, ...]
    image_shape: tuple[int, int, int]
    session: Any = field(repr=False)

    def prepared(self, images: np.ndarray) -> np.ndarray:
        """Probabilities float32 (n, k) of images that have been prepared already: uint8 (n, s, s, c)."""
        return graphs.answers(self.session, images)

    def images(self, images: np.ndarray) -> np.ndarray:
        """Probabilities float32 (n, k) of images as they are in the data set: uint8 (n, h, w, 3)."""
        return self.prepared(prepare.apply(images, self.steps))

    def outside(self, image: np.ndarray) -> np.ndarray:
        """Probabilities float32 (k,) of one image from elsewhere, uint8 (h, w, 3) of any size.

        Its whole frame is taken for the field of view of the data set (nobody knows its pixel scale): the largest
        square around its middle is brought to the size of the data set's images, and then prepared as they are.
        """
        return self.prepared(self.fitted(image)[None])[0]

    def fitted(self, image: np.ndarray) -> np.ndarray:
        """An image from elsewhere as `outside` has it prepared: uint8 (s, s, c)."""
        return prepare.apply(framed(image, self.image_shape)[None], self.steps)[0]

    def told(self, image: np.ndarray) -> dict[str, Any]:
        """What it says of an image from elsewhere, uint8 (h, w, 3), as `predict --json` gives it: `Task.answer`,
        `certainty` where that is known, how far its views and members agree (see `spread.told`), and `distance`."""
        fitted = self.fitted(image)
        outputs = self.prepared(fitted[None])[0]
        sure = assurance.certainty(self.run, self.task, outputs)
        told = self.task.answer(outputs) | ({} if sure is None else {"certainty": sure})
        told |= {"distance": assurance.distance(self.run, fitted)}
        return told | spread.told(self.run, self.task, outputs, fitted)


def classifier(run: Run) -> Classifier:
    """The classifier of a finished run, loaded once. Raises AbsentError where its model isn't there (any more)."""
    file, result = run.folder / "model.onnx", run.result
    if not file.exists() or not result:
        raise AbsentError(f"The run {run.name} has no model to ask: it is {run.status}, or its model has been deleted.")
    try:
        task, steps = tasks.task(run.task, run.target_names), tuple(result["steps"])
        height, width, channels = result["image_shape"]
    except (KeyError, TypeError, ValueError, UsageError) as error:
        raise AbsentError(f"The result.json of the run {run.name} is damaged: train it again.") from error
    return Classifier(run, task, steps, (height, width, channels), _session(file, file.stat().st_mtime_ns))


def read_image(content: bytes, name: str = "") -> np.ndarray:
    """An image from outside by the bytes of its file, uint8 (h, w, 3), upright as its camera meant it.

    Raises DataError for what is none.
    """
    from galaxy_core.datasets.files import pictures

    try:
        return pictures.decoded(content)
    except pictures.BROKEN as error:
        raise unreadable(error, name) from error


def unreadable(error: Exception, name: str) -> DataError:
    """The sentence on a picture that can't be read, of what reading it has raised."""
    from galaxy_core.datasets.files import formats, pictures

    why = pictures.words(error)
    way_out = f"give a whole {formats.titles()} file"
    if "million" in why:
        way_out = "scale or crop it"
    elif "no data in" in why:
        way_out = "choose another band, or a place that the survey covers"
    return refusals.OUTSIDE_PICTURE(path=name or "The picture", why=why, way_out=way_out)


def framed(image: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """The largest square around the middle of an image, brought to the shorter side of a set's: uint8 (s, s, 3)."""
    side = min(image.shape[:2])
    top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
    square = image[top : top + side, left : left + side]
    return resized(square[None], min(512, min(shape[:2])))[0]


@lru_cache(maxsize=8)
def _session(file: Path, changed: int):
    try:
        return graphs.session(str(file), THREADS)
    except Exception as error:  # onnxruntime's errors have no class of their own above them
        raise AbsentError(f"The model in {file} can't be read: train the run again.") from error
