"""The contract of a preparation step, held against every one there is and against broken ones; chains of steps."""

from types import SimpleNamespace

import numpy as np
import pytest

from galaxy_core import UsageError, plugins, prepare
from galaxy_core.plugins import parameters

SHAPES = ((3, 64, 64, 3), (2, 40, 56, 1), (1, 9, 9, 3), (2, 1, 1, 3), (1, 5, 90, 3), (0, 32, 32, 3))


def drawn(shape: tuple[int, ...]) -> np.ndarray:
    """Random images."""
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


def faults(module: object) -> list[str]:
    """What a step does wrong with images of several shapes."""
    found, values = [], module.Parameters()
    for shape in SHAPES:
        images = drawn(shape)
        before, out = images.copy(), module.apply(images, values)
        if out.dtype != np.uint8 or out.ndim != 4 or out.shape[0] != shape[0] or out.shape[3] not in {1, shape[3]}:
            found.append(f"{shape} becomes {out.dtype} {out.shape}")
        elif shape[0] and not np.array_equal(module.apply(images[:1], values)[0], out[0]):
            found.append(f"{shape}: alone it becomes something else")
        found += [f"{shape}: {fault}" for fault in (*looking_faults(module, images), *stage_faults(module, images))]
        if not np.array_equal(images, before):
            found.append(f"{shape}: its input was changed")
    return found


def looking_faults(module: object, images: np.ndarray) -> list[str]:
    """What a step's `detect` does wrong, if it has one."""
    if not hasattr(module, "detect"):
        return []
    out, detected = module.detect(images, module.Parameters())
    wrong = []
    if not np.array_equal(out, module.apply(images, module.Parameters())):
        wrong.append("`detect` gives other images than `apply`")
    if not isinstance(detected, np.ndarray) or detected.dtype != bool or detected.shape != (len(images),):
        wrong.append("`detect` doesn't say for each image whether")
    elif len(images) and module.detect(images[:1], module.Parameters())[1][0] != detected[0]:
        wrong.append("alone something else is found")
    return wrong


def stage_faults(module: object, images: np.ndarray) -> list[str]:
    """What a step's `stages` do wrong, if it has some."""
    if not hasattr(module, "stages") or not len(images):
        return []
    stages, wrong = module.stages(images[0], module.Parameters()), []
    for title, picture in stages:
        if not title or picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] not in (1, 3):
            wrong.append(f"“{title}” is {picture.dtype} {picture.shape}")
    if not stages or not np.array_equal(stages[-1][1], module.apply(images[:1], module.Parameters())[0]):
        wrong.append("the last stage isn't the result")
    return wrong


@pytest.mark.parametrize("head", plugins.heads(prepare), ids=lambda head: head.name)
def test_every_step_keeps_the_contract(head: plugins.Head) -> None:
    assert head.reason is None and head.title and head.sentence.endswith(".")
    assert faults(plugins.load(prepare, head.name)) == []


