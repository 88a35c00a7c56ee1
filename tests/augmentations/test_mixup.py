"""Another training image is laid over an image."""

import numpy as np
import pytest

from galaxy_core import augmentations
from galaxy_core.augmentations import mixup
from tests.augmentations.pictures import photographs, table

LEAST = np.float32(1 / 255)  # of another image: less of it can't be seen


@pytest.mark.parametrize("alpha", [0.05, 0.2, 1.0, 2.0])
def test_shares_are_the_smaller_part_of_a_beta_distribution(alpha: float) -> None:
    from scipy import stats

    where, share = mixup.mix(table(2, 20_000), mixup.Parameters(alpha=alpha))
    assert where.dtype == share.dtype == np.float32 and 0 <= share.min() <= share.max() <= 0.5
    drawn = stats.beta(alpha, alpha).rvs(20_000, random_state=1)
    expected = np.minimum(drawn, 1 - drawn).astype(np.float32)
    seen, expected = np.maximum(share, LEAST), np.maximum(expected, LEAST)
    assert stats.ks_2samp(seen, expected).pvalue > 1e-3
    assert stats.kstest(where, "uniform").pvalue > 1e-3


def test_without_evenness_nothing_is_mixed() -> None:
    assert not mixup.mix(table(2), mixup.Parameters(alpha=0))[1].any()


def test_partners_are_places_among_the_training_images() -> None:
    pipeline = augmentations.pipeline(("flips", "mixup:alpha=1"))
    assert pipeline.mixes and not augmentations.pipeline(("flips",)).mixes
    places, shares = pipeline.partners(table(4, 1000), 7)
    assert set(places) == set(range(7)) and shares.max() > 0.4
    edge = np.float32([[0, 0, 1 - 2**-24, 0.5]])
    assert pipeline.partners(edge, 7)[0] == 6 and pipeline.partners(edge, 1)[0] == 0
    batch = photographs(4)
    assert np.array_equal(augmentations.pipeline(("mixup",))(batch, table(2, 4)), batch), "a pipeline mixes nothing"
