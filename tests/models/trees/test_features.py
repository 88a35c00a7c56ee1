"""A backbone's numbers for trees: the same natively, in the graph, and in another process; and what they begin with."""

import inspect
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from galaxy_core import AbsentError, DataError
from galaxy_core.models import Examples, boosting, forest, transfer
from galaxy_core.models.backbones import learning, weights
from galaxy_core.models.networks import batches
from galaxy_core.models.trees import TreeEnsemble
from galaxy_core.models.trees import features as trees_features

ROOT = Path(__file__).parents[3]
MOBILE = learning.backbones.find("MobileNetV2")
CHOSEN = {"describe": "MobileNetV2", "network_weights": "random", "image_size": 16}
MANY = np.random.default_rng(5).integers(0, 256, (400, 16, 16, 3), np.uint8) // np.arange(1, 5, dtype=np.uint8).repeat(
    100
).reshape(-1, 1, 1, 1)  # of four brightnesses


def tiny(name: str, side: int) -> object:
    """A backbone of one layer in the place of the real one."""
    import keras

    given = keras.Input((side, side, 3))
    return keras.Model(given, keras.layers.Conv2D(24, 5, strides=2, activation="relu")(given), name="tiny")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """All backbones are tiny."""
    monkeypatch.setattr(learning.backbones, "build", tiny)


def asked(folder: Path, images: np.ndarray) -> np.ndarray:
    """What the graph in a folder says, all at once."""
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    return session.run(None, {"images": images})[0]


@pytest.fixture(scope="module", params=["tiny", pytest.param("real", marks=pytest.mark.long)])
def grown(
    request: pytest.FixtureRequest, learnable: tuple, listener: Callable, tmp_path_factory: pytest.TempPathFactory
) -> tuple[TreeEnsemble, list[str], Path]:
    """A forest on what a backbone says, what it told while it grew, and the folder in which it was saved."""
    folder, heard = tmp_path_factory.mktemp("grown"), listener()
    with pytest.MonkeyPatch.context() as patched:
        for variable in ("GALAXY_DATA", "KERAS_HOME"):
            patched.setenv(variable, str(folder / variable))
        if request.param == "tiny":
            patched.setattr(learning.backbones, "build", tiny)
            (folder / "tiny.py").write_text(inspect.getsource(tiny), encoding="utf-8")
        found = forest.fit(*learnable[:2], forest.Parameters(**CHOSEN), heard)
        found.save(folder)
    return found, heard.said, folder


def test_the_graph_says_the_same_of_hundreds_of_images(grown: tuple, learnable: tuple) -> None:
    found, told, folder = grown
    assert found.initial_weights == "random initial weights" and found.kept is None
    assert "describing images by the frozen layers, 100 %" in told
    said = found.predict(MANY)
    assert np.abs(asked(folder, MANY) - said).max() < 1e-6, "no image takes another way through any tree"
    assert len(np.unique(said, axis=0)) > 50, "they say something"
    train, _, test = learnable
    right = (found.predict(test.images[test.rows]).argmax(axis=1) == test.labels).mean()
    assert right > np.bincount(test.labels).max() / len(test.labels) + 0.1
    assert np.array_equal(found.scores(train.images[:9]), np.rint(found.scores(train.images[:9])))


def test_boosting_by_the_same_numbers_computes_them_no_more(
    small: None, learnable: tuple, listener: Callable, tmp_path: Path
) -> None:
    first = forest.fit(*learnable[:2], forest.Parameters(**CHOSEN), heard := listener())
    assert "describing images by the frozen layers, 100 %" in heard.said
    second = boosting.fit(*learnable[:2], boosting.Parameters(**CHOSEN, rounds=40), heard := listener())
    assert "looking for features computed before" in heard.said
    assert "describing images by the frozen layers, 100 %" not in heard.said
    assert np.array_equal(first.scores(MANY), second.scores(MANY))
    second.save(tmp_path)
    assert np.abs(asked(tmp_path, MANY) - second.predict(MANY)).max() < 1e-6
    once_more = boosting.fit(*learnable[:2], boosting.Parameters(**CHOSEN, rounds=40), listener())
    assert np.array_equal(once_more.predict(MANY), second.predict(MANY))


def test_a_head_learns_on_what_trees_have_described(small: None, learnable: tuple, listener: Callable) -> None:
    forest.fit(*learnable[:2], forest.Parameters(**CHOSEN), listener())
    changed = replace(learnable[0], augment=transfer.AUGMENT)
    chosen = transfer.Parameters(weights="random", image_size=16, epochs=1)
    transfer.fit(changed, learnable[1], chosen, heard := listener())
    assert "describing images by the frozen layers, 100 %" not in heard.said


def test_they_are_the_backbones_to_half_a_step(small: None, learnable: tuple, listener: Callable) -> None:
    train, validation, _ = learnable
    found, described = trees_features.Features.learned(train, validation, forest.Parameters(**CHOSEN), listener())
    import keras

    keras.utils.set_random_seed(0)
    network = transfer.build((16, 16, 3), 3, transfer.Parameters(weights="random"))
    exact = learning.describing(network).predict_on_batch(train.images[train.rows])
    assert np.abs(exact - described * found.step).max() <= found.step * 0.51
    assert 2**13 <= described.max() <= 2**14 and np.log2(found.step) == round(np.log2(found.step))
    assert np.abs(found.of(train) - described).max() <= 1, "another library is at most a step away"


@pytest.mark.parametrize(("largest", "step"), [(0.0, 1.0), (1.0, 2**-13), (3.9, 2**-12), (1e-38, 2**-100)])
def test_a_step_is_a_power_of_two(largest: float, step: float) -> None:
    assert trees_features._step(largest) == step


