"""Models: one file each. How galaxies are learned from, knowing nothing of runs, pages or where files lie.

The contract of a plug-in, all at module level:

- head: `TITLE`, `SENTENCE` (what it does, for a person who has never trained a model), `SOURCE`;
- `Parameters`: a frozen dataclass with described fields (`plugins.parameters`); forms are made from it;
- `steps(parameters) -> tuple[str, ...]`: the preparation its images go through (`prepare`);
- `gflop(parameters, images, outputs) -> float`: the arithmetic of one whole training in GFLOP,
  for the estimate of time;
- `fit(train, validation, parameters, progress) -> Predictor`: learns from `train`; `validation` is only looked at. The
  same arguments give the same predictor. What is learned, its loss, its last activation and how many outputs there are
  is said by the task (`train.task`, see `galaxy_core.tasks`).

A model that learns in epochs has a parameter `epochs`, and can be asked for more of them later
(`Progress.target_epochs`).
The last of its steps brings images to the square it takes; a preparation that the user chose stands in for the others.
A model whose training images can be changed and shown more or less often has `AUGMENT` (texts of `augmentations`) and
`BALANCE` (a text of `augmentations.balancing`): what it does unless the user, or the task, chooses otherwise.
`train.augment` and `train.balance` say what was chosen.
A model that is made of finished runs has a parameter `members`, their names joined by “+”, for which it waits, and
`members(parameters) -> tuple[str, ...]`, which raises UsageError where they can't be meant. Its `steps` are (): its
images are prepared as those of its members.

Optional `NEEDS`: optional parts of a task that it can't do without, as ("labels",); without it, it serves every task.
Optional `USUAL = True`: it is the one that is offered first.
Optional `BASELINE = True`: it looks at no image; it is what the others have to beat, and isn't worth a sentence of its
own.
Optional `available(parameters) -> bool`: whether the weights that it begins with are on this computer; with it
`lacking(parameters) -> str`: what will be downloaded, from where, how large, and what to do instead; "" for nothing.
Optional `describe(parameters, outputs) -> str`: a sentence on what it will learn, for a form.
Optional `former(parameters) -> dict`: what a stored request means that is from before augmentations and balancing were
choices of a run: its fields `parameters`, `augment` and, unless it is the usual one, `balance`.
Optional `dropped(parameters) -> tuple[float, …]`: of a network, which share of the numbers is left out at random, while
it learns, before each of its last dense layers, in their order; it has no dropout elsewhere.
Optional `layers(parameters, image_shape, outputs) -> tuple[Layer, …]`: a network's layers, told without building it.

A Predictor has `predict(images uint8 (n, s, s, c)) -> float32 (n, outputs)`, which is what the task says (of classes:
probabilities whose rows sum to 1), `n_parameters` (how many numbers it learned), `kept` (the epoch whose weights it
has, None where it learns without epochs), optional `initial_weights` (in words, what it began with: "ImageNet weights";
empty where there is nothing to say) and `save(folder)`, which writes `weights.npz` (arrays only, never pickle)
and `model.onnx`: prepared images uint8 (n, s, s, c) in, the same float32 (n, outputs) out, every scaling inside.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Protocol

import numpy as np

from galaxy_core import UsageError, plugins, prepare, tasks
from galaxy_core.augmentations import balancing
from galaxy_core.plugins import parameters
from galaxy_core.plugins.parameters import Parameter
from galaxy_core.storage import mapped
from galaxy_core.tasks import Task


class Stopped(Exception):
    """Raised out of `fit` when `progress.stop()` says so; what the last checkpoint holds is kept."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Rows of a prepared set whose truth is known; the images stay on disk until they are asked for."""

    images: np.ndarray  # uint8 (n, s, s, c), memory-mapped; all rows of the data set
    rows: np.ndarray  # int64 (m,): the rows of this part
    targets: np.ndarray  # (m, …): what is true of them, as the task says
    task: Task
    augment: tuple[str, ...] = ()  # how training images are changed, for models with AUGMENT
    balance: str = balancing.USUAL  # how often those of each class are shown
    prepared: str = ""  # names the prepared set: what is made of its images is known by it; "" where it has no name

    @property
    def labels(self) -> np.ndarray:
        """Class numbers, int64 (m,). Raises UsageError where the task has none."""
        return self.task.labels(self.targets)

    @property
    def outputs(self) -> int:
        """How many numbers a model says of an image: of classes, how many there are."""
        return self.task.outputs

    @property
    def counts(self) -> np.ndarray:
        """Images of each stratum, for balancing: int64 (k,)."""
        return self.task.counts(self.targets)

    def batches(self, size: int) -> Iterator[np.ndarray]:
        """The images in order, `size` at a time: uint8 (b, s, s, c)."""
        for first in range(0, len(self.rows), size):
            yield mapped.read(self.images, self.rows[first : first + size])


