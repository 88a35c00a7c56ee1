"""How images are described for trees: what a form offers and says, what it costs, and that PCA is what it was."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.models import backbones, boosting, forest
from galaxy_core.models.trees import Scores, description
from galaxy_core.models.trees.description import Description
from galaxy_core.plugins import parameters
from galaxy_core.prepare import chain

BOTH = pytest.mark.parametrize("module", [forest, boosting], ids=["forest", "boosting"])


@BOTH
def test_every_backbone_that_there_is_can_be_chosen(module: object) -> None:
    known = {one.name: one for one in parameters.describe(module.Parameters)}
    assert known["describe"].choices == ("pca", *backbones.BACKBONES)
    assert known["describe"].default == "pca"
    with pytest.raises(UsageError, match="one of pca, MobileNetV2, "):
        parameters.parse(module.Parameters, {"describe": "AlexNet"})


@BOTH
def test_what_one_way_needs_is_hidden_beside_the_other(module: object) -> None:
    known = {one.name: one for one in parameters.describe(module.Parameters)}
    shown = {
        way: {name for name, one in known.items() if one.matters({"describe": way})}
        for way in ("pca", "MobileNetV2", "VGG16")
    }
    assert shown["pca"] ^ shown["MobileNetV2"] == {"components", "network_weights", "start"}
    assert "components" in shown["pca"] and shown["MobileNetV2"] == shown["VGG16"]


@BOTH
def test_what_is_the_same_is_said_once(module: object) -> None:
    chosen = module.Parameters(image_size=48, crop=0.5)
    assert issubclass(module.Parameters, Description)
    assert chain(module.steps(chosen)) == chain(("crop:fraction=0.5", "resize:size=48"))


def test_a_form_says_what_trees_ask_about() -> None:
    assert description.describe(Description(components=7), 10) == "Trees ask about 7 basic patterns of an image."
    assert description.describe(Description(describe="ResNet50"), 10) == (
        "Trees ask about the 2,048 numbers by which ResNet50 describes an image; the network itself stays as it is."
    )


def test_weights_to_begin_with_are_those_of_transfer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    plain, known = Description(), Description(describe="VGG16")
    assert not plain.trained and description.available(plain)
    assert known.trained and not description.available(known)
    for other in ({"network_weights": "random"}, {"start": "20260101-000000-transfer-abcd"}):
        chosen = Description(describe="VGG16", **other)
        assert description.available(chosen) and chosen.trained == ("start" in other)
    file = tmp_path / "weights" / backbones.find("VGG16").file
    file.parent.mkdir()
    file.touch()
    assert description.available(known)


def test_work_is_one_look_of_the_network_at_each_image() -> None:
    chosen = Description(describe="MobileNetV2", image_size=96)
    assert description.gflop(chosen, 1000) == pytest.approx(1000 * backbones.gflop("MobileNetV2", 96))
    assert description.gflop(Description(components=80), 1000) > description.gflop(Description(components=8), 1000)
    more = forest.gflop(forest.Parameters(describe="ResNet50"), 1000, 10)
    assert more > description.gflop(Description(describe="ResNet50"), 1000)


def test_basic_patterns_are_pca_scores(learnable: tuple, listener: Callable) -> None:
    scores, described = description.learned(*learnable[:2], Description(components=4), heard := listener())
    assert isinstance(scores, Scores) and heard.said == ["finding the basic patterns"] and scores.initial_weights == ""
    assert described.shape == (140, 4) and np.array_equal(described, scores.of(learnable[0]))
