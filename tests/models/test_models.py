"""The contract of a model, held against every one there is, and against broken ones."""

import dataclasses
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from galaxy_core import DataError, UsageError, augmentations, models, plugins, prepare, tasks
from galaxy_core.augmentations import balancing
from galaxy_core.models import Examples, Finished, majority
from galaxy_core.models.graphs.constant import Constant
from galaxy_core.plugins import parameters
from galaxy_core.tasks import Task

QUICK = {
    "cnn": {"epochs": 10, "image_size": 16, "filters": 8, "batch_size": 16, "learning_rate": 0.01, "views": 1},
    "equivariant": {"epochs": 6, "image_size": 16, "fields": 2, "batch_size": 16, "learning_rate": 0.01},
    "plain_cnn": {"epochs": 10, "image_size": 16, "convolutions": "8,16", "dense": "16", "batch_size": 16},
    "pca_logistic": {"components": 8, "image_size": 16},
    "forest": {"components": 8, "image_size": 16, "trees": 50},
    "boosting": {"components": 8, "image_size": 16, "rounds": 30},
    "ensemble": {"members": "pca_logistic+majority"},
    "transfer": {"weights": "random", "epochs": 10, "image_size": 16, "batch_size": 16, "copies": 2},
    "votes_cnn": {"epochs": 10, "image_size": 24, "batch_size": 16, "dropout": 0},
    "pca_ridge": {"components": 8, "image_size": 16},
}  # what makes a model quick; one that isn't named here is tried with its defaults
FOR_VOTES = {  # the same, of a model that needs something else
    "ensemble": {"members": "pca_ridge+column_mean"},
    "plain_cnn": QUICK["plain_cnn"] | {"epochs": 40, "learning_rate": 0.004},
}
Parts = tuple[Examples, Examples, Examples]
CLASSES, VOTES = (
    [name for name in models.names() if models.serves(models.model(name), task)] for task in ("classes", "votes")
)
SLOW = {
    "plain_cnn",
    "equivariant",
    "transfer",
}  # their graphs are slow to make, and what votes are to them the CNN tells


def marked(*names: str, task: str) -> list:
    """Models of a task for `parametrize`; what takes long besides the same of classes is tried before a release."""
    return [pytest.param(name, task, marks=[pytest.mark.long] * (task == "votes" and name in SLOW)) for name in names]


SERVED = [*marked(*CLASSES, task="classes"), *marked(*VOTES, task="votes")]


def quick(name: str, task: str = "classes") -> object:
    """Parameters with which a model learns the made images in seconds."""
    values = FOR_VOTES.get(name, QUICK.get(name, {})) if task == "votes" else QUICK.get(name, {})
    return parameters.parse(models.model(name).Parameters, values)


def learned(module: object, chosen: object, parts: Parts, heard: object) -> object:
    """What it learns; the members of one that is made of others learn the same before it."""
    for name in module.members(chosen) if hasattr(module, "members") else ():
        member = learned(models.model(name), quick(name, parts[0].task.name), parts, heard)
        file = Path(tempfile.mkdtemp()) / "model.onnx"
        member.save(file.parent)
        heard.members[name] = Finished(file, member.n_parameters)
    return module.fit(*parts[:2], chosen, heard)


def faults_of_head(module: object) -> list[str]:
    """What is wrong with the data at the head of a model."""
    faults = [n for n in ("TITLE", "SENTENCE", "SOURCE") if not getattr(module, n, "").strip()]
    if not any(models.serves(module, task) for task in tasks.names()):
        faults.append("NEEDS")
    kind = module.Parameters
    if not (dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen):
        return [*faults, "Parameters isn't a frozen dataclass"]
    for parameter in parameters.describe(kind):
        if not parameter.label or not parameter.description.endswith("."):
            faults.append(f"{parameter.name} isn't described")
        if parameters.parse(kind, {parameter.name: str(parameter.default)}) != kind():
            faults.append(f"{parameter.name} doesn't come back from a text")
        if parameter.kind in (int, float) and not parameter.choices and None in (parameter.low, parameter.high):
            faults.append(f"{parameter.name} has no range")
    if hasattr(module, "AUGMENT") != hasattr(module, "BALANCE"):
        return [*faults, "AUGMENT or BALANCE is missing"]
    return faults + (faults_of_treatment(module) if hasattr(module, "AUGMENT") else [])


def faults_of_treatment(module: object) -> list[str]:
    """What is wrong with how training images are changed and balanced unless the user chooses otherwise."""
    try:
        augmentations.written(module.AUGMENT)
        balancing.written(module.BALANCE)
    except UsageError as error:
        return [str(error)]
    return [] if isinstance(module.AUGMENT, tuple) else ["AUGMENT is no tuple"]


