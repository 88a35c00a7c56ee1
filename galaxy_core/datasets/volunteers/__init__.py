"""Simulated volunteers: some dozens of them look at each drawn galaxy and walk the tree, question after question.

They differ: each calls features sooner or later than others, is surer or less sure than others, and answers a few
questions at random. Every galaxy has its own random numbers, so its votes depend on the seed and its row only.
"""

from collections.abc import Iterator

import numpy as np

from galaxy_core.trees import Tree

FEWEST, MOST = 20, 60  # volunteers who look at one galaxy
LEANING = 0.45  # standard deviation of their logit of features against smooth
UNSURE = 0.2  # of the logarithm of their temperature
CARELESS = 0.03  # share of answers given at random
ARTIFACT = (0.005, 0.02)  # share of those who see none but a star or a fault, by galaxy
STREAM = 7  # beside those that galaxies are drawn from
BLOCK = 128  # galaxies at once: their answers take 2 MB
NODES = 5  # at which a normal distribution is integrated


def votes(expected: np.ndarray, tree: Tree, seed: int, rows: np.ndarray) -> np.ndarray:
    """The votes that galaxies get, float32 (n, a): `expected` are the answers of an average volunteer, float64 (n, a),
    inside each question; galaxies are known by their seed and row int64 (n,).

    The first question is that for smooth (first answer), featured (second) or neither (third), as in all of Galaxy Zoo.
    """
    counts = np.empty(expected.shape, np.float32)
    for first, part in _blocks(expected):
        drawn = [_drawn(seed, int(row), len(tree.questions)) for row in rows[first : first + len(part)]]
        volunteers, artifacts, traits, chances = (np.stack(values) for values in zip(*drawn, strict=True))
        answers = _answers(part, tree, traits, artifacts)
        present = np.arange(MOST) < volunteers[:, None]
        counts[first : first + len(part)] = _walked(answers, tree, chances, present)
    return counts


def truth(expected: np.ndarray, tree: Tree, seed: int, rows: np.ndarray) -> np.ndarray:
    """How probable each answer is if one of all possible volunteers is asked that question: float32 (n, a), of the same
    galaxies. What `votes` tend to, if ever more people vote: integrated over how they differ (Gauss–Hermite)."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    grid = np.stack(np.meshgrid(nodes, nodes, indexing="ij"), axis=-1).reshape(1, -1, 2)
    weight = np.outer(weights, weights).ravel()[:, None] / weights.sum() ** 2
    probabilities = np.empty(expected.shape, np.float32)
    for first, part in _blocks(expected):
        artifacts = np.array([_drawn(seed, int(row), 0)[1] for row in rows[first : first + len(part)]])
        answers = _answers(part, tree, np.broadcast_to(grid, (len(part), *grid.shape[1:])), artifacts)
        asked = tree.asked(answers)[..., tree.question_of] * weight
        probabilities[first : first + len(part)] = (answers * asked).sum(axis=1) / asked.sum(axis=1)
    return probabilities


def _blocks(expected: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    for first in range(0, len(expected), BLOCK):
        yield first, expected[first : first + BLOCK]


def _drawn(seed: int, row: int, questions: int) -> tuple[int, float, np.ndarray, np.ndarray]:
    """Of one galaxy: how many volunteers, the share who see an artifact; standard normal traits (MOST, 2) and the
    chances (MOST, questions) of all who might come."""
    random = np.random.default_rng([seed, row, STREAM])
    volunteers, artifact = random.integers(FEWEST, MOST + 1), random.uniform(*ARTIFACT)
    if not questions:
        return int(volunteers), float(artifact), np.empty(0), np.empty(0)
    return int(volunteers), float(artifact), random.standard_normal((MOST, 2)), random.random((MOST, questions))


def _answers(expected: np.ndarray, tree: Tree, traits: np.ndarray, artifacts: np.ndarray) -> np.ndarray:
    """How probable each answer is of each volunteer, float64 (n, v, a): `traits` (n, v, 2) are their leaning towards
    features and their temperature, standard normal; `artifacts` (n,) the galaxies' share of artifacts."""
    logits = np.log(np.maximum(expected, 1e-9))[:, None, :].repeat(traits.shape[1], axis=1)
    logits[..., 1] += LEANING * traits[..., 0]
    answers = np.exp(logits * np.exp(-UNSURE * traits[..., 1:]))
    for columns in tree.slices:
        part = answers[..., columns]
        part *= (1 - CARELESS) / part.sum(axis=-1, keepdims=True)
        part += CARELESS / part.shape[-1]
    proper = answers[..., :2]  # artifacts are as rare as each galaxy says, also among careless answers
    proper *= ((1 - artifacts)[:, None] / proper.sum(axis=-1))[..., None]
    answers[..., 2] = artifacts[:, None]
    return answers


def _walked(answers: np.ndarray, tree: Tree, chances: np.ndarray, present: np.ndarray) -> np.ndarray:
    """Votes (n, a) of volunteers (n, v) who are present: each answers what its answers lead it to, by its chances
    (n, v, questions)."""
    given = np.zeros(answers.shape, bool)
    for number, (columns, parents) in enumerate(zip(tree.slices, tree.parents, strict=True)):
        asked = present & given[..., parents].any(axis=-1) if len(parents) else present
        steps = answers[..., columns].cumsum(axis=-1)
        chosen = (chances[..., number, None] * steps[..., -1:] >= steps[..., :-1]).sum(axis=-1)
        given[..., columns] = asked[..., None] & (np.arange(steps.shape[-1]) == chosen[..., None])
    return given.sum(axis=1, dtype=np.float32)
