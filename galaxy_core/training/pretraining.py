"""Trains the backbone that knows drawn galaxies, and puts its weights where they are shipped: `make backbone`.

It is a run of the default CNN on the votes of simulated volunteers: they tell more about a galaxy than its class. The
galaxies are of another seed than the sample's, so that no sample shows one that it has seen. Images and run lie in a
folder of their own in the data folder: killed, it goes on when it is called again.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import galaxy_core
from galaxy_core import GalaxyError, RunError, runs, training
from galaxy_core.datasets import sample
from galaxy_core.models.networks import starting
from galaxy_core.storage import atomic

IMAGES, SEED = 24_000, 11  # how many galaxies, and by which seed they are drawn
DATASET, MODEL, SPLIT = "sample_votes", "cnn", "96/2/2"
VALUES = {"epochs": 32, "views": 1}
AUGMENT = (  # more than usual: other telescopes show other sizes, colours and skies
    "rotation", "flips", "zoom:range=0.3", "shift", "brightness:brightness=0.3,colour=0.15", "contrast",
    "noise:beta=0.24,varying=yes",
)  # fmt: skip
VECTOR = 1  # dimension of weights that stay float32: they are few, and variances may be large


def trained() -> runs.Run:
    """The finished run, begun now or gone on with where it isn't there yet. Raises RunError where it couldn't be."""
    asked = runs.request(DATASET, MODEL, VALUES, split=SPLIT, augment=AUGMENT)
    same = [run for run in runs.every() if replace(run.request, created=asked.created) == asked]
    run = same[0] if same else runs.create(asked)
    if not run.is_finished and training.main(run.name):
        raise RunError(f"The backbone could not be trained: {run.folder / 'log.txt'} says why.")
    return runs.find(run.name)


def ship(run: runs.Run, file: Path) -> None:
    """Writes the weights of a run's body into `file`, and what made them into the JSON beside it."""
    with np.load(run.folder / "weights.npz", allow_pickle=False) as stored:
        body = [stored[str(number)] for number in range(len(stored.files) - starting.HEAD)]
    arrays: dict[str, Any] = {str(number): _smaller(array) for number, array in enumerate(body)}
    file.parent.mkdir(exist_ok=True)
    atomic.write(file, lambda aside: np.savez(aside, **arrays))
    asked, result = run.request, run.result
    document = {
        "synthetic": True, "images": IMAGES, "drawn_by_seed": SEED, "dataset": asked.dataset, "model": asked.model,
        "parameters": asked.parameters, "augment": asked.augment, "split": asked.split, "seed": asked.seed,
        "last_epoch": result["history"][-1],
    }  # fmt: skip
    document |= {name: result[name] for name in ("rows", "cost", "made_by")}
    atomic.write_json(file.with_suffix(".json"), document)


def _smaller(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float16 if array.ndim > VECTOR else np.float32)


def main() -> None:
    """Trains and ships."""
    folder = galaxy_core.data_folder() / "backbone"
    os.environ |= {"GALAXY_DATA": str(folder), "GALAXY_RUNS": str(folder / "runs"), "GALAXY_SAMPLE": str(IMAGES)}
    sample.SEED = SEED
    print(f"Trains on {IMAGES:,} drawn galaxies in {folder}; killed, it goes on when it is called again.", flush=True)
    ship(trained(), starting.DRAWN_FILE)
    print(f"{starting.DRAWN_FILE} and the .json beside it are written.")


if __name__ == "__main__":
    try:
        main()
    except GalaxyError as error:
        sys.exit(str(error))
