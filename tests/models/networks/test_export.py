"""A trained network as a predictor: the mean over symmetric views, the same as a graph."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from galaxy_core.models import cnn
from galaxy_core.models.networks import export
from tests.models.conftest import SOFTMAX, VOTES


@pytest.fixture(scope="module")
def network() -> object:
    """A network whose answers differ from view to view."""
    import keras

    keras.utils.set_random_seed(1)
    return cnn.build((16, 16, 3), 4, cnn.Parameters(filters=4))


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    """More images than a batch."""
    return np.random.default_rng(0).integers(0, 256, (export.BATCH + 3, 16, 16, 3), np.uint8)


def views(images: np.ndarray) -> list[np.ndarray]:
    """The eight: quarter turns and their mirror images."""
    turned = [np.rot90(images, times, axes=(1, 2)) for times in range(4)]
    return turned + [view[:, :, ::-1] for view in turned]


@pytest.mark.parametrize("count", [4, 8])
def test_several_views_are_the_mean_of_what_each_says(count: int, network: object, images: np.ndarray) -> None:
    single, whole = export.Network(network, SOFTMAX, 1), export.Network(network, SOFTMAX, count)
    each = [single.predict(np.ascontiguousarray(view)) for view in views(images)[:count]]
    assert np.abs(each[0] - each[1]).max() > 1e-4
    assert np.allclose(whole.predict(images), np.mean(each, axis=0), atol=1e-6)


def test_the_answer_does_not_depend_on_the_view(network: object, images: np.ndarray) -> None:
    whole = export.Network(network, SOFTMAX, 8)
    for view in views(images[:5]):
        assert np.allclose(whole.predict(np.ascontiguousarray(view)), whole.predict(images[:5]), atol=1e-6)


@pytest.mark.parametrize("count", [1, 8])
def test_the_graph_says_the_same(count: int, network: object, images: np.ndarray, tmp_path: Path) -> None:
    whole = export.Network(network, SOFTMAX, count)
    whole.save(tmp_path)
    session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"), providers=["CPUExecutionProvider"])
    assert session.get_inputs()[0].type == "tensor(uint8)"
    said = session.run(None, {session.get_inputs()[0].name: images})[0]
    assert np.allclose(said, whole.predict(images), atol=1e-5)
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as stored:
        assert sum(stored[name].size for name in stored) == sum(np.prod(w.shape) for w in network.weights)
    assert whole.n_parameters == sum(int(np.prod(w.shape)) for w in network.trainable_variables)


def test_another_network_can_answer_for_the_one_that_learned(network: object, images: np.ndarray) -> None:
    other = cnn.build((16, 16, 3), 4, cnn.Parameters(filters=5))
    asked = []
    whole = export.Network(network, SOFTMAX, 4, 7, lambda learned: asked.append(learned) or other)
    assert np.array_equal(whole.predict(images), export.Network(other, SOFTMAX, 4).predict(images)) and asked == [
        network
    ]
    assert (
        whole.network is network
        and whole.kept == 7
        and whole.n_parameters == export.Network(network, SOFTMAX, 1).n_parameters
    )


def test_what_knows_how_sure_it_is_has_two_outputs_and_the_mean_of_both(images: np.ndarray, tmp_path: Path) -> None:
    import keras

    keras.utils.set_random_seed(1)
    network = cnn.build((16, 16, 3), 37, cnn.Parameters(filters=4))
    network.layers[-1].set_weights([5 * weight for weight in network.layers[-1].get_weights()])
    single, whole = (export.Network(network, VOTES.activated, number) for number in (1, 4))
    said, tree = whole.predict(images), VOTES.tree
    fractions, alpha = said[:, :37], said[:, 37:]
    total = tree.totals(alpha)[:, tree.question_of]
    assert np.allclose(alpha / total, fractions, rtol=1e-4) and np.allclose(tree.totals(fractions), 1, atol=1e-5)
    each = [single.predict(np.ascontiguousarray(view)) for view in views(images)[:4]]
    assert np.allclose(fractions, np.mean([one[:, :37] for one in each], axis=0), atol=1e-6)
    sums = [tree.totals(one[:, 37:])[:, tree.question_of] for one in each]
    assert np.allclose(total, np.mean(sums, axis=0), rtol=1e-4), "as sure as its views are in the mean"
    whole.save(tmp_path)
    session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"), providers=["CPUExecutionProvider"])
    assert [output.name for output in session.get_outputs()] == ["fractions", "concentrations"]
    first, second = session.run(None, {"images": images})
    assert np.allclose(first, fractions, atol=1e-4) and np.allclose(second, alpha, rtol=1e-4)
