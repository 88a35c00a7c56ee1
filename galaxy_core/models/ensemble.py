"""Several finished runs that answer together: the mean of their probabilities, equal or weighted by validation."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core import UsageError
from galaxy_core.models import Examples, Finished, Progress, graphs
from galaxy_core.models.graphs import merging
from galaxy_core.plugins.parameters import parameter

TITLE = "Ensemble"
SENTENCE = (
    "Lets finished runs on the same split answer together, which is often better than the best of them. Takes seconds."
)
SOURCE = "Hansen & Salamon 1990; weights: Smyth & Wolpert 1998, by expectation-maximisation"
ORDER = 20

BATCH = 64
ROUNDS, ENOUGH = 2000, 1e-9  # of expectation-maximisation: at most, and the gain in nats at which it ends


@dataclass(frozen=True)
class Parameters:
    """Who answers, and how much each one counts."""

    members: str = parameter(
        "", "Members", "Two finished runs or more, on the same data set, split and preparation.",
        counted=True, runs=True,
    )  # fmt: skip
    weighting: str = parameter(
        "mean", "Member weights",
        "mean: all count the same. validation: as much as is best on the validation images, by their "
        "loss.",
        choices=("mean", "validation"),
    )  # fmt: skip


def members(parameters: Parameters) -> tuple[str, ...]:
    """Their names. Raises UsageError for fewer than two, or one that is named twice."""
    names = tuple(name.strip() for name in parameters.members.split("+") if name.strip())
    if len(names) < 2:
        raise UsageError(f"An ensemble of {len(names)} is none: choose two finished runs or more.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"The run {twice} is named twice: name each member once, and let validation weigh them.")
    return names


def steps(parameters: Parameters) -> tuple[str, ...]:
    """None of its own: those of its members."""
    return ()


def gflop(parameters: Parameters, images: int, outputs: int) -> float:
    """Nothing is learned but a few weights."""
    return 0.0


def fit(train: Examples, validation: Examples, parameters: Parameters, progress: Progress) -> "EnsemblePredictor":
    """Finds the weights of the members: equal, or those under which the labels of the validation images are likeliest.

    These are weights ≥ 0 that sum to 1; training and test images say nothing about them.
    """
    progress.say("looking for the members")
    found = [progress.finished(name) for name in members(parameters)]
    together = EnsemblePredictor(found, np.full(len(found), 1 / len(found)))
    if parameters.weighting == "validation" and "likelihood" not in train.task.OFFERS:
        raise UsageError("Members can't be weighed by validation images here: their answers are no probabilities. "
                         "Choose weighting=mean.")  # fmt: skip
    if parameters.weighting == "validation" and len(validation.rows):
        progress.say("asking the members about validation images")
        said = np.concatenate([together.each(images) for images in validation.batches(BATCH)], axis=1)
        together.weights = likeliest(train.task.likelihood(said, validation.targets))
    return together


def likeliest(probabilities: np.ndarray) -> np.ndarray:
    """Weights float64 (m,) ≥ 0 with sum 1 that maximise the mean of log(weights · probabilities).

    `probabilities`: (m, n), what each member gave to the true class of each image. A concave problem; each round of
    expectation-maximisation comes nearer to its one maximum.
    """
    p = np.maximum(probabilities.astype(np.float64), 1e-12)
    weights, before = np.full(len(p), 1 / len(p)), -np.inf
    for _ in range(ROUNDS):
        mixed = weights @ p
        now = float(np.log(mixed).mean())
        if now - before < ENOUGH:
            break
        weights, before = weights * (p / mixed).mean(axis=1), now
    return weights / weights.sum()


class EnsemblePredictor:
    """The weighted mean of what the exported models of finished runs say."""

    kept = None

    def __init__(self, found: list[Finished], weights: np.ndarray):
        self.models, self.weights = [one.model.read_bytes() for one in found], weights
        self.n_parameters = sum(one.n_parameters for one in found)
        self.sessions = [graphs.session(model) for model in self.models]

    def each(self, images: np.ndarray) -> np.ndarray:
        """What every member says: uint8 (n, s, s, c) → float32 (m, n, k),
        or with the concentrations of all (m, n, 2k)."""
        said = [graphs.answers(session, images) for session in self.sessions]
        least = min(one.shape[1] for one in said)
        return np.stack([one[:, :least] for one in said])

    def predict(self, images: np.ndarray) -> np.ndarray:
        """uint8 (n, s, s, c) → float32 (n, k) or (n, 2k)."""
        said, weights = self.each(images), self.weights.astype(np.float32)
        if not all(len(session.get_outputs()) > 1 for session in self.sessions):
            return np.tensordot(weights, said, axes=1)
        outputs, concentrations = np.split(said, 2, axis=2)
        mean = np.tensordot(weights, outputs, axes=1)
        return np.concatenate([mean, mean * np.tensordot(weights, concentrations / outputs, axes=1)], axis=1)

    def save(self, folder: Path) -> None:
        """The weights of the members float64 (m,), and all members in one graph: with it, none of them is needed."""
        np.savez(folder / "weights.npz", weights=self.weights)
        merging.write_mean(folder / "model.onnx", self.models, self.weights)
