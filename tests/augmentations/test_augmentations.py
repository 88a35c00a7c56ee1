"""The contract of an augmentation, held against every one there is and against broken ones; all of them together."""

from types import SimpleNamespace

import numpy as np
import pytest

from galaxy_core import UsageError, augmentations, plugins
from galaxy_core.augmentations import Augmentation, Pipeline
from galaxy_core.plugins import parameters

NAMES = plugins.names(augmentations)
GEOMETRIC = tuple(name for name in NAMES if hasattr(plugins.load(augmentations, name), "matrices"))


def photographs(count: int = 6, side: int = 32, channels: int = 3) -> np.ndarray:
    """Soft images in which every place is different: uint8 (count, side, side, channels)."""
    rows, columns = np.mgrid[:side, :side] / side
    waves = [128 + 50 * np.sin(3 * rows + n) + 50 * np.cos(2 * columns + n) for n in range(count * channels)]
    return np.stack(waves, -1).reshape(side, side, count, channels).transpose(2, 0, 1, 3).astype(np.uint8)


def table(draws: int, count: int = 6, seed: int = 0) -> np.ndarray:
    """Random numbers as a pipeline draws them."""
    return np.random.default_rng(seed).random((count, max(1, draws)), dtype=np.float32)


def faults(module: object) -> list[str]:
    """What an augmentation does wrong, by itself and as a pipeline of one."""
    found, values = [], module.Parameters()
    random = table(module.DRAWS)
    for channels in (3, 1):
        batch = photographs(channels=channels)
        if hasattr(module, "matrices"):
            made = module.matrices(random, values, 32)
            if made.dtype != np.float32 or made.shape not in ((6, 2, 2), (6, 2, 3)):
                return [f"matrices are {made.dtype} {made.shape}"]
        else:
            made = module.apply(batch.astype(np.float32), random, values)
            if made.dtype != np.float32 or made.shape != batch.shape:
                return [f"the batch becomes {made.dtype} {made.shape}"]
        alone = Pipeline((Augmentation(module, values),))
        before, out = batch.copy(), alone(batch, random)
        if out.dtype != np.uint8 or out.shape != batch.shape:
            found.append(f"{channels} channels: {out.dtype} {out.shape}")
        if not np.array_equal(batch, before):
            found.append("the images on disk would be changed")
        if not np.array_equal(out, alone(batch, random)):
            found.append("not a function of its numbers")
        if not np.array_equal(alone(batch[2:4], random[2:4]), out[2:4]):
            found.append("depends on the rest of the batch")
        if np.array_equal(out, alone(batch, table(module.DRAWS, seed=1))):
            found.append("its numbers change nothing")
    return found


@pytest.mark.parametrize("head", plugins.heads(augmentations), ids=lambda head: head.name)
def test_every_augmentation_keeps_the_contract(head: plugins.Head) -> None:
    module = plugins.load(augmentations, head.name)
    assert head.reason is None and head.title and head.sentence.endswith(".") and module.DRAWS >= 1
    assert all(p.low is not None and p.high is not None for p in parameters.describe(module.Parameters))
    assert faults(module) == []


GENERATOR = np.random.default_rng()
BROKEN = {
    "a state of its own": lambda batch, random, _: batch + GENERATOR.random(dtype=np.float32) * 90,
    "another shape": lambda batch, random, _: batch[:, ::2],
    "another dtype": lambda batch, random, _: batch * 1.0 + np.float64(random[0, 0]) * np.ones(1),
    "the batch's mean": lambda batch, random, _: batch - batch.mean() + 50 * random[:, :1, None, None],
    "nothing": lambda batch, random, _: batch,
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_augmentation_is_found(what: str) -> None:
    assert faults(SimpleNamespace(Parameters=lambda: None, DRAWS=1, apply=BROKEN[what]))


def test_a_broken_matrix_is_found() -> None:
    wrong = SimpleNamespace(Parameters=lambda: None, DRAWS=1, matrices=lambda random, values, size: np.eye(3)[None])
    assert faults(wrong)


def test_what_happens_depends_on_seed_epoch_and_place_alone() -> None:
    whole = augmentations.pipeline(NAMES)
    assert whole.draws == sum(plugins.load(augmentations, name).DRAWS for name in NAMES)
    first, again = whole.table(3, 1, 10), whole.table(3, 1, 10)
    assert first.shape == (10, whole.draws) and first.dtype == np.float32 and 0 <= first.min() <= first.max() < 1
    assert np.array_equal(first, again)
    assert not np.array_equal(first, whole.table(3, 2, 10)) and not np.array_equal(first, whole.table(4, 1, 10))
    batch, numbers = photographs(10), whole.table(3, 1, 10)
    out = whole(batch, numbers)
    order = np.array([7, 2, 2, 0])
    assert np.array_equal(whole(batch[order], numbers[order]), out[order])


def test_several_matrices_at_once_are_one_after_the_other() -> None:
    batch, whole = photographs(side=64), augmentations.pipeline(GEOMETRIC)
    random = table(whole.draws)
    once, step_by_step, at = whole(batch, random), batch, 0
    for part in whole.parts:
        alone = Pipeline((part,))
        step_by_step, at = alone(step_by_step, random[:, at : at + part.module.DRAWS]), at + part.module.DRAWS
    middle = (slice(None), slice(20, 44), slice(20, 44))  # the same but for being resampled once instead of each time
    assert np.abs(once[middle].astype(int) - step_by_step[middle]).max() <= 6


def test_outside_is_filled_by_reflection_never_black() -> None:
    bright = np.full((20, 32, 32, 3), 200, np.uint8)
    whole = augmentations.pipeline(GEOMETRIC)
    assert (whole(bright, table(whole.draws, 20)) == 200).all()


def test_values_stay_in_range() -> None:
    whole = augmentations.pipeline(NAMES)
    for value in (0, 255):
        out = whole(np.full((30, 16, 16, 3), value, np.uint8), table(whole.draws, 30))
        assert np.abs(out.astype(int) - value).max() < 100, "nothing wraps around"


def test_no_augmentation_changes_nothing() -> None:
    batch = photographs()
    assert np.array_equal(augmentations.pipeline(())(batch, table(0)), batch)


def test_a_wrong_name_lists_the_right_ones() -> None:
    with pytest.raises(UsageError, match="turn"):
        augmentations.pipeline(("rotate",))
