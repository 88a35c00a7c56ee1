"""Several graphs in one: names that clash, operator sets that differ, functions and graphs inside graphs."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from galaxy_core.models import Finished, ensemble, graphs
from galaxy_core.models.graphs import merging

IMAGES = np.random.default_rng(4).integers(0, 256, (6, 2, 2, 3), np.uint8)


def linear(folder: Path, seed: int) -> bytes:
    """A linear model of random weights, whose names are those of every other one."""
    random = np.random.default_rng(seed)
    weights, bias = random.normal(size=(12, 4)).astype(np.float32), random.normal(size=4).astype(np.float32)
    graphs.write_linear(folder / f"{seed}.onnx", weights, bias, (2, 2, 3))
    return (folder / f"{seed}.onnx").read_bytes()


def older(model: bytes, opset: int, ir: int) -> bytes:
    """The same with an older operator set."""
    made = onnx.load_model_from_string(model)
    made.opset_import[0].version, made.ir_version = opset, ir
    return made.SerializeToString()


def branching() -> bytes:
    """A graph with graphs inside: one class is sure, by whether the first pixel of the first image is large."""

    def sure(name: str, label: int) -> onnx.GraphProto:
        row = helper.make_tensor(f"{name}_row", TensorProto.FLOAT, [1, 4], np.eye(4, dtype=np.float32)[label])
        nodes = [
            helper.make_node("Constant", [], ["row"], value=row),
            helper.make_node("Expand", ["row", "size"], [name]),
        ]
        return helper.make_graph(nodes, name, [], [helper.make_tensor_value_info(name, TensorProto.FLOAT, None)])

    nodes = [
        helper.make_node("Cast", ["images"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMax", ["numbers"], ["largest"], keepdims=0),
        helper.make_node("Greater", ["largest", "level"], ["large"]),
        helper.make_node("Shape", ["images"], ["n"], start=0, end=1),
        helper.make_node("Concat", ["n", "one"], ["size"], axis=0),
        helper.make_node("If", ["large"], ["p"], then_branch=sure("yes", 1), else_branch=sure("no", 2)),
    ]  # fmt: skip
    graph = helper.make_graph(
        nodes, "branching",
        [helper.make_tensor_value_info("images", TensorProto.UINT8, ["n", 2, 2, 3])],
        [helper.make_tensor_value_info("p", TensorProto.FLOAT, ["n", 4])],
        [helper.make_tensor("level", TensorProto.FLOAT, [], [100]),
         helper.make_tensor("one", TensorProto.INT64, [1], [1])],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()


def said(model: bytes | Path) -> np.ndarray:
    """What a graph says of the images."""
    whole = model.read_bytes() if isinstance(model, Path) else model
    session = onnxruntime.InferenceSession(whole, providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: IMAGES})[0]


def test_the_weighted_mean_of_three_with_the_same_names(tmp_path: Path) -> None:
    models, weights = [linear(tmp_path, seed) for seed in (0, 1, 2)], np.array([0.5, 0.3, 0.2])
    merging.write_mean(tmp_path / "model.onnx", models, weights)
    expected = np.tensordot(weights, [said(model) for model in models], axes=1)
    assert np.allclose(said(tmp_path / "model.onnx"), expected, atol=1e-6)
    again = onnx.load(tmp_path / "model.onnx")
    assert [one.name for one in again.graph.input] == ["images"]
    assert [one.name for one in again.graph.output] == ["probabilities"]
    merging.write_mean(
        tmp_path / "twice.onnx", [(tmp_path / "model.onnx").read_bytes(), models[0]], np.array([0.5, 0.5])
    )
    assert np.allclose(said(tmp_path / "twice.onnx"), (expected + said(models[0])) / 2, atol=1e-6)


def sure(folder: Path, seed: int) -> bytes:
    """Fractions of a linear model, and beside them the concentrations of as many votes."""
    model = onnx.load_model_from_string(linear(folder, seed))
    model.graph.node[-1].output[0] = "fractions"
    model.graph.node.append(helper.make_node("Mul", ["fractions", "worth"], ["concentrations"]))
    model.graph.initializer.append(helper.make_tensor("worth", TensorProto.FLOAT, [], [10.0 * (seed + 1)]))
    del model.graph.output[:]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 4]) for name in graphs.OUTPUTS]
    model.graph.output.extend(outputs)
    return model.SerializeToString()


def test_of_models_that_know_how_sure_they_are_that_is_averaged_too(tmp_path: Path) -> None:
    models, weights = [sure(tmp_path, seed) for seed in (0, 1)], np.array([0.25, 0.75])
    merging.write_mean(tmp_path / "model.onnx", models, weights)
    fractions, concentrations = np.split(
        graphs.answers(graphs.session(str(tmp_path / "model.onnx")), IMAGES), 2, axis=1
    )
    assert np.allclose(fractions, 0.25 * said(models[0]) + 0.75 * said(models[1]), atol=1e-6)
    assert np.allclose(concentrations, fractions * (0.25 * 10 + 0.75 * 20), rtol=1e-5)
    here = ensemble.EnsemblePredictor([_finished(tmp_path, model) for model in models], weights)
    assert np.allclose(here.predict(IMAGES), np.concatenate([fractions, concentrations], axis=1), rtol=1e-5)
    mixed = ensemble.EnsemblePredictor(
        [_finished(tmp_path, model) for model in (models[0], linear(tmp_path, 1))], weights
    )
    assert np.allclose(mixed.predict(IMAGES), fractions, atol=1e-6), "one of them doesn't know it"
    mixed.save(tmp_path)
    assert np.allclose(graphs.answers(graphs.session(str(tmp_path / "model.onnx")), IMAGES), fractions, atol=1e-6)


def _finished(folder: Path, model: bytes) -> Finished:
    file = folder / f"{len(list(folder.iterdir()))}-member.onnx"
    file.write_bytes(model)
    return Finished(file, 1)


def test_older_operator_sets_are_brought_to_the_newest(tmp_path: Path) -> None:
    models = [older(linear(tmp_path, 0), 13, 7), linear(tmp_path, 1)]
    merging.write_mean(tmp_path / "model.onnx", models, np.array([0.25, 0.75]))
    made = onnx.load(tmp_path / "model.onnx")
    assert made.ir_version == 9 and [one.version for one in made.opset_import] == [graphs.OPSET]
    assert np.allclose(said(tmp_path / "model.onnx"), 0.25 * said(models[0]) + 0.75 * said(models[1]), atol=1e-6)


def test_graphs_inside_graphs_keep_their_names_apart(tmp_path: Path) -> None:
    models = [branching(), branching(), linear(tmp_path, 0)]
    merging.write_mean(tmp_path / "model.onnx", models, np.array([0.25, 0.25, 0.5]))
    expected = 0.5 * said(models[0]) + 0.5 * said(models[2])
    assert said(models[0])[0, 1] == 1 and np.allclose(said(tmp_path / "model.onnx"), expected, atol=1e-6)
