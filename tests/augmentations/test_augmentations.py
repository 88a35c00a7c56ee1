"""The contract of an augmentation, held against every one there is and against broken ones; all of them together."""

from collections.abc import Iterator
from types import ModuleType, SimpleNamespace

import cv2
import numpy as np
import pytest

from galaxy_core import UsageError, augmentations, plugins
from galaxy_core.augmentations import Pipeline, rng
from galaxy_core.plugins import Chosen, parameters
from tests.augmentations.pictures import SHAPES, confetti, photographs, table

NAMES = plugins.names(augmentations)
MODULES = {name: plugins.load(augmentations, name) for name in NAMES}
GEOMETRIC = tuple(name for name in NAMES if augmentations.kind(MODULES[name]) == "matrices")


def values_at_their_ends(kind: type) -> Iterator[object]:
    """Parameters at the lowest, the highest and every chosen value of each, the others as usual."""
    for one in parameters.describe(kind):
        for value in one.choices or ((False, True) if one.kind is bool else (one.low, one.high)):
            yield parameters.parse(kind, {one.name: value})


def neutral(name: str) -> str | None:
    """The augmentation with all that counts at its least; None where it has nothing that counts."""
    numbers = [one for one in parameters.describe(MODULES[name].Parameters) if one.kind in (int, float)]
    least = ",".join(f"{one.name}={min(one.choices) if one.choices else one.low}" for one in numbers)
    return f"{name}:{least}" if least else None


def faults_of_head(module: ModuleType) -> list[str]:
    """What is wrong with what a menu and a form show of an augmentation."""
    found = [] if sum(hasattr(module, kind) for kind in augmentations.KINDS) == 1 else ["not of one kind"]
    found += [] if type(module.DRAWS) is int and module.DRAWS >= 0 else ["DRAWS"]
    for one in parameters.describe(module.Parameters):
        if not one.label or not one.description.endswith("."):
            found.append(f"{one.name} isn't described")
        if one.kind in (int, float) and not one.choices and not (one.low is not None and one.low < one.high):
            found.append(f"{one.name} has no range")
        if one.kind is str and not one.choices:
            found.append(f"{one.name} may be any text")
    return found


def faults_of_kind(module: ModuleType, values: object, batch: np.ndarray, random: np.ndarray) -> list[str]:
    """What is wrong with what the function of its kind gives."""
    count, kind = len(batch), augmentations.kind(module)
    if kind == "border":
        return [] if module.border(values) in augmentations.BORDERS else ["no border"]
    if kind == "matrices":
        made = module.matrices(random, values, batch.shape[1:3])
        sound = made.dtype == np.float32 and made.shape in ((count, 2, 2), (count, 2, 3)) and np.isfinite(made).all()
        return [] if sound else [f"matrices are {made.dtype} {made.shape}"]
    if kind == "mix":
        where, share = module.mix(random, values)
        shaped = where.shape == share.shape == (count,) and where.dtype == share.dtype == np.float32
        sound = shaped and 0 <= where.min() <= where.max() < 1 and 0 <= share.min() <= share.max() <= 1
        return [] if sound else ["no places and shares"]
    given = batch.astype(np.float32)
    made = module.apply(given, random, values, 40.0)
    found = [] if np.array_equal(given, batch) else ["its input is changed"]
    sound = made.dtype == np.float32 and made.shape == batch.shape and np.isfinite(made).all()
    return found if sound else [*found, f"the batch becomes {made.dtype} {made.shape}"]


