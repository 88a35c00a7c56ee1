"""What a volunteer would most likely answer of a drawn galaxy: by how it was drawn,
and by how much of that can be seen.

Synthetic throughout. Numbers are ours, chosen so that the answers of the majority give the class that was drawn about
nine times out of ten, and so that questions are asked about as often as in Galaxy Zoo 2 (Willett et al. 2013).
"""

from collections.abc import Mapping

import numpy as np

from galaxy_core.trees import Tree

Facts = Mapping[str, np.ndarray]  # by the names of `drawing.recorder.FACTS`: float64 (n,), NaN where it has none
RARE = 0.03  # of an answer that nothing speaks for


def probabilities(facts: Facts, tree: Tree) -> np.ndarray:
    """Of each answer of Galaxy Zoo 2, inside its question, before volunteers differ: float64 (n, 37), sums of 1."""
    answers = {
        **_outline(facts), **_disc(facts), **_bulge(facts), **_roundness(facts), **_arms(facts), **_oddity(facts)
    }  # fmt: skip
    answered = np.stack([np.broadcast_to(answers[key], len(facts["size"])) for key in tree.answers], axis=1)
    for columns in tree.slices:
        answered[:, columns] /= answered[:, columns].sum(axis=1, keepdims=True)
    return answered


def _seen(facts: Facts) -> np.ndarray:
    """How much can be seen, 0 to 1: of large galaxies in good seeing, bright ones in little noise."""
    sharp = _sigmoid((np.log(facts["size"] / facts["width"]) - np.log(2.4)) / 0.35)
    return sharp * _sigmoid((np.log(facts["surface"] / facts["grain"]) - np.log(0.22)) / 0.4)


def _arms_seen(facts: Facts) -> np.ndarray:
    """The same of spiral arms; 0 where there are none."""
    strength = facts["arm_contrast"] * (1 - 0.6 * facts["flocculence"]) * np.minimum(1, facts["sharpness"] / 1.5)
    return np.nan_to_num(_seen(facts) * _sigmoid(1.6 * np.log(strength / 0.42)))


def _outline(facts: Facts) -> dict[str, np.ndarray]:
    """Smooth or featured: p of features by what there is to see; artifacts are added by the volunteers."""
    visible, arms = _seen(facts), _arms_seen(facts)
    barred = facts["bar_light"] > 0
    features = np.select(
        [barred, arms > 0, _is(facts, "on_edge"), _is(facts, "thick_disc"), _is(facts, "lenticular"),
         _is(facts, "merging"), _is(facts, "irregular"), _is(facts, "lopsided"), _is(facts, "debris")],
        [0.15 + 0.83 * visible, 0.12 + 0.86 * arms, 0.55 + 0.35 * visible, 0.38, 0.16, 0.60, 0.55, 0.70, 0.50],
        default=0.08,
    )  # fmt: skip
    return {"a01_smooth": 1 - features, "a02_features_or_disk": features, "a03_star_or_artifact": np.zeros(1)}


def _disc(facts: Facts) -> dict[str, np.ndarray]:
    """On edge, bar, arms."""
    ratio = np.where(np.isnan(facts["axis_ratio"]), 0.7, facts["axis_ratio"])
    edge = np.select(
        [_is(facts, "on_edge"), _is(facts, "thick_disc")], [0.9, 0.6], default=_sigmoid((0.30 - ratio) / 0.05)
    )
    length = facts["bar_length"] / facts["width"]
    bar = _sigmoid(1.5 * np.log(facts["bar_light"] / 0.14) + length - 1.2)
    bar = np.where(np.isnan(bar), 0.08, bar)
    arms = np.where(_is(facts, "lopsided"), 0.5, 0.09 + 0.88 * np.sqrt(_arms_seen(facts)))  # of those who see features
    return {
        "a04_yes": edge, "a05_no": 1 - edge, "a06_bar": bar, "a07_no_bar": 1 - bar, "a08_spiral": arms,
        "a09_no_spiral": 1 - arms
    }  # fmt: skip


