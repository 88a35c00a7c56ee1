"""Barred or not: discs seen face on, with votes on their bar."""

from galaxy_core.datasets import morphology

TITLE = "Barred or not"
SENTENCE = "Discs seen face on, with a bar that most volunteers saw, or without one that one in five or fewer saw."
SOURCE = (
    "discs: Willett et al. 2013, MNRAS 435, 2835, table 3; bars: Masters et al. 2012, MNRAS 424, "
    "2180 (strong above .5, none below .2)"
)
CLASSES = ("Barred", "Unbarred")
SHORT = ("Barred", "Unbarred")
GLYPHS = ("barred", "tight")
MEANINGS = (
    morphology.BARRED,
    morphology.UNBARRED,
)


def _conditions(features: str, face: str, bar: str) -> tuple:
    disc = {features: (0.430, 1), face: (0.715, 1)}
    return disc | {bar: (0.5, 1)}, disc | {bar: (0, 0.2)}


def _decals(end: str, *bars: str) -> tuple:
    barred = "+".join(f"bar{end}_{bar}" for bar in bars)
    return _conditions(f"smooth-or-featured{end}_featured-or-disk", f"disk-edge-on{end}_no", barred)


CONDITIONS = {
    "gz2": _conditions("a02_features_or_disk", "a05_no", "a06_bar"),
    "gz_decals": _decals("", "strong", "weak"),
    "gz_decals_1_2": _decals("-dr12", "yes"),
    "gz_desi": _decals("-dr8", "strong", "weak"),
}
