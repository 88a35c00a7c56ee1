"""What one model said of the votes for the images of one part of a split."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from galaxy_core import DataError, UsageError, tasks, trees
from galaxy_core.trees import Tree

TOLERANCE = 1e-3  # by which a fraction may leave 0…1, as sums of float32 do


@dataclass(frozen=True, eq=False)
class Predictions(tasks.Predictions):
    """Fractions of every answer for n images whose votes are known.

    `targets` are float32 (n, 2, a), votes and fractions as `tasks.votes` has them; `outputs` are the fractions that the
    model says, float32 (n, a), and behind them, of a model that says how sure it is, the concentrations: float32 (n,
    2a);
    `names` are the answers. Raises DataError for wrong shapes, and for fractions outside 0…1 or concentrations that are
    no numbers above 0.
    """

    @classmethod
    def of(cls, predictions: tasks.Predictions) -> "Predictions":
        """The same, for what needs votes. Raises UsageError for what a model said that has learned something else."""
        if not isinstance(predictions, cls):
            raise UsageError("This model doesn't tell how volunteers vote: choose one that does.")
        return predictions

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", np.asarray(self.targets, dtype=np.float32))
        super().__post_init__()
        n, answers = len(self.rows), len(self.names)
        if self.targets.shape != (n, 2, answers):
            raise DataError(f"The votes have the shape {self.targets.shape}: {(n, 2, answers)} is needed.")
        if self.outputs.shape not in ((n, answers), (n, 2 * answers)):
            raise DataError(
                f"The fractions have the shape {self.outputs.shape}: {(n, answers)} is needed, or with concentrations "
                f"{(n, 2 * answers)}."
            )
        bad = ~(self.outputs >= -TOLERANCE) | (np.arange(self.outputs.shape[1]) < answers) & (
            self.outputs > 1 + TOLERANCE
        )
        if self.outputs.shape[1] > answers:
            bad[:, answers:] |= ~(np.isfinite(self.outputs[:, answers:]) & (self.outputs[:, answers:] > 0))
        if bad.any():
            row, column = np.argwhere(bad)[0]
            raise DataError(
                f"Of image {row} it says {self.outputs[row, column]:.4g} for {self.names[column % answers]}: "
                "fractions from 0 to 1, and concentrations above 0, are needed."
            )

    @cached_property
    def tree(self) -> Tree:
        """The tree of these answers."""
        return trees.of_answers(self.names)

    @property
    def votes(self) -> np.ndarray:
        """Counts, float32 (n, a); NaN over a whole row where only fractions are known."""
        return self.targets[:, 0]

    @property
    def voted(self) -> np.ndarray:
        """Fractions inside each question, float32 (n, a); NaN where nobody was asked."""
        return self.targets[:, 1]

    @property
    def fractions(self) -> np.ndarray:
        """What the model says they are: float32 (n, a)."""
        return self.outputs[:, : len(self.names)]

    @property
    def concentrations(self) -> np.ndarray | None:
        """Of the Dirichlet distribution of each question, float32 (n, a); None of a model that doesn't say how sure it
        is."""
        return self.outputs[:, len(self.names) :] if self.outputs.shape[1] > len(self.names) else None

    @cached_property
    def totals(self) -> np.ndarray:
        """Votes that each question got: float32 (n, q); NaN where only fractions are known."""
        return self.tree.totals(self.votes)

    @cached_property
    def counted(self) -> np.ndarray:
        """Whether enough volunteers were asked each question: bool (n, q); where only fractions are known,
        whether any."""
        known = np.stack([np.isfinite(self.voted[:, columns]).all(axis=1) for columns in self.tree.slices], axis=1)
        return known & ~(self.totals < ENOUGH)


ENOUGH = 10  # volunteers, at least, whose answers to a question count as its fractions