def sound(**changed: object) -> SimpleNamespace:
    """A step with everything a step may have, that does nothing; or with something else instead."""
    parts = {
        "Parameters": lambda: None,
        "apply": lambda images, values: images,
        "detect": lambda images, values: (images, np.ones(len(images), bool)),
        "stages": lambda image, values: (("Half", image // 2), ("Result", image)),
    }
    return SimpleNamespace(**(parts | changed))


@pytest.mark.parametrize(
    "apply",
    [
        lambda images, values: images / 255,
        lambda images, values: images[:, :, :, 0],
        lambda images, values: images[:1],
        lambda images, values: images // max(1, len(images)),
        lambda images, values: np.add(images, 1, out=images),
        lambda images, values: np.repeat(images, 3, axis=3),
    ],
    ids=["floats", "no channels", "one only", "the batch's size", "in place", "more channels"],
)
def test_a_broken_step_is_found(apply: object) -> None:
    assert faults(SimpleNamespace(Parameters=lambda: None, apply=apply))


@pytest.mark.parametrize(
    "detect",
    [
        lambda images, values: (255 - images, np.ones(len(images), bool)),
        lambda images, values: (images, [True] * len(images)),
        lambda images, values: (images, np.ones(len(images), np.uint8)),
        lambda images, values: (images, np.ones(1, bool)),
        lambda images, values: (images, np.full(len(images), len(images) > 1)),
    ],
    ids=["other images", "a list", "numbers", "one for all", "the batch's size"],
)
def test_a_broken_detection_is_found(detect: object) -> None:
    assert faults(sound()) == []
    assert faults(sound(detect=detect))


@pytest.mark.parametrize(
    "stages",
    [
        lambda image, values: (("Result", image), ("Half", image // 2)),
        lambda image, values: (),
        lambda image, values: (("", image),),
        lambda image, values: (("Grey", image[..., 0]), ("Result", image)),
        lambda image, values: (("Floats", image / 255), ("Result", image)),
        lambda image, values: (("Result", np.add(image, 1, out=image)),),
    ],
    ids=["another last one", "none", "no title", "no channels", "floats", "in place"],
)
def test_broken_stages_are_found(stages: object) -> None:
    assert faults(sound(stages=stages))


def test_what_was_found_is_told_through_a_chain() -> None:
    images = np.zeros((2, 100, 100, 3), np.uint8)
    images[1, 40:60, 40:60] = 200
    chain = ("crop:fraction=0.9", "central_source:size=32", "resize:size=16")
    out, detected = prepare.detect(images, chain)
    assert detected.tolist() == [False, True] and np.array_equal(out, prepare.apply(images, chain))
    assert out.shape == (2, 16, 16, 1)
    assert prepare.detect(images, ("crop",))[1].tolist() == [True, True], "nothing was looked for"
    assert prepare.detect(images, (*chain, "central_source:threshold=254"))[1].tolist() == [False, False]
    assert [prepare.looks(step) for step in chain] == [False, True, False]


def test_a_preview_shows_every_stage_of_every_step() -> None:
    image = drawn((90, 120, 3))
    shown = prepare.preview(image, ("crop:pixels=64", "central_source", "normalise"))
    assert [title for title, _ in shown] == [
        "Original", "Centre crop", "Gaussian blur", "Threshold", "Dilate", "Contours", "Bounding box", "Targets",
        "Result", "Normalise",
    ]  # fmt: skip
    assert shown[0][1] is image and shown[1][1].shape == (64, 64, 3)
    assert np.array_equal(
        shown[-1][1], prepare.apply(image[None], ("crop:pixels=64", "central_source", "normalise"))[0]
    )
    assert prepare.preview(image, ()) == (("Original", image),)


def test_a_chain_may_be_read_once_for_many_images() -> None:
    images, texts = drawn((2, 50, 50, 3)), ("crop", "resize:size=16")
    steps = tuple(map(prepare.step, texts))
    assert np.array_equal(prepare.apply(images, steps), prepare.apply(images, texts))
    assert all(prepare.step(this) is this for this in steps)


def test_a_chain_is_a_text_with_everything_written_out() -> None:
    assert prepare.chain(("crop", "resize:size=32")) == ("crop:fraction=0.75,pixels=0", "resize:size=32")
    assert prepare.chain(prepare.chain(("resize",))) == prepare.chain(("resize:size=64",))
    assert prepare.apply(drawn((2, 100, 100, 3)), ("crop:fraction=0.5", "resize:size=16")).shape == (2, 16, 16, 3)
    assert np.array_equal(prepare.apply(images := drawn((2, 10, 10, 3)), ()), images)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("resise:size=64", ["resise", "crop, grey"]),
        ("resize:size", ["NAME:PARAMETER=VALUE"]),
        ("resize:side=64", ["side", "size"]),
        ("resize:size=4", ["size", "from 8 to 512"]),
        ("crop:fraction=nan", ["fraction", "nan"]),
        ("crop:pixels=5000", ["pixels", "from 0 to 4096"]),
        ("grey:size=4", ["size", "there are none"]),
        ("", ["crop, grey"]),
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
