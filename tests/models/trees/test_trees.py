"""Trees as tables: the same as scikit-learn's, as their graph, and as what was saved, to the bit where that is said."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from sklearn.ensemble import RandomForestClassifier

from galaxy_core import DataError
from galaxy_core.models import trees
from galaxy_core.models.trees import Scores, TreeEnsemble, Trees
from galaxy_core.prepare import pca


def made(images: np.ndarray, seed: int = 0, classes: int = 4) -> TreeEnsemble:
    """A small forest on the scores of random images."""
    random = np.random.default_rng(seed)
    scores = Scores(random.integers(-trees.LEVELS, trees.LEVELS, (5, images[0].size)).astype(np.int16))
    labels = random.integers(0, classes, len(images))
    forest = RandomForestClassifier(20, max_depth=6, random_state=0).fit(scores(images), labels)
    learned = [(one.tree_, one.tree_.value[:, 0] / 20) for one in forest.estimators_]
    return TreeEnsemble(scores, trees.joined(learned), None, images.shape[1:])


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    """Random ones."""
    return np.random.default_rng(1).integers(0, 256, (300, 6, 6, 3), np.uint8)


def test_a_table_goes_the_way_of_scikit_learns_trees(images: np.ndarray) -> None:
    random = np.random.default_rng(2)
    scores, labels = random.normal(size=(400, 3)).astype(np.float32), random.integers(0, 3, 400)
    forest = RandomForestClassifier(15, random_state=0).fit(scores, labels)
    table = trees.joined([(one.tree_, one.tree_.value[:, 0] / 15) for one in forest.estimators_])
    assert table.depth == max(one.get_depth() for one in forest.estimators_)
    on_borders = np.concatenate([scores, np.tile(np.unique(table.threshold)[:, None], (1, 3))])
    assert np.allclose(table.sums(on_borders), forest.predict_proba(on_borders), atol=1e-6)


def test_thresholds_are_rounded_to_the_same_side() -> None:
    exact = np.array([0.1, 1 / 3, -0.1, -1 / 3, 2.0, 1e9 + 1 / 7])
    rounded = trees._rounded_down(exact)
    for nearby in (rounded, np.nextafter(rounded, np.float32(np.inf)), np.nextafter(rounded, np.float32(-np.inf))):
        assert np.array_equal(nearby <= rounded, nearby.astype(np.float64) <= exact)


def test_scores_are_the_same_in_whatever_order_they_are_summed(images: np.ndarray) -> None:
    scores = Scores(np.random.default_rng(0).integers(-32767, 32768, (4, 108)).astype(np.int16))
    order = np.random.default_rng(3).permutation(108)
    shuffled = Scores(scores.axes[:, order])
    assert np.array_equal(scores(images), shuffled(images.reshape(300, -1)[:, order]))
    assert np.array_equal(scores(images[7:8]), scores(images)[7:8])


def test_scores_are_those_of_pca(learnable: tuple) -> None:
    train = learnable[0]
    scores = Scores.learned(train, 3, 0).of(train)
    exact = pca.fit(train.images, train.rows, 3, 0).scores(train.images, train.rows)
    for own, one in zip(scores.T, exact.T, strict=True):
        assert np.corrcoef(own, one)[0, 1] > 0.999999


@pytest.mark.parametrize("start", [None, np.array([0.5, -1, 0, -30], np.float32)])
def test_graph_and_saved_arrays_say_the_same(start: np.ndarray | None, images: np.ndarray, tmp_path: Path) -> None:
    woods = made(images)
    woods.start = start
    woods.save(tmp_path)
    said = woods.predict(images)
    assert said.dtype == np.float32 and said.shape == (300, 4)
    assert np.array_equal(TreeEnsemble.load(tmp_path / "weights.npz").predict(images), said)
    session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"), providers=["CPUExecutionProvider"])
    assert np.abs(session.run(None, {"images": images})[0] - said).max() < 1e-6, "no image takes another way"
    assert woods.n_parameters == TreeEnsemble.load(tmp_path / "weights.npz").n_parameters > 100


def test_a_tree_without_a_question(images: np.ndarray, tmp_path: Path) -> None:
    none = np.zeros(1, np.int32)
    single = Trees(none, none, np.zeros(1, np.float32), none, none, np.array([[0, 0]], np.float32))
    woods = TreeEnsemble(Scores(np.ones((1, 108), np.int16)), single, np.log(np.float32([0.25, 0.75])), (6, 6, 3))
    woods.save(tmp_path)
    session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"), providers=["CPUExecutionProvider"])
    assert single.depth == 0 and np.allclose(woods.predict(images), [0.25, 0.75])
    assert np.allclose(session.run(None, {"images": images})[0], [0.25, 0.75])


@pytest.mark.parametrize("changed", [
    {"left": np.zeros(3, np.int32)}, {"right": np.array([9, 1, 2], np.int32)}, {"roots": np.array([3], np.int32)},
    {"feature": np.array([-1, 0, 0], np.int32)}, {"threshold": np.zeros(2, np.float32)},
    {"value": np.full((3, 2), np.nan, np.float32)}, {"more": np.zeros(3)}, {"axes": None}, {"start": None},
], ids=lambda changed: next(iter(changed)))  # fmt: skip
def test_a_file_that_holds_no_trees_is_a_sentence(changed: dict, tmp_path: Path) -> None:
    left, right = np.array([1, 1, 2], np.int32), np.array([2, 1, 2], np.int32)
    table = Trees(np.zeros(1, np.int32), np.zeros(3, np.int32), np.zeros(3, np.float32), left, right, np.ones((3, 2)))
    TreeEnsemble(Scores(np.ones((1, 12), np.int16)), table, None, (2, 2, 3)).save(tmp_path)
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept}
    assert TreeEnsemble.load(tmp_path / "weights.npz").predict(np.zeros((1, 2, 2, 3), np.uint8)).shape == (1, 2)
    arrays = {name: array for name, array in (arrays | changed).items() if array is not None}
    np.savez(tmp_path / "other.npz", **arrays)
    if "more" in changed:
        (tmp_path / "other.npz").write_bytes(b"no archive")
    with pytest.raises(DataError, match="other.npz holds no trees: give the weights.npz of a run"):
        TreeEnsemble.load(tmp_path / "other.npz")
