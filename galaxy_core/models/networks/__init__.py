"""What every Keras model shares: one input pipeline, one training loop, exact checkpoints, one export.

A network is a `keras.Model` from prepared uint8 images (b, s, s, c) to logits (b, k), its scaling inside. Keras is
imported inside functions only: it takes seconds and hundreds of megabytes, and the app's process never does.
"""

import dataclasses
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from galaxy_core.augmentations import balancing
from galaxy_core.plugins.parameters import AUTOMATIC, parameter

SCHEDULES = ("cosine", "constant", "step", "exponential", "plateau", "step_plateau")
KEEP = ("last", "best_loss", "best_score")


@dataclass(frozen=True)
class Learning:
    """How a network learns, as far as a user chooses it; the parameters of every network begin with these."""

    epochs: int = parameter(20, "Epochs", "How many times it sees every training image.", low=1, high=500)
    batch_size: int = parameter(
        32, "Batch size", "How many images it learns from at once, in one step.", low=2, high=4096, folded=True
    )
    optimizer: str = parameter(
        "AdamW", "Optimizer",
        "How each step towards a lower loss is made. SGD goes straight down the slope; Adam finds a step"
        " size for each weight; AdamW is Adam that also keeps weights small.",
        choices=("AdamW", "Adam", "SGD"), folded=True,
    )  # fmt: skip
    momentum: float = parameter(
        0.9, "Momentum",
        "How much of the last step goes into the next, so that it keeps its direction.",
        low=0, high=0.999, folded=True, when=("optimizer", ("SGD",)),
    )  # fmt: skip
    learning_rate: float = parameter(
        0.002,
        "Learning rate",
        "The size of its first steps: too large and it jumps about, too small and it takes long.",
        low=1e-6,
        high=1,
        step=0.0005,
        folded=True,
    )
    schedule: str = parameter(
        "cosine", "Learning-rate schedule",
        "How the learning rate falls. cosine: smoothly, to a hundredth in the last epoch, after a short "
        "warm-up. constant: never. step: every so many epochs. exponential: after each epoch. plateau: "
        "when the validation loss no longer gets better.",
        choices=SCHEDULES, folded=True, aliases=(("step and plateau", "step_plateau"),),
    )  # fmt: skip
    step_epochs: int = parameter(
        10, "Step size",
        "The learning rate falls each time so many epochs have passed.",
        low=1, high=500, folded=True, when=("schedule", ("step", "step_plateau")),
    )  # fmt: skip
    factor: float = parameter(
        0.8, "Decay factor", "The learning rate is multiplied by this each time it falls.", low=0.001,
        high=1, folded=True, when=("schedule", ("step", "exponential", "plateau", "step_plateau")),
    )  # fmt: skip
    plateau_epochs: int = parameter(
        5, "Plateau patience",
        "The learning rate falls after so many epochs in which the validation loss got no better.",
        low=1, high=500, folded=True, when=("schedule", ("plateau", "step_plateau")),
    )  # fmt: skip
    plateau_factor: float = parameter(
        0.1, "Plateau factor",
        "The learning rate is also multiplied by this when the validation loss no longer gets better.",
        low=0.001, high=1, folded=True, when=("schedule", ("step_plateau",)),
    )  # fmt: skip
    l2: float = parameter(
        0.0, "L2 penalty",
        "Keeps weights small, so that it learns no single image by heart: this times the sum of their "
        "squares is added to the loss.",
        low=0, high=1, folded=True,
    )  # fmt: skip
    patience: int = parameter(
        0, "Early-stopping patience",
        "Training ends after so many epochs in which the validation loss got no better; 0: only after "
        "all epochs.",
        low=0, high=500, folded=True,
    )  # fmt: skip
    keep: str = parameter(
        "last", "Checkpoint kept",
        "Which state of the network is kept: that of the last epoch, or of the epoch that was best on "
        "validation images, by loss or by score.",
        choices=KEEP, folded=True,
        aliases=(("best accuracy", "best_score"), ("best score", "best_score"), ("best loss", "best_loss")),
    )  # fmt: skip
    label_smoothing: float = parameter(
        0.05, "Label smoothing",
        "How much of each label is spread over all classes: keeps it from being too sure of itself.",
        low=0, high=0.5, folded=True,
    )  # fmt: skip
    views: int = parameter(
        1,
        "Test-time views",
        "It answers for so many turned and mirrored views of an image, and the mean counts. Training stays as it is.",
        choices=(1, 4, 8),
        folded=True,
    )
    start: str = parameter(
        "", "Initial weights",
        "What it begins with: what an earlier run has learned, what a CNN has learned on drawn galaxies (drawn), or a "
        "file weights.npz, by its path; without any, random numbers.",
        folded=True, runs=True,
    )  # fmt: skip
    head_first: int = parameter(
        3, "Head-only epochs",
        "With initial weights: for so many epochs only the last layer learns, which is new.",
        low=0, high=500, folded=True,
    )  # fmt: skip
    backbone_lr_factor: float = parameter(
        0.1, "Backbone learning-rate factor",
        "With initial weights: the layers before the last learn at this share of the learning rate, so "
        "that they keep what they know.",
        low=0, high=1, step=0.05, folded=True, formerly=("body_rate",),
    )  # fmt: skip
    freeze_batchnorm: bool = parameter(
        False, "Freeze batch norm",
        "With initial weights: the numbers between layers are scaled as they were for the images before."
        " Switched off, that is learned anew, which helps where the new images look different.",
        folded=True, formerly=("keep_norm",),
    )  # fmt: skip
    head: str = parameter(
        AUTOMATIC,
        "Head",
        "What its last layer answers with, and the loss by which it learns that.",
        folded=True,
        offered="HEADS",
    )
    arithmetic: str = parameter(
        "automatic", "Numeric precision",
        "automatic: shorter numbers (bfloat16), which are faster, where the processor is made for them. "
        "float32: longer ones, the same on every computer.",
        choices=("automatic", "float32"), folded=True,
    )  # fmt: skip

    @property
    def fine_tuning(self) -> "FineTuning":
        """How weights to start from are treated; random ones need no care."""
        return (
            FineTuning(self.head_first, self.backbone_lr_factor, self.freeze_batchnorm) if self.start else FineTuning()
        )


