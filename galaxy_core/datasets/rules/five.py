"""Five classes of Galaxy Zoo 2 with clear votes, as many studies of the set use them."""

from galaxy_core.datasets import morphology

TITLE = "Five clear classes"
SENTENCE = (
    "Completely round, in-between and cigar-shaped smooth galaxies, discs on edge, spirals: those with clear votes."
)
SOURCE = "thresholds of Willett et al. 2013, MNRAS 435, 2835, table 3, as combined by Zhu et al. 2019, Ap&SS 364, 55"
CLASSES = ("Completely Round Smooth", "In-between Smooth", "Cigar-shaped Smooth", "Edge-on", "Spiral")
SHORT = ("Round", "In-between", "Cigar", "Edge-on", "Spiral")
GLYPHS = ("round", "in-between", "cigar", "edge-on", "loose")
MEANINGS = (
    morphology.ROUND,
    morphology.IN_BETWEEN,
    morphology.CIGAR,
    morphology.EDGE_ON,
    morphology.SPIRAL,
)


def _conditions(smooth: str, features: str, edge: str, face: str, arms: str, *rounded: str) -> tuple:
    """By what the answers of a tree are called: smooth, featured, on edge or not, spiral, and how rounded."""
    smooth_ones = ({smooth: (0.469, 1), answer: (0.5, 1)} for answer in rounded)
    on_edge = {features: (0.430, 1), edge: (0.602, 1)}
    return (*smooth_ones, on_edge, {features: (0.430, 1), face: (0.715, 1), arms: (0.619, 1)})


def _decals(end: str, rounded: str) -> tuple:
    return _conditions(
        f"smooth-or-featured{end}_smooth", f"smooth-or-featured{end}_featured-or-disk", f"disk-edge-on{end}_yes",
        f"disk-edge-on{end}_no", f"has-spiral-arms{end}_yes", f"how-rounded{end}_{rounded}",
        f"how-rounded{end}_in-between", f"how-rounded{end}_cigar-shaped",
    )  # fmt: skip


CONDITIONS = {
    "gz2": _conditions(
        "a01_smooth", "a02_features_or_disk", "a04_yes", "a05_no", "a08_spiral",
        "a16_completely_round", "a17_in_between", "a18_cigar_shaped",
    ),
    "gz_decals": _decals("", "round"),
    "gz_decals_1_2": _decals("-dr12", "completely"),
    "gz_desi": _decals("-dr8", "round"),
}  # fmt: skip