def faults(module: ModuleType) -> list[str]:
    """What an augmentation does wrong, by itself and as a pipeline of one, on images of any shape, with any values."""
    found, usual = [], module.Parameters()
    for shape in SHAPES:
        batch, random = photographs(shape=shape), table(module.DRAWS)
        for values in (usual, *values_at_their_ends(module.Parameters)):
            if wrong := faults_of_kind(module, values, batch, random):
                return [f"{shape} {values}: {wrong}"]
            alone = Pipeline((Chosen("one", module, values),), 40.0)
            before, out = batch.copy(), alone(batch, random)
            if out.dtype != np.uint8 or out.shape != batch.shape:
                found.append(f"{shape}: {out.dtype} {out.shape}")
            if not np.array_equal(batch, before):
                found.append("the images on disk would be changed")
            if not np.array_equal(out, alone(batch, random)):
                found.append("not a function of its numbers")
            if not np.array_equal(alone(batch[2:4], random[2:4]), out[2:4]):
                found.append("depends on the rest of the batch")
    return found + dead(module)


def dead(module: ModuleType) -> list[str]:
    """Whether its numbers change nothing, although it draws some."""
    alone, batch = Pipeline((Chosen("one", module, module.Parameters()),)), photographs()
    one, other = (table(module.DRAWS, seed=seed) for seed in (0, 1))
    same = np.array_equal(alone(batch, one), alone(batch, other))
    if augmentations.kind(module) == "mix":
        same = np.array_equal(alone.partners(one, 9), alone.partners(other, 9))
    return ["its numbers change nothing"] if same and module.DRAWS else []


@pytest.mark.parametrize("head", plugins.heads(augmentations), ids=lambda head: head.name)
def test_every_augmentation_keeps_the_contract(head: plugins.Head) -> None:
    assert head.reason is None and head.title and head.sentence.endswith(".")
    module = MODULES[head.name]
    assert faults_of_head(module) + faults(module) == []


GENERATOR = np.random.default_rng()
BROKEN = {
    "a state of its own": lambda batch, random, *_: batch + GENERATOR.random(dtype=np.float32) * 90,
    "another shape": lambda batch, random, *_: batch[:, ::2],
    "another dtype": lambda batch, random, *_: batch * 1.0 + np.float64(random[0, 0]) * np.ones(1),
    "the batch's mean": lambda batch, random, *_: batch - batch.mean() + 50 * random[:, :1, None, None],
    "no number": lambda batch, random, *_: batch / (0 * random[:, :1, None, None] + np.inf) * np.inf,
    "its input": lambda batch, random, *_: np.multiply(batch, random[:, :1, None, None], out=batch),
    "nothing": lambda batch, random, *_: batch,
}
WRONG = {
    "matrices": (lambda random, values, size: np.eye(3)[None], lambda random, values, size: np.zeros((6, 2, 2))),
    "mix": (lambda random, values: (random[:, 0] + 1, random[:, 0]), lambda random, values: (random, random)),
    "border": (lambda values: "white",),
}


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_change_of_values_is_found(what: str) -> None:
    assert faults(SimpleNamespace(Parameters=MODULES["zoom"].Parameters, DRAWS=1, apply=BROKEN[what]))


@pytest.mark.parametrize(("kind", "function"), [(kind, function) for kind, all_ in WRONG.items() for function in all_])
def test_another_broken_kind_is_found(kind: str, function: object) -> None:
    assert faults(SimpleNamespace(Parameters=MODULES["zoom"].Parameters, DRAWS=1, **{kind: function}))


def test_a_broken_head_is_found() -> None:
    good = {"Parameters": MODULES["zoom"].Parameters, "DRAWS": 1, "mix": None}
    assert faults_of_head(SimpleNamespace(**good)) == []
    from galaxy_core.augmentations.balancing import targeted

    for changed in ({"apply": None}, {"DRAWS": 1.0}, {"DRAWS": -1}, {"Parameters": targeted.Parameters}):
        assert faults_of_head(SimpleNamespace(**good | changed)), changed


@pytest.mark.parametrize("name", [name for name in NAMES if neutral(name)])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_at_its_least_each_changes_no_bit(name: str, shape: tuple[int, int, int]) -> None:
    pipeline, batch = augmentations.pipeline((neutral(name),)), confetti(20, shape)
    random = table(pipeline.draws, 20)
    assert np.array_equal(pipeline(batch, random), batch)
    assert not pipeline.mixes or not pipeline.partners(random, 20)[1].any()


