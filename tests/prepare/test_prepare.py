"""The contract of a preparation step, held against every one there is and against broken ones; chains of steps."""

from types import SimpleNamespace

import numpy as np
import pytest

from galaxy_core import UsageError, plugins, prepare
from galaxy_core.plugins import parameters

SHAPES = ((3, 64, 64, 3), (2, 40, 56, 1), (1, 9, 9, 3), (0, 32, 32, 3))


def drawn(shape: tuple[int, ...]) -> np.ndarray:
    """Random images."""
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


def faults(module: object) -> list[str]:
    """What a step does wrong with images of several shapes."""
    found, values = [], module.Parameters()
    for shape in SHAPES:
        images = drawn(shape)
        before, out = images.copy(), module.apply(images, values)
        if out.dtype != np.uint8 or out.ndim != 4 or out.shape[0] != shape[0] or out.shape[3] != shape[3]:
            found.append(f"{shape} becomes {out.dtype} {out.shape}")
        elif shape[0] and not np.array_equal(module.apply(images[:1], values)[0], out[0]):
            found.append(f"{shape}: alone it becomes something else")
        if not np.array_equal(images, before):
            found.append(f"{shape}: its input was changed")
    return found


@pytest.mark.parametrize("head", plugins.heads(prepare), ids=lambda head: head.name)
def test_every_step_keeps_the_contract(head: plugins.Head) -> None:
    assert head.reason is None and head.title and head.sentence.endswith(".")
    assert faults(plugins.load(prepare, head.name)) == []


@pytest.mark.parametrize(
    "apply",
    [
        lambda images, values: images / 255,
        lambda images, values: images[:, :, :, 0],
        lambda images, values: images[:1],
        lambda images, values: images // max(1, len(images)),
        lambda images, values: np.add(images, 1, out=images),
    ],
    ids=["floats", "no channels", "one only", "the batch's size", "in place"],
)
def test_a_broken_step_is_found(apply: object) -> None:
    assert faults(SimpleNamespace(Parameters=lambda: None, apply=apply))


def test_a_chain_is_a_text_with_everything_written_out() -> None:
    assert prepare.chain(("crop", "resize:size=32")) == ("crop:fraction=0.75", "resize:size=32")
    assert prepare.chain(prepare.chain(("resize",))) == prepare.chain(("resize:size=64",))
    assert prepare.apply(drawn((2, 100, 100, 3)), ("crop:fraction=0.5", "resize:size=16")).shape == (2, 16, 16, 3)
    assert np.array_equal(prepare.apply(images := drawn((2, 10, 10, 3)), ()), images)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("resise:size=64", ["resise", "crop, resize"]),
        ("resize:size", ["NAME:PARAMETER=VALUE"]),
        ("resize:side=64", ["side", "size"]),
        ("resize:size=4", ["size", "from 8 to 512"]),
        ("crop:fraction=nan", ["fraction", "nan"]),
        ("", ["crop, resize"]),
        ("../runs", ["../runs"]),
    ],
)
def test_a_wrong_step_is_refused_with_the_right_ones(text: str, words: list[str]) -> None:
    with pytest.raises(UsageError) as refused:
        prepare.chain((text,))
    assert all(word in str(refused.value) for word in words), str(refused.value)


def test_every_default_comes_back_from_its_text() -> None:
    for name in plugins.names(prepare):
        kind = plugins.load(prepare, name).Parameters
        assert parameters.parse(kind, {p.name: str(p.default) for p in parameters.describe(kind)}) == kind()