AGAIN = """
import sys
from pathlib import Path
import numpy as np
sys.path.insert(0, sys.argv[1])
from galaxy_core.models import backbones
from galaxy_core.models.trees import TreeEnsemble
folder = Path(sys.argv[1])
if (folder / "tiny.py").exists():
    import tiny
    backbones.build = tiny.tiny
found = TreeEnsemble.load(folder / "weights.npz")
np.save(folder / "said.npy", found.predict(np.load(folder / "images.npy", allow_pickle=False)), allow_pickle=False)
"""


def test_a_fresh_process_says_the_same_to_the_bit(grown: tuple) -> None:
    found, _, folder = grown
    np.save(folder / "images.npy", MANY, allow_pickle=False)
    code = [sys.executable, "-c", AGAIN, str(folder)]
    ended = subprocess.run(code, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert np.array_equal(np.load(folder / "said.npy", allow_pickle=False), found.predict(MANY))


def test_a_run_of_transfer_or_a_file_is_begun_with(small: None, listener: Callable, tmp_path: Path) -> None:
    heard = listener()
    heard.weights = Path
    network = transfer.build((16, 16, 3), 7, transfer.Parameters(weights="random"))
    np.savez(tmp_path / "weights.npz", **{str(n): w for n, w in enumerate(network.get_weights())})
    with warnings.catch_warnings():  # Keras warns of how numpy copies its arrays
        warnings.simplefilter("ignore", DeprecationWarning)
        learning.body(network).save_weights(tmp_path / "mine.weights.h5")
    for name in ("weights.npz", "mine.weights.h5"):
        begun = trees_features._network("MobileNetV2", (16, 16, 3), 3)
        chosen = forest.Parameters(**CHOSEN | {"start": str(tmp_path / name)})
        learning.begin(begun, chosen, heard)
        described = zip(*(learning.describing(one).get_weights() for one in (begun, network)), strict=True)
        assert all(np.array_equal(one, other) for one, other in described)
        assert learning.initial_weights(chosen) == f"file {name}"


@pytest.mark.parametrize(("content", "words"), [
    (lambda file: np.savez(file, axes=np.zeros((3, 4))), "holds no weights of a network: give the weights.npz of a "),
    (lambda file: np.savez(file, **{str(n): np.zeros(3) for n in range(4)}), "belong to another network"),
    (lambda file: file.write_bytes(b"no archive"), "holds no weights of a network"),
], ids=["trees", "another", "nothing"])  # fmt: skip
def test_foreign_weights_to_begin_with_are_a_sentence(
    content: Callable, words: str, small: None, learnable: tuple, listener: Callable, tmp_path: Path
) -> None:
    heard = listener()
    heard.weights = Path
    content(tmp_path / "weights.npz")
    with pytest.raises(DataError, match=words):
        forest.fit(*learnable[:2], forest.Parameters(**CHOSEN | {"start": str(tmp_path / "weights.npz")}), heard)


def test_weights_of_imagenet_are_used_where_they_are_and_missed_with_a_sentence(
    small: None, learnable: tuple, listener: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = boosting.Parameters(**CHOSEN | {"network_weights": "published"}, rounds=2)
    monkeypatch.setenv("GALAXY_DOWNLOADS", "http://127.0.0.1:9")
    assert not boosting.available(chosen) and boosting.available(replace(chosen, network_weights="random"))
    with pytest.raises(AbsentError, match="ImageNet weights of MobileNetV2 aren't here"):
        boosting.fit(*learnable[:2], chosen, listener())
    given, heard = [], listener()
    (tmp_path / MOBILE.file).touch()
    monkeypatch.setattr(weights, "find", lambda backbone: tmp_path / backbone.file)
    monkeypatch.setattr(weights, "is_published", lambda backbone, file: True)
    monkeypatch.setattr(weights, "load", lambda network, file, backbone: given.append((file.name, backbone.name)))
    assert boosting.available(chosen)
    assert boosting.fit(*learnable[:2], chosen, heard).initial_weights == "ImageNet weights"
    assert given == [(MOBILE.file, "MobileNetV2")]


def test_what_is_loaded_of_a_foreign_file_is_a_sentence(
    small: None, learnable: tuple, listener: Callable, tmp_path: Path
) -> None:
    found = forest.fit(*learnable[:2], forest.Parameters(**CHOSEN, trees=5), listener())
    found.save(tmp_path)
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored}
    assert {stored.dtype.kind for stored in arrays.values()} <= set("fiu")
    for changed in (
        {"weight0": arrays["weight0"][:2]}, {"backbone": np.frombuffer(b"AlexNet", np.uint8)},
        {"weight9": arrays["start"]}, {"left": arrays["left"][:-1]},
        {"right": arrays["right"] * 0}, {"feature": arrays["feature"] - 1000},
    ):  # fmt: skip
        np.savez(tmp_path / "other.npz", **arrays | changed)
        with pytest.raises(DataError, match="other.npz|another network than MobileNetV2"):
            TreeEnsemble.load(tmp_path / "other.npz")


def test_a_part_is_described_in_its_order(small: None, learnable: tuple, listener: Callable) -> None:
    train, validation, _ = learnable
    found, _ = trees_features.Features.learned(train, validation, forest.Parameters(**CHOSEN), listener())
    some = Examples(train.images, train.rows[40:3:-1], train.labels[40:3:-1], train.task)
    assert np.array_equal(found.of(some), found(train.images[some.rows]))
    assert batches.Source(some, 0, 0.0).shown == len(some.rows)