def test_all_at_their_least_change_no_bit_together() -> None:
    whole, batch = augmentations.pipeline(tuple(filter(None, map(neutral, NAMES)))), confetti(20)
    assert len(whole.parts) == len(NAMES) - 2, "flips have nothing less than a half, and corners no amount"
    assert np.array_equal(whole(batch, table(whole.draws, 20)), batch)


def test_what_happens_depends_on_seed_epoch_row_and_copy_alone() -> None:
    whole, batch = augmentations.pipeline(NAMES), photographs(10)
    assert whole.draws == sum(module.DRAWS for module in MODULES.values())
    rows, copies = np.arange(100, 110), np.arange(10) % 3
    out = whole(batch, rng.numbers(3, 1, rows, copies, whole.draws), copies)
    for order in (np.array([7, 2, 2, 0]), np.arange(10)[::-1], np.array([4])):
        random = rng.numbers(3, 1, rows[order], copies[order], whole.draws)
        assert np.array_equal(whole(batch[order], random, copies[order]), out[order])
    for seed, epoch, moved in ((4, 1, 0), (3, 2, 0), (3, 1, 1)):
        random = rng.numbers(seed, epoch, rows + moved, copies, whole.draws)
        assert (whole(batch, random, copies) != out).any(axis=(1, 2, 3)).all(), "every image is changed otherwise"


@pytest.mark.parametrize("shape", [(64, 64, 3), (65, 33, 3), (64, 64, 1)], ids=str)
def test_one_thread_or_two_make_the_same(shape: tuple[int, int, int]) -> None:
    whole, batch, threads = augmentations.pipeline(NAMES), confetti(40, shape), cv2.getNumThreads()
    random, made = table(whole.draws, 40), []
    try:
        for count in (1, 2):
            cv2.setNumThreads(count)
            made.append(whole(batch, random))
    finally:
        cv2.setNumThreads(threads)
    assert np.array_equal(*made)


def test_several_matrices_at_once_are_one_after_the_other() -> None:
    batch, whole = photographs(shape=(64, 64, 3)), augmentations.pipeline(GEOMETRIC)
    random = table(whole.draws)
    once, step_by_step, at = whole(batch, random), batch, 0
    for part in whole.parts:
        alone = Pipeline((part,))
        step_by_step, at = alone(step_by_step, random[:, at : at + part.module.DRAWS]), at + part.module.DRAWS
    middle = (slice(None), slice(20, 44), slice(20, 44))  # the same but for being resampled once instead of each time
    assert np.abs(once[middle].astype(int) - step_by_step[middle]).max() <= 6


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_geometry_makes_no_value_that_was_not_there(shape: tuple[int, int, int]) -> None:
    bright = 100 + confetti(20, shape) // 4
    for way in ("reflect", "edge"):
        whole = augmentations.pipeline((*GEOMETRIC, f"fill:way={way}"))
        out = whole(bright, table(whole.draws, 20))
        assert out.min() >= bright.min() and out.max() <= bright.max()


def test_values_stay_in_range() -> None:
    whole = augmentations.pipeline(NAMES)
    for value in (0, 255):
        out = whole(np.full((30, 16, 16, 3), value, np.uint8), table(whole.draws, 30))
        assert np.abs(out.astype(int) - value).max() < 100, "nothing wraps around"


def test_no_augmentation_changes_nothing() -> None:
    batch = photographs()
    assert np.array_equal(augmentations.pipeline(())(batch, table(0)), batch)


