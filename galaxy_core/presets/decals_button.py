"""Study 002: a CNN behind one button, and a run for each thing its author wished for."""

from typing import Any

import numpy as np

from galaxy_core.presets import Planned, Published

ORDER = 3
TITLE = "DECaLS button (study 002)"
SENTENCE = (
    "A small CNN of 20 epochs for everybody to press a button on, and one run for each wish: which would have helped?"
)
SOURCE = "study 002, on Galaxy10 DECaLS"
DATASETS = ("galaxy10_decals",)
TRAPS = (
    "The study shows 50 images of the data set it learned from; Classify shows test images only.",
    "More epochs without augmentation learn the training images by heart: watch both curves.",
)
PUBLISHED = (Published("Study 002, CNN of 20 epochs", 0.42, "its own split", "galaxy10_decals"),)
BASE: dict[str, Any] = {"convolutions": "32,32", "dense": "64", "image_size": 64, "epochs": 20, "learning_rate": 0.001}


def runs(counts: np.ndarray) -> tuple[Planned, ...]:
    """The CNN, then each wish alone."""

    def wish(title: str, preparation: tuple[str, ...] = (), quick: dict | None = None, **values: object) -> Planned:
        return Planned(title, "plain_cnn", BASE | values, augment=(), preparation=preparation, quick=quick or {})

    return (
        wish("The button's CNN"),
        wish("bigger images", image_size=128, quick={"image_size": 64}),
        wish("greyscale", ("crop:fraction=0.6875", "grey")),
        wish("SGD instead of Adam", optimizer="SGD", learning_rate=0.01),
        wish("sigmoid activations", activation="sigmoid"),
        wish("64 filters", convolutions="64,64"),
        wish("25 more epochs", epochs=BASE["epochs"] + 25, quick={"epochs": 3}),
        wish("100 more epochs", epochs=BASE["epochs"] + 100, quick={"epochs": 4}),
        Planned("Boosting ensemble", "boosting", quick={"rounds": 5}),
        Planned("Transfer", "transfer", {"backbone": "MobileNetV2", "mode": "features", "image_size": 96}),
    )