def faults_of_learning(predictor: object, chosen: object, parts: Parts, folder: Path) -> list[str]:
    """What is wrong with what was learned: shapes, sums, files, the same answer twice and from its graph."""
    train, _, test = parts
    images = test.images[test.rows]
    said = predictor.predict(images)
    if said.dtype != np.float32 or said.shape not in ((len(images), train.outputs), (len(images), 2 * train.outputs)):
        return [f"predict gives {said.dtype} {said.shape}"]
    faults = []
    try:
        train.task.predictions(test.rows, test.targets, said)
    except DataError as error:
        faults.append(str(error))
    if not np.allclose(predictor.predict(images[3:5]), said[3:5], atol=1e-6):
        faults.append("the answer depends on the batch")
    predictor.save(folder)
    with np.load(folder / "weights.npz", allow_pickle=False) as stored:
        if not all(stored[name].dtype.kind in "fiu" for name in stored):
            faults.append("weights.npz holds more than numbers")
    if not np.allclose(_asked(folder / "model.onnx", images), said, atol=1e-5, rtol=1e-4):
        faults.append("model.onnx says something else")
    if not isinstance(predictor.n_parameters, int) or predictor.n_parameters < 0:
        faults.append("the number of parameters is no number")
    if not (predictor.kept is None or 1 <= predictor.kept <= chosen.epochs):
        faults.append("kept is no epoch")
    return faults


def _asked(file: Path, images: np.ndarray) -> np.ndarray:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return np.concatenate(session.run(None, {session.get_inputs()[0].name: images}), axis=1)


def more(task: Task) -> Task:
    """The same task with one more class; a tree is as it is."""
    return task if task.name == "votes" else dataclasses.replace(task, names=(*task.names, "absent"))


@pytest.fixture(scope="module")
def fitted(treated: Callable, listener: Callable) -> Callable[..., tuple[object, Parts]]:
    """`fitted("cnn")`, `fitted("cnn", "votes")`: what a model has learned, once for all checks, and from what: a fourth
    class has no images."""

    @cache
    def fit(name: str, task: str = "classes") -> tuple[object, Parts]:
        module = models.model(name)
        parts = tuple(dataclasses.replace(part, task=more(part.task)) for part in treated(module, task))
        if module.steps(quick(name, task)) and getattr(quick(name, task), "image_size", 16) != 16:
            parts = tuple(dataclasses.replace(part, images=larger(part.images)) for part in parts)
        return learned(module, quick(name, task), parts, listener()), parts

    return fit


def larger(images: np.ndarray) -> np.ndarray:
    """The images with a black border: 24 × 24, for a network that takes no smaller ones."""
    return np.pad(images, ((0, 0), (4, 4), (4, 4), (0, 0)))


def right(predictor: object, parts: Parts) -> float:
    """The share of test images that it gets right."""
    test = parts[2]
    return float((predictor.predict(test.images[test.rows]).argmax(axis=1) == test.labels).mean())


@pytest.mark.parametrize("name", models.names())
def test_the_head_is_whole(name: str) -> None:
    assert faults_of_head(models.model(name)) == []


@pytest.mark.parametrize(("name", "task"), SERVED)
def test_it_learns_predicts_and_saves(name: str, task: str, fitted: Callable, tmp_path: Path) -> None:
    predictor, parts = fitted(name, task)
    assert faults_of_learning(predictor, quick(name, task), parts, tmp_path) == []


@pytest.mark.parametrize("name", models.names())
def test_its_preparation_and_work_are_known_without_training(name: str) -> None:
    module, chosen = models.model(name), quick(name)
    steps = prepare.chain(module.steps(chosen))
    prepared = prepare.apply(np.zeros((2, 69, 69, 3), np.uint8), steps)
    assert prepared.dtype == np.uint8 and prepared.shape[1] == prepared.shape[2]
    once, twice = (module.gflop(chosen, images, 10) for images in (1000, 2000))
    assert 0 <= once <= twice < 1e9


@pytest.mark.parametrize(("name", "task"), marked(*[name for name in VOTES if name != "column_mean"], task="votes"))
def test_it_beats_the_column_mean_on_votes_that_can_be_learned(name: str, task: str, fitted: Callable) -> None:
    predictor, (_, _, test) = fitted(name, task)
    known = test.task.predictions(test.rows, test.targets, predictor.predict(test.images[test.rows]))
    constant = np.sqrt(np.nanvar(known.voted, axis=0).mean())
    assert test.task.scores(known).values["rmse"].value < 0.9 * constant