def test_no_image_is_no_error() -> None:
    whole = augmentations.pipeline(NAMES)
    out = whole(photographs()[:0], table(whole.draws, 0), np.zeros(0, np.int64))
    assert out.shape == (0, 32, 32, 3) and out.dtype == np.uint8
    assert [len(found) for found in whole.partners(table(whole.draws, 0), 5)] == [0, 0]
    assert len(whole.blank(table(whole.draws, 0), (32, 32))) == 0


def test_second_copies_are_the_seven_other_views_before_all_else() -> None:
    image, nothing = confetti(1), augmentations.pipeline(())
    views = nothing(np.repeat(image, 9, axis=0), table(0, 9), np.arange(9))
    expected = [np.rot90(side, turns) for side in (image[0], image[0][:, ::-1]) for turns in range(4)]
    assert np.array_equal(views[:8], expected) and len(np.unique(views[:8], axis=0)) == 8
    assert np.array_equal(views[8], image[0]), "the ninth begins anew"
    noisy, random = augmentations.pipeline(("zoom", "noise")), table(3, 1).repeat(8, axis=0)
    assert np.array_equal(noisy(np.repeat(image, 8, axis=0), random, np.arange(8)), noisy(views[:8], random))


@pytest.mark.parametrize("size", [(64, 64), (40, 70), (1, 1)])
def test_the_blank_share_is_what_stays_black(size: tuple[int, int]) -> None:
    whole = augmentations.pipeline((*GEOMETRIC, "fill:way=black"))
    random = table(whole.draws, 40, seed=2)
    seen = whole(np.full((40, *size, 1), 255, np.uint8), random)
    black = (seen < 127).mean(axis=(1, 2, 3))
    found = whole.blank(random, size)
    assert found.dtype == np.float32 and found.shape == (40,)
    assert np.abs(found - black).max() <= 0.01 and (size == (1, 1) or found.max() > augmentations.BLANK)


def test_the_blank_share_of_known_changes() -> None:
    for text, numbers, share in (
        ("shift:share=0.25", [1.0, 0.5], 0.25), ("shift:share=0.25", [1.0, 1.0], 1 - 0.75**2),
        ("zoom:range=0.7", [0.0], 1 - np.exp(-1.4)), ("zoom:range=0.7", [0.9], 0), ("rotation", [0.75], 0),
        ("rotation", [0.625], 3 - 2 * np.sqrt(2)), ("flips", [0.1, 0.1], 0), ("symmetries", [0.7], 0),
        ("noise", [1, 1], 0),
    ):  # fmt: skip
        found = augmentations.pipeline((text,)).blank(np.array([numbers], np.float32), (100, 100))
        assert found[0] == pytest.approx(share, abs=0.02), text


def test_the_spread_is_the_standard_deviation() -> None:
    images = confetti(5000, (4, 4, 3))
    images[::2] //= 2
    rows = np.arange(1, 5000, 2)
    assert augmentations.standard_deviation(images, rows[:900]) == pytest.approx(images[rows[:900]].std(), rel=1e-9)
    assert augmentations.standard_deviation(images, rows) == pytest.approx(images[rows].std(), rel=0.02)
    assert (
        augmentations.standard_deviation(images, rows[:0]) == 0
        and augmentations.standard_deviation(0 * images + 7, rows) == 0
    )


def test_a_wrong_name_lists_the_right_ones() -> None:
    with pytest.raises(UsageError, match="rotation"):
        augmentations.pipeline(("rotate",))
    with pytest.raises(UsageError, match="degrees = 181.0 is out of range: give a number from 0 to 180"):
        augmentations.written(("flips", "rotation:degrees=181"))
    assert augmentations.written(("zoom", "flips")) == ("zoom:range=0.2", "flips:axes=both")


def test_what_changes_an_image_by_itself() -> None:
    assert set(NAMES) - set(augmentations.operations()) == {"fill"}
    assert augmentations.pipeline(("zoom", "fill:way=edge", "fill:way=black")).border == "black"
    assert augmentations.pipeline(("zoom",)).border == "reflect"
