"""Features in few numbers: distances stay, what is left out is one number more, and nothing dead counts."""

import numpy as np

from galaxy_core.models.familiarity import projection

RANDOM = np.random.default_rng(1)


def test_distances_between_standardised_features_stay_where_there_are_few():
    features = RANDOM.normal(size=(100, 12)).astype(np.float32) * np.arange(1, 13)
    made = projection.fit(features)
    few, even = made.of(features), features / features.std(axis=0)
    assert few.shape == (100, 13) and few.dtype == np.float32 and np.allclose(few[:, -1], 0, atol=1e-3)
    assert np.allclose(np.linalg.norm(few[0] - few[1:], axis=1), np.linalg.norm(even[0] - even[1:], axis=1), rtol=1e-3)


def test_what_is_unlike_all_that_was_learned_lies_in_the_rest():
    plane = RANDOM.normal(size=(500, 20)) @ RANDOM.normal(size=(20, 300))
    made = projection.fit(plane.astype(np.float32))
    inside, outside = plane[:5].astype(np.float32), RANDOM.normal(size=(5, 300)).astype(np.float32) * plane.std()
    assert made.of(inside).shape == (5, projection.COMPONENTS + 1)
    assert made.of(inside)[:, -1].max() < 0.1 < made.of(outside)[:, -1].min()


def test_dead_features_and_few_images():
    features = np.zeros((3, 8), np.float32)
    features[:, 0] = (1, 2, 3)
    made = projection.fit(features)
    assert np.isfinite(made.of(features)).all() and np.abs(made.of(features + 1)).max() < 1e4
    assert np.isfinite(projection.fit(np.ones((1, 4), np.float32)).of(np.ones((2, 4), np.float32))).all()


def test_axes_are_those_of_a_singular_value_decomposition_whichever_are_fewer():
    for shape in ((200, 90), (90, 200)):
        features = (RANDOM.normal(size=(shape[0], 70)) * np.arange(70, 0, -1)) @ RANDOM.normal(size=(70, shape[1]))
        made = projection.fit(features.astype(np.float32))
        even = (features - made.mean) / made.deviation
        expected = np.linalg.svd(even, full_matrices=False)[2][: projection.COMPONENTS]
        assert made.axes.shape == expected.shape
        assert np.allclose(np.abs((made.axes * expected).sum(axis=1)), 1, atol=1e-3)
