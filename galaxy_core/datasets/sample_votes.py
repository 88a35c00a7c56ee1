"""The sample's own pictures, with votes of simulated volunteers in place of classes: all that real votes allow,
at once.

Each galaxy gets the votes of 20 to 60 of them, who walk the tree of Galaxy Zoo 2; how probable each answer truly is, is
known (`Galaxies.known_probabilities`), so that whatever predicts votes can be held against the truth.
"""

import hashlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from galaxy_core import StorageError, tasks, trees
from galaxy_core.datasets import Galaxies, drawing, sample, volunteers
from galaxy_core.datasets.drawing import recorder
from galaxy_core.datasets.volunteers import appearance
from galaxy_core.storage import atomic

TITLE = "Sample with votes (drawn galaxies)"
SENTENCE = (
    "Synthetic: the sample's drawn galaxies, "
    "with the answers of 20 to 60 simulated volunteers to Galaxy Zoo 2's questions."
)
SOURCE = "drawn by galaxy_core.datasets.drawing, voted on by galaxy_core.datasets.volunteers"
TASK = "votes"
SYNTHETIC = True
ORDER = 1
DOWNLOAD = None
TREE = trees.tree("gz2")


def find(folder: Path) -> Path:
    """Where the sample's images are, or will be drawn; it is always here."""
    return sample.find(folder)


def open(path: Path) -> Galaxies:
    """Opens it without drawing anything; the first time, the volunteers vote, which takes seconds."""
    galaxies = sample.open(path)
    votes, truth = _votes(path)
    faults = {kind: rows for kind, rows in galaxies.known_faults.items() if kind != "wrong_labels"}
    return replace(
        galaxies, name="sample_votes", title=TITLE, task=tasks.task(TASK, TREE.answers), short=(), glyphs=(),
        targets=np.stack([votes, TREE.fractions(votes)], axis=1), known_faults=faults, known_probabilities=truth,
        notes=("Synthetic: these galaxies are drawn, and their votes are simulated. Scores on them say how a model "
               "learns, not how well it would do on the sky.",),
    )  # fmt: skip


def _votes(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Votes and true probabilities, float32 (n, 37) each, kept beside the images."""
    kept = path.with_name(f"{path.stem}-{_key()}.npz")
    with suppress(OSError, ValueError, KeyError), np.load(kept, allow_pickle=False) as stored:
        return stored["votes"], stored["truth"]
    drawn = sample.drawn()
    expected = appearance.probabilities(_facts(drawn), TREE)
    rows = np.arange(len(drawn))
    votes = volunteers.votes(expected, TREE, sample.SEED, rows)
    truth = volunteers.truth(expected, TREE, sample.SEED, rows)
    with suppress(StorageError):  # where nothing can be kept they vote again
        atomic.write(kept, lambda aside: np.savez(aside, votes=votes, truth=truth))
        for old in path.parent.glob(f"sample-{len(votes)}-*-*.npz"):
            if old != kept:  # voted on by an earlier version of this program
                old.unlink(missing_ok=True)
    return votes, truth


def _facts(drawn: np.ndarray) -> dict[str, np.ndarray]:
    """What every row shows, by the names of the recorder: float64 (n,), NaN where it has none."""
    facts_of = {tuple(row): drawing.facts(*row) for row in np.unique(drawn, axis=0).tolist()}
    noted = [facts_of[tuple(row)] for row in drawn.tolist()]
    return {name: np.array([facts.get(name, np.nan) for facts in noted]) for name in recorder.FACTS}


def _key() -> str:
    """Changes with every change of the code that votes; that of what is drawn has changed the images' own key."""
    code = hashlib.sha256(Path(__file__).read_bytes())
    for file in sorted(Path(volunteers.__file__).parent.glob("*.py")):
        code.update(file.read_bytes())
    return code.hexdigest()[:16]
