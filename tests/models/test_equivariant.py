"""The equivariant CNN: the same answer for all eight views of an image, and a plain graph that gives it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.models import Stopped, equivariant
from galaxy_core.models.equivariant import Parameters
from galaxy_core.models.networks import export, precision, starting, symmetric
from galaxy_core.plugins import parameters
from tests.models.conftest import SOFTMAX

TINY = {"epochs": 2, "image_size": 16, "fields": 1, "batch_size": 16, "learning_rate": 0.01}
RANDOM = np.random.default_rng(0)


def views(images: np.ndarray) -> list[np.ndarray]:
    """The eight: quarter turns and their mirror images, made without the module under test."""
    turned = [np.rot90(images, times, axes=(1, 2)) for times in range(4)]
    return [np.ascontiguousarray(view) for each in turned for view in (each, each[:, :, ::-1])]


def galaxies(count: int, side: int, channels: int = 3) -> np.ndarray:
    """Noise round a lopsided bright spot: uint8 (count, side, side, channels), no two views of an image alike."""
    rows, columns = np.mgrid[:side, :side] - side / 2
    spot = 150 * np.exp(-((rows - 3) ** 2 + 3 * (columns + rows / 2) ** 2) / side)
    return RANDOM.poisson(20 + spot[None, :, :, None], (count, side, side, channels)).clip(0, 255).astype(np.uint8)


def settled(side: int, channels: int = 3) -> object:
    """The network of the defaults, its batch norms as if it had learned."""
    import keras

    keras.utils.set_random_seed(1)
    random = np.random.default_rng(2)
    made = equivariant.build((side, side, channels), 10, Parameters())
    for layer in made.layers:
        if isinstance(layer, symmetric.norm()):
            layer.moving_mean.assign(random.normal(0, 0.5, layer.moving_mean.shape))
            layer.moving_variance.assign(random.uniform(0.5, 4, layer.moving_variance.shape))
            layer.beta.assign(random.normal(0, 0.5, layer.beta.shape))
    return made


@pytest.fixture(scope="module")
def network() -> object:
    """The one for colour images of 80 pixels."""
    return settled(80)


@pytest.mark.parametrize(("side", "channels"), [(80, 3), (48, 1)])
def test_the_eight_views_of_an_image_get_the_same_answer(side: int, channels: int, network: object) -> None:
    made = network if channels == 3 else settled(side, channels)
    images = galaxies(4, side, channels)
    said = [made.predict_on_batch(view) for view in views(images)]
    assert max(np.abs(one - said[0]).max() for one in said) <= 3e-6
    assert said[0].std(axis=0).max() > 1e-3, "it tells images apart"
    other = np.roll(images, side // 4, axis=1)
    assert np.abs(made.predict_on_batch(other) - said[0]).max() > 1e-3, "and where things are in them"


@pytest.mark.parametrize(("classes", "numbers"), [(10, 91_158), (5, 90_793)])
def test_it_has_a_tenth_of_a_million_numbers(classes: int, numbers: int) -> None:
    made = equivariant.build((80, 80, 3), classes, Parameters())
    assert export.Network(made, SOFTMAX, 1).n_parameters == numbers and 80_000 <= numbers <= 100_000
    shapes = [layer.output.shape[1:] for layer in made.layers if isinstance(layer, symmetric.convolution())]
    assert shapes == [(80, 80, 32), (40, 40, 64), (20, 20, 112), (20, 20, 112), (10, 10, 192), (10, 10, 192)]
    assert [tuple(weight.shape) for weight in made.weights[-starting.HEAD :]] == [(72, classes), (classes,)]


def test_what_answers_is_a_plain_network_that_says_the_same(network: object, tmp_path: Path) -> None:
    images = galaxies(export.BATCH + 3, 80)
    plain = symmetric.flattened(network)
    assert np.abs(plain.predict_on_batch(images) - network.predict_on_batch(images)).max() <= 1e-5
    native, exported = export.Network(network, SOFTMAX, 1), export.Network(network, SOFTMAX, 1, 3, symmetric.flattened)
    assert np.allclose(exported.predict(images), native.predict(images), atol=1e-5)
    assert exported.n_parameters == native.n_parameters and exported.kept == 3
    exported.save(tmp_path)
    assert np.allclose(_asked(tmp_path / "model.onnx", images), native.predict(images), atol=1e-4)
    kernels = _kernels(tmp_path / "model.onnx")
    ordinary = [tuple(layer.kernel.shape) for layer in plain.layers if len(layer.weights) == 1]
    assert [kernel[::-1] for kernel in kernels] == ordinary, "constant, so made once"
    again = equivariant.build((80, 80, 3), 10, Parameters())
    assert starting.load(again, tmp_path / "weights.npz"), "the weights are those of the groups"
    loaded = export.Network(again, SOFTMAX, 1, flatten=symmetric.flattened)
    assert np.array_equal(loaded.predict(images), exported.predict(images))


def _asked(file: Path, images: np.ndarray) -> np.ndarray:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: images})[0]


def _kernels(file: Path) -> list[tuple[int, ...]]:
    """Shapes of the constant kernels of a graph's convolutions: (results, channels, rows, columns)."""
    import onnx

    graph = onnx.load(str(file)).graph
    constants = {constant.name: tuple(constant.dims) for constant in graph.initializer}
    return [constants[node.input[1]] for node in graph.node if node.op_type == "Conv"]


