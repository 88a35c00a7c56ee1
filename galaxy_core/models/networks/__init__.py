"""What every Keras model shares: one input pipeline, one training loop, exact checkpoints, one export.

A network is a `keras.Model` from prepared uint8 images (b, s, s, c) to logits (b, k), its scaling inside. Keras is
imported inside functions only: it takes seconds and hundreds of megabytes, and the app's process never does.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """How a network learns: AdamW, a warm-up of one epoch at most, then a cosine to zero (Loshchilov & Hutter 2017)."""

    epochs: int
    batch_size: int
    learning_rate: float
    weight_decay: float = 2e-3
    label_smoothing: float = 0.05
    balance: float = 0.0  # how much more often images of rare classes come up: 0 as they are, 1 all classes equally
    augmentations: tuple[str, ...] = ()


def start(progress) -> None:
    """Imports Keras with the run's seed set, and says so meanwhile: the first import takes seconds."""
    progress.say("starting TensorFlow")
    import keras

    keras.utils.set_random_seed(progress.seed)