def _bulge(facts: Facts) -> dict[str, np.ndarray]:
    """Prominence and, on edge, shape of the bulge, by its share of the light."""
    share = np.log(np.maximum(np.where(np.isnan(facts["bulge"]), 0.15, facts["bulge"]), 1e-3))
    none, noticeable, obvious, dominant = _ordered(share, np.log([0.04, 0.13, 0.42]), 0.5)
    flat, _ = _ordered(share, np.log([0.07]), 0.5)
    return {
        "a10_no_bulge": none, "a11_just_noticeable": noticeable, "a12_obvious": obvious, "a13_dominant": dominant,
        "a25_rounded": 0.88 * (1 - flat), "a26_boxy": 0.12 * (1 - flat), "a27_no_bulge": flat,
    }  # fmt: skip


def _roundness(facts: Facts) -> dict[str, np.ndarray]:
    """How rounded, by the axis ratio."""
    ratio = np.where(np.isnan(facts["axis_ratio"]), 0.7, facts["axis_ratio"])
    cigar, between, rounded = _ordered(ratio, np.array([0.44, 0.80]), 0.07)
    return {"a16_completely_round": rounded, "a17_in_between": between, "a18_cigar_shaped": cigar}


def _arms(facts: Facts) -> dict[str, np.ndarray]:
    """Winding by the pitch angle, number of arms: the more flocculent, the harder to count."""
    pitch = np.where(np.isnan(facts["pitch"]), 20.0, facts["pitch"])
    tight, medium, loose = _ordered(pitch, np.array([14.0, 23.0]), 5.0)
    flocculence = np.where(np.isnan(facts["flocculence"]), 0.8, facts["flocculence"])
    number = np.where(np.isnan(facts["arms"]), 2, facts["arms"])
    apart = np.abs(np.arange(1, 6) - number[:, None])
    right = (0.8 - 0.55 * flocculence)[:, None]
    counted = np.where(apart == 0, right, np.where(apart == 1, 0.04, 0.01)).T
    names = ("a31_1", "a32_2", "a33_3", "a34_4", "a36_more_than_4")
    return {
        "a28_tight": tight, "a29_medium": medium, "a30_loose": loose,
        **dict(zip(names, counted, strict=True)), "a37_cant_tell": 0.08 + 0.5 * flocculence,
    }  # fmt: skip


def _oddity(facts: Facts) -> dict[str, np.ndarray]:
    """Whether something is odd, and what: by its cause."""
    merging, irregular, lopsided, debris = (_is(facts, name) for name in ("merging", "irregular", "lopsided", "debris"))
    ring, dust = np.nan_to_num(facts["ring"]), _is(facts, "dust_lane")
    odd = np.select(
        [merging, debris, irregular, lopsided, ring > 0, dust],
        [0.85, 0.72, 0.65, 0.50, 0.12 + 2.2 * ring, 0.22],
        default=0.07,
    )
    causes = {  # in the order in which one outdoes the next: what is answered then
        "merging": (merging, {"a24_merger": 0.75, "a21_disturbed": 0.10}),
        "debris": (debris, {"a21_disturbed": 0.62, "a24_merger": 0.14}),
        "irregular": (irregular, {"a22_irregular": 0.60, "a21_disturbed": 0.24}),
        "lopsided": (lopsided, {"a21_disturbed": 0.45, "a22_irregular": 0.35}),
        "ring": (ring > 0, {"a19_ring": 0.75}),
        "dust": (dust, {"a38_dust_lane": 0.70}),
        "nothing": (np.ones(len(ring), bool), {"a23_other": 0.45, "a22_irregular": 0.15}),
    }
    names = (
        "a19_ring",
        "a20_lens_or_arc",
        "a21_disturbed",
        "a22_irregular",
        "a23_other",
        "a24_merger",
        "a38_dust_lane",
    )
    conditions = [where for where, _ in causes.values()]
    oddities = {
        name: np.select(conditions, [shares.get(name, RARE) for _, shares in causes.values()]) for name in names
    }
    return {"a14_yes": odd, "a15_no": 1 - odd, **oddities}


def _is(facts: Facts, name: str) -> np.ndarray:
    return np.nan_to_num(facts[name]) > 0


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + np.tanh(0.5 * x))


def _ordered(values: np.ndarray, cuts: np.ndarray, error: float) -> np.ndarray:
    """How probable each step of a scale is, judged with a normal error: float64 (steps, n), lowest first."""
    from scipy.special import ndtr

    below = ndtr((cuts[:, None] - values) / error)
    edges = np.concatenate([np.zeros((1, len(values))), below, np.ones((1, len(values)))])
    return np.diff(edges, axis=0)