FRESH = """
import sys
import numpy as np
import onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
np.save(sys.argv[3], session.run(None, {session.get_inputs()[0].name: np.load(sys.argv[2])})[0])
"""


def test_a_fresh_process_says_the_same_bit_for_bit(treated: Callable, listener: Callable, tmp_path: Path) -> None:
    train, validation, test = treated(equivariant)
    predictor = equivariant.fit(train, validation, Parameters(**TINY), listener())
    predictor.save(tmp_path)
    images = test.images[test.rows]
    np.save(tmp_path / "images.npy", images)
    files = [str(tmp_path / name) for name in ("model.onnx", "images.npy", "said.npy")]
    subprocess.run([sys.executable, "-c", FRESH, *files], check=True, timeout=120)
    said = np.load(tmp_path / "said.npy")
    assert np.array_equal(said, _asked(tmp_path / "model.onnx", images))
    assert np.allclose(said, predictor.predict(images), atol=1e-4)
    turned = predictor.predict(np.ascontiguousarray(np.rot90(images, axes=(1, 2))))
    assert np.allclose(turned, predictor.predict(images), atol=1e-5), "what was learned is symmetric too"


def test_it_learns_in_bfloat16_and_goes_on_as_if_never_stopped(
    treated: Callable, listener: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpuinfo").write_text("flags : amx_bf16\n", encoding="utf-8")
    monkeypatch.setattr(precision, "PROCESSOR", tmp_path / "cpuinfo")
    train, validation, test = treated(equivariant)
    images, chosen = test.images[test.rows], Parameters(**TINY)
    expected = equivariant.fit(train, validation, chosen, unbroken := listener()).predict(images)
    assert unbroken.values[-1]["loss"] < unbroken.values[0]["loss"]
    broken = listener(tmp_path, stop_after=unbroken.batches // 2)
    with pytest.raises(Stopped):
        equivariant.fit(train, validation, chosen, broken)
    broken.stop_after = 10**9
    assert np.array_equal(equivariant.fit(train, validation, chosen, broken).predict(images), expected)


def test_its_layers_are_told_without_building_it() -> None:
    told = equivariant.layers(Parameters(), (80, 80, 3), 10)
    assert sum(layer.numbers for layer in told) == 91_158
    made = equivariant.build((80, 80, 3), 10, Parameters())
    kinds = (symmetric.convolution(), symmetric.norm())
    built = [layer.output.shape[1:] for layer in made.layers if isinstance(layer, kinds)]
    assert [layer.shape for layer in told if len(layer.shape) == 3 and layer.numbers] == built
    assert [layer.shape for layer in told[-2:]] == [(72,), (10,)]


def test_a_side_that_cannot_be_halved_evenly_is_a_sentence() -> None:
    with pytest.raises(UsageError, match="image_size = 69 can't be halved evenly: give a multiple of 16, as 64."):
        parameters.parse(Parameters, {"image_size": "69"})
    assert parameters.parse(Parameters, {"image_size": 96}).image_size == 96
    described = {each.name: each for each in parameters.describe(Parameters)}["image_size"]
    assert all(Parameters(image_size=s) for s in range(described.low, described.high + 1, int(described.step)))


def test_fields_widen_all_layers() -> None:
    widths = [[fields for fields, _ in equivariant._fields(Parameters(fields=fields))] for fields in (1, 4, 8)]
    assert widths == [[1, 2, 4, 4, 6, 6], [4, 8, 14, 14, 24, 24], [8, 16, 28, 28, 48, 48]]


def test_work_is_that_of_the_ordinary_convolutions() -> None:
    chosen = Parameters(epochs=1)
    plain = symmetric.flattened(equivariant.build((80, 80, 3), 10, chosen))
    outputs = [layer for layer in plain.layers if len(layer.weights) == 1]
    counted = sum(2 * np.prod(layer.kernel.shape) * np.prod(layer.output.shape[1:3]) for layer in outputs)
    assert equivariant.gflop(chosen, 1000, 10) == pytest.approx(3 * counted * 1000 / 1e9)
    assert equivariant.gflop(Parameters(epochs=2), 1000, 10) == pytest.approx(2 * equivariant.gflop(chosen, 1000, 10))