@pytest.mark.parametrize("name", [name for name in CLASSES if name != "majority"])
def test_it_beats_the_majority_on_what_can_be_learned(name: str, fitted: Callable) -> None:
    assert right(*fitted(name)) > right(*fitted("majority")) + 0.25


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_without_training_images_is_never_named(name: str, fitted: Callable) -> None:
    predictor, (_, _, test) = fitted(name)
    said = predictor.predict(test.images[test.rows])
    assert said.shape[1] == 4 and np.isfinite(said).all() and not (said.argmax(axis=1) == 3).any()


def test_a_wrong_name_lists_the_right_ones() -> None:
    with pytest.raises(UsageError, match="majority, .*pca_logistic, .*plain_cnn, .*cnn, equivariant"):
        models.model("resnet")
    assert all(head.reason is None for head in plugins.heads(models))


BROKEN = {
    "one class too few": lambda said: said[:, :-1],
    "double precision": lambda said: said.astype(np.float64),
    "scores instead of probabilities": lambda said: said * 3,
    "negative": lambda said: said - np.float32([1, -1, 0]),
    "the batch's own mean": lambda said: np.tile(said.mean(axis=0), (len(said), 1)) * 0 + _of_batch(said),
    "another than its graph": lambda said: said[:, ::-1].copy(),
}


def _of_batch(said: np.ndarray) -> np.ndarray:
    return np.eye(3, dtype=np.float32)[np.arange(len(said)) % 3]


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_model_is_found(what: str, learnable: Parts, tmp_path: Path) -> None:
    class Wrong(Constant):
        def predict(self, images: np.ndarray) -> np.ndarray:
            return BROKEN[what](super().predict(images))

    train = learnable[0]
    wrong = Wrong(majority.fit(train, train, None, None).outputs, train.images.shape[1:])
    assert faults_of_learning(wrong, None, learnable, tmp_path)


def test_a_model_that_pickles_is_found(learnable: Parts, tmp_path: Path) -> None:
    class Pickling(Constant):
        def save(self, folder: Path) -> None:
            super().save(folder)
            np.savez(folder / "weights.npz", words=np.array(["a"]))

    train = learnable[0]
    pickling = Pickling(majority.fit(train, train, None, None).outputs, train.images.shape[1:])
    assert faults_of_learning(pickling, None, learnable, tmp_path)


def test_a_broken_head_is_found() -> None:
    @dataclasses.dataclass
    class Loose:
        depth: int = parameters.parameter(3, "Depth", "no full stop")

    good = {name: getattr(majority, name) for name in ("TITLE", "SENTENCE", "SOURCE", "Parameters")}
    usual = {"AUGMENT": ("flips",), "BALANCE": "none"}
    assert faults_of_head(SimpleNamespace(**good | usual)) == []
    for changed in (
        {"TITLE": " "}, {"NEEDS": ("guessing",)}, {"Parameters": Loose}, {"AUGMENT": ()}, {"BALANCE": "none"},
        usual | {"AUGMENT": ("spin",)}, usual | {"AUGMENT": ["flips"]}, usual | {"BALANCE": "more"},
    ):  # fmt: skip
        assert faults_of_head(SimpleNamespace(**good | changed)), changed
    frozen = dataclasses.make_dataclass("F", [("depth", int, Loose.__dataclass_fields__["depth"])], frozen=True)
    assert len(faults_of_head(SimpleNamespace(**good | {"Parameters": frozen}))) == 2


def test_a_preparation_of_ones_own_stands_before_the_models_last_step() -> None:
    module = models.model("cnn")
    own = module.steps(module.Parameters())
    assert models.steps(module, module.Parameters()) == own
    assert models.steps(module, module.Parameters(), ("crop:fraction=0.5",)) == ("crop:fraction=0.5", own[-1])


def test_examples_come_in_order(learnable: Parts) -> None:
    train = learnable[0]
    assert np.array_equal(np.concatenate([*train.batches(33)]), train.images[train.rows])
    assert os.environ["KERAS_BACKEND"] == "tensorflow"


@pytest.mark.parametrize("name", [name for name in models.names() if hasattr(models.model(name), "layers")])
def test_layers_are_told_as_they_are_built(name: str) -> None:
    module, chosen = models.model(name), quick(name)
    side = chosen.image_size
    told = module.layers(chosen, (side, side, 3), 7)
    built = module.build((side, side, 3), 7, chosen)
    assert sum(layer.numbers for layer in told) == sum(int(np.prod(w.shape)) for w in built.trainable_weights)
    shapes = [tuple(layer.output.shape[1:]) for layer in built.layers]
    assert told[-1].shape == (7,) and all(layer.shape in shapes for layer in told)
