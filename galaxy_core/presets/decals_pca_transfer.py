"""Study 004: PCA with logistic regression, a simple CNN, and two networks that know photographs."""

import numpy as np

from galaxy_core.presets import Planned, Published

ORDER = 4
TITLE = "DECaLS PCA and transfer (study 004)"
SENTENCE = (
    "From a few basic patterns over a simple CNN to fine-tuned ResNet50 and InceptionV3: what does each step bring?"
)
SOURCE = "study 004, on Galaxy10 DECaLS"
DATASETS = ("galaxy10_decals",)
TRAPS = (
    "The study quotes the best of its epochs on the images that chose it; here the last epoch counts, on test images.",
    "Its weight decay of 0.2 is the same as an L2 penalty of 0.1, which stands in the settings here.",
    "Loss and accuracy rose together there: look at the calibration of such a run on Inspect.",
    "Its misclassified images have black corners of the augmentation; ours are shown as they are.",
)
PUBLISHED = (
    Published("Study 004, PCA of 20 and logistic regression", 0.19, "80/20, test part", "galaxy10_decals"),
    Published("Study 004, simple CNN", 0.46, "the best it reached", "galaxy10_decals"),
    Published("Study 004, ResNet50", 0.751, "90/10, best epoch", "galaxy10_decals"),
    Published("Study 004, InceptionV3", 0.762, "90/10, best epoch", "galaxy10_decals"),
)
SIMPLE = {  # 72 / 4 = 18 pixels, 18² · 48 = 15,552 numbers → 576 → 64 → classes
    "convolutions": "24,48", "dense": "576,64", "image_size": 72, "crop": 1.0, "dropout": 0.25, "l2": 0.1, "epochs": 20,
}  # fmt: skip
TUNED = {
    "mode": "all", "optimizer": "SGD", "learning_rate": 0.001, "momentum": 0.9, "schedule": "step", "step_epochs": 5,
    "factor": 0.1, "batch_size": 32, "epochs": 20, "image_size": 96,
}  # fmt: skip

SMALLEST = {"ResNet50": 32, "InceptionV3": 80}  # pixels of a quick run: every weight learns, which takes its time


def runs(counts: np.ndarray) -> tuple[Planned, ...]:
    """PCA of 20 and of 100 components; the simple CNN as it was and without its weight decay; two backbones."""
    crops = ("resized_crop", "flips:axes=horizontal")
    return (
        Planned("PCA of 20 components", "pca_logistic", {"components": 20, "crop": 1.0}, split="80/20"),
        Planned("PCA of 100 components", "pca_logistic", {"components": 100, "crop": 1.0}, split="80/20"),
        Planned("Simple CNN", "plain_cnn", SIMPLE, split="80/20", augment=("noise:beta=0.2",), balance="symmetries"),
        Planned("Simple CNN without weight decay", "plain_cnn", SIMPLE | {"l2": 0.0}, split="80/20",
                augment=("noise:beta=0.2",), balance="symmetries"),
        *(Planned(name, "transfer", TUNED | {"backbone": name}, split="90/10", augment=crops, balance="none",
                  quick={"image_size": least, "epochs": 1}) for name, least in SMALLEST.items()),
    )  # fmt: skip
