"""Ten classes like those of Galaxy10 DECaLS, out of votes."""

from galaxy_core.datasets import morphology

TITLE = "Ten classes like Galaxy10 DECaLS"
SENTENCE = (
    "Disturbed, merging, three shapes of smooth galaxies, three kinds of spirals, discs on edge with and without bulge."
)
SOURCE = (
    "our own, after the classes of Leung & Bovy, Galaxy10 DECaLS; smooth, featured and edge-on by Willett et al. 2013, "
    "MNRAS 435, 2835, table 3, all else by half of the votes"
)
CLASSES = (
    "Disturbed", "Merging", "Round Smooth", "In-between Round Smooth", "Cigar Shaped Smooth", "Barred Spiral",
    "Unbarred Tight Spiral", "Unbarred Loose Spiral", "Edge-on without Bulge", "Edge-on with Bulge",
)  # fmt: skip
SHORT = (
    "Disturbed", "Merging", "Round", "In-between", "Cigar", "Barred spiral",
    "Tight spiral", "Loose spiral", "Edge-on, no bulge", "Edge-on, bulge",
)  # fmt: skip
GLYPHS = (
    "disturbed", "merging", "round", "in-between", "cigar", "barred", "tight", "loose", "edge-on", "edge-on-bulge",
)  # fmt: skip
MEANINGS = morphology.TEN
MOST, LITTLE = (0.5, 1), (0, 0.5)


def _conditions(
    odd: tuple[dict, dict], smooth: str, features: str, edge: tuple[str, str], answer_of: dict[str, str]
) -> tuple:
    """`odd` says when a galaxy is disturbed or merging, `edge` what on edge and not is called, `seen` all that is seen
    there."""
    plain = {smooth: (0.469, 1)}
    disc, on_edge = {features: (0.430, 1), edge[1]: (0.715, 1)}, {features: (0.430, 1), edge[0]: (0.602, 1)}
    spiral = disc | {answer_of["arms"]: MOST, answer_of["bar"]: LITTLE}
    return (
        *odd, plain | {answer_of["round"]: MOST}, plain | {answer_of["between"]: MOST},
        plain | {answer_of["cigar"]: MOST},
        disc | {answer_of["bar"]: MOST}, spiral | {answer_of["tight"]: MOST}, spiral | {answer_of["loose"]: MOST},
        on_edge | {answer_of["flat"]: MOST}, on_edge | {answer_of["bulge"]: MOST},
    )  # fmt: skip


def _decals(end: str, odd: tuple[str, str], rounded: str, bar: tuple[str, ...]) -> tuple:
    """`odd` says what disturbed and merging galaxies are called."""
    answer_of = {
        "arms": f"has-spiral-arms{end}_yes", "bar": "+".join(f"bar{end}_{name}" for name in bar),
        "round": f"how-rounded{end}_{rounded}", "between": f"how-rounded{end}_in-between",
        "cigar": f"how-rounded{end}_cigar-shaped", "tight": f"spiral-winding{end}_tight",
        "loose": f"spiral-winding{end}_medium+spiral-winding{end}_loose", "flat": f"edge-on-bulge{end}_none",
        "bulge": f"edge-on-bulge{end}_rounded+edge-on-bulge{end}_boxy",
    }  # fmt: skip
    disturbed, merging = ({f"merging{end}_{name}": MOST} for name in odd)
    kinds = f"smooth-or-featured{end}_smooth", f"smooth-or-featured{end}_featured-or-disk"
    return _conditions((disturbed, merging), *kinds, (f"disk-edge-on{end}_yes", f"disk-edge-on{end}_no"), answer_of)


CONDITIONS = {
    "gz2": _conditions(
        ({"a14_yes": MOST, "a21_disturbed+a22_irregular": MOST}, {"a14_yes": MOST, "a24_merger": MOST}),
        "a01_smooth", "a02_features_or_disk", ("a04_yes", "a05_no"),
        {"arms": "a08_spiral", "bar": "a06_bar", "round": "a16_completely_round", "between": "a17_in_between",
         "cigar": "a18_cigar_shaped", "tight": "a28_tight", "loose": "a29_medium+a30_loose", "flat": "a27_no_bulge",
         "bulge": "a25_rounded+a26_boxy"},
    ),
    "gz_decals": _decals("", ("major-disturbance", "merger"), "round", ("strong", "weak")),
    "gz_decals_1_2": _decals("-dr12", ("tidal-debris", "merger"), "completely", ("yes",)),
    "gz_desi": _decals("-dr8", ("major-disturbance", "merger"), "round", ("strong", "weak")),
}  # fmt: skip