@dataclass(frozen=True)
class FineTuning:
    """How weights that came from elsewhere are treated, so that they aren't spoilt before the new head is any good."""

    head_first: int = 0  # epochs in which only the head learns
    backbone_lr_factor: float = 1.0  # share of the learning rate at which the other layers learn
    freeze_batchnorm: bool = False  # batch norm stays with the statistics that came along


def default(name: str, value: Any) -> Any:
    """A field of Learning with another default, for the parameters of a network that usually learns otherwise."""
    field = next(field for field in dataclasses.fields(Learning) if field.name == name)
    return dataclasses.field(default=value, metadata=field.metadata)


def former(stored: dict[str, Any], augment: tuple[str, ...]) -> dict[str, Any]:
    """What parameters of a request mean that was stored while `augment` and `balance` were two of them.

    `augment` are the operations that “augment = yes” stood for. Raises TypeError, ValueError for values that can't be.
    """
    parameters = dict(stored)
    changed, power = parameters.pop("augment", False), parameters.pop("balance", 0)
    return {
        "parameters": parameters,
        "augment": augment if changed else (),
        "balance": balancing.legacy(float(power)),
    }


def start(progress) -> None:
    """Imports Keras with the run's seed set, and says so meanwhile: the first import takes seconds."""
    progress.say("starting TensorFlow")
    with _absent("pandas", "sklearn"):
        import keras
    import tensorflow

    graphics = tensorflow.config.list_physical_devices("GPU")
    for card in graphics:  # or the first run would take all of its memory
        tensorflow.config.experimental.set_memory_growth(card, True)
    if graphics:  # its fastest sums come out another way each time
        tensorflow.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(progress.seed)


@contextmanager
def _absent(*packages: str) -> Iterator[None]:
    """Meanwhile these packages can't be imported, unless they are already: Keras takes them along where it finds them,
    for wrappers that aren't used here, and a third of its time goes into that."""
    hidden: dict[str, Any] = {name: None for name in packages if name not in sys.modules}
    sys.modules.update(hidden)  # None: an import of it raises ModuleNotFoundError
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