@dataclass(frozen=True)
class TargetEpochs:
    """More epochs than the parameters say: the user went on with a run that had `since` epochs, up to `epochs`."""

    epochs: int
    since: int


@dataclass(frozen=True)
class Finished:
    """A finished run on the same images, split and targets: its exported model, and how many numbers it learned."""

    model: Path
    n_parameters: int


@dataclass(frozen=True)
class Layer:
    """One layer of a network: what it is, the shape of what it gives for one image, how many numbers it learns."""

    name: str
    shape: tuple[int, ...]
    numbers: int = 0


class Progress(Protocol):
    """What a model tells while it learns, and what it is told. Declared here so that models know nothing of runs."""

    seed: int
    target_epochs: TargetEpochs | None  # set where the user wants more epochs than the parameters say

    def say(self, words: str) -> None:
        """What is being done now, for a person ("starting TensorFlow")."""

    def batch(self, epoch: int, epochs: int, done: int, batches: int, images: int) -> None:
        """`done` of `batches` of epoch `epoch` (1…epochs) are through, the last of them with `images` images. Raises
        Stopped where the user wants that."""

    def epoch(self, values: dict[str, float], save: Callable[[Path], None]) -> None:
        """An epoch is done: its values (epoch, loss, what else its task measures, both on validation images with “val_”
        before them, learning_rate, seconds).
        `save(folder)` writes a checkpoint from which `fit` can go on. Raises Stopped where the user wants that."""

    def checkpoint(self) -> Path | None:
        """The folder of the last checkpoint to go on from, or None at a fresh start."""

    def history(self) -> list[dict[str, float]]:
        """The values of the epochs that the checkpoint holds."""

    def weights(self, start: str) -> Path:
        """The weights.npz that a text names: of an earlier run by its name, or a path. Raises RunError, DataError."""

    def finished(self, name: str) -> Finished:
        """A finished run by its name. Raises RunError where there is none, or one of other images or targets."""


class Predictor(Protocol):
    """A trained model."""

    n_parameters: int
    kept: int | None
    initial_weights: str

    def predict(self, images: np.ndarray) -> np.ndarray:
        """uint8 (n, s, s, c) → float32 (n, outputs)."""

    def save(self, folder: Path) -> None:
        """Writes `weights.npz` and `model.onnx` into a folder that exists."""


def names() -> tuple[str, ...]:
    """The models there are."""
    return plugins.names(sys.modules[__name__])


def serves(module: ModuleType, task: str) -> bool:
    """Whether a model can learn what the task of that name asks. Raises UsageError for a task that there isn't."""
    return set(getattr(module, "NEEDS", ())) <= tasks.kind(task).OFFERS


def described(module: ModuleType, task: str) -> tuple[Parameter, ...]:
    """The parameters of a model for the task of that name: what the task offers is among their choices."""
    return parameters.offered(parameters.describe(module.Parameters), tasks.kind(task))


def balance(module: ModuleType, task: str) -> str:
    """How a model with AUGMENT balances unless the user chooses otherwise: as the task says,
    or else as it does itself."""
    return tasks.kind(task).BALANCE or str(module.BALANCE)


def usual(task: str | None = None) -> str:
    """The model that is offered first (for a task): the one that says `USUAL = True`, or the last."""
    usable = [name for name in names() if _loads(name) and (task is None or serves(model(name), task))]
    return next((name for name in usable if getattr(model(name), "USUAL", False)), usable[-1])


def is_baseline(name: str) -> bool:
    """Whether the model of that name is one that every other has to beat;
    False of a name that isn't known (any more)."""
    return name in names() and _loads(name) and getattr(model(name), "BASELINE", False)


def steps(module: ModuleType, parameters: object, preparation: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The preparation of its images: its own, or the one that the user chose, then brought to its size."""
    own = module.steps(parameters)
    return (*preparation, *own[-1:]) if preparation else own


def layers(
    module: ModuleType,
    parameters: object,
    preparation: tuple[str, ...],
    image_shape: tuple[int, int, int],
    outputs: int,
) -> tuple[Layer, ...]:
    """The layers of a network for images (h, w, c) of a data set; () of a model that tells none."""
    if not hasattr(module, "layers"):
        return ()
    prepared = prepare.apply(np.zeros((1, *image_shape), np.uint8), steps(module, parameters, preparation))
    return module.layers(parameters, prepared.shape[1:], outputs)


def model(name: str) -> ModuleType:
    """The plug-in of that name. Raises UsageError naming those that exist."""
    return plugins.load(sys.modules[__name__], name)


def _loads(name: str) -> bool:
    try:
        model(name)
    except UsageError:
        return False
    return True
