"""The tree of Galaxy Zoo 2: eleven questions, 37 answers (there is no a35)."""

from galaxy_core.trees import Answer, Question

TITLE = "Galaxy Zoo 2"
SENTENCE = "Eleven questions about 304,122 galaxies of SDSS, from smooth or featured down to the number of arms."
SOURCE = "Willett et al. 2013, MNRAS 435, 2835, table 2; debiased by Hart et al. 2016, MNRAS 461, 3663"


def _question(
    name: str, words: str, answers: dict[str, str], parents: tuple[str, ...] = (), title: str = "", other: str = ""
) -> Question:
    """`name` is what columns begin with: t01_smooth_or_features; its number is its key. `other` says what its columns
    are called in the set of Walmsley on Hugging Face; Kaggle's Galaxy Challenge numbers them: Class1.1."""
    key, (question, *ends) = name.partition("_")[0], other.split() or [""]
    listed = [
        Answer(
            answer, called, f"{name}_{answer}", tuple(f"{question}_{end}" for end in ends[at : at + 1]),
            f"Class{int(key[1:])}.{at + 1}",
        )
        for at, (answer, called) in enumerate(answers.items())
    ]  # fmt: skip
    return Question(key, title, words, tuple(listed), parents)


QUESTIONS = (
    _question(
        "t01_smooth_or_features", "Is the galaxy simply smooth and rounded, with no sign of a disk?",
        {"a01_smooth": "Smooth", "a02_features_or_disk": "Features or disk",
         "a03_star_or_artifact": "Star or artifact"},
        title="Smooth or featured", other="smooth-or-featured-gz2 smooth featured-or-disk artifact",
    ),
    _question(
        "t02_edgeon", "Could this be a disk viewed edge-on?", {"a04_yes": "Edge-on", "a05_no": "Not edge-on"},
        ("a02_features_or_disk",), "Edge-on", "disk-edge-on-gz2 yes no",
    ),
    _question(
        "t03_bar", "Is there a sign of a bar feature through the centre of the galaxy?",
        {"a06_bar": "Bar", "a07_no_bar": "No bar"}, ("a05_no",), "Bar", "bar-gz2 yes no",
    ),
    _question(
        "t04_spiral", "Is there any sign of a spiral arm "
                      "pattern?", {"a08_spiral": "Spiral", "a09_no_spiral": "No spiral"},
        ("a05_no",), "Spiral arms", "has-spiral-arms-gz2 yes no",
    ),
    _question(
        "t05_bulge_prominence", "How prominent is the central bulge, compared with the rest of the galaxy?",
        {"a10_no_bulge": "No bulge", "a11_just_noticeable": "Just noticeable", "a12_obvious": "Obvious",
         "a13_dominant": "Dominant"},
        ("a05_no",), "Bulge", "bulge-size-gz2 no just-noticeable obvious dominant",
    ),
    _question(
        "t06_odd", "Is there anything odd?", {"a14_yes": "Something odd", "a15_no": "Nothing odd"},
        ("a01_smooth", "a02_features_or_disk"), "Anything odd", "something-odd-gz2 yes no",
    ),
    _question(
        "t07_rounded", "How rounded is it?",
        {"a16_completely_round": "Completely round", "a17_in_between": "In between",
         "a18_cigar_shaped": "Cigar shaped"},
        ("a01_smooth",), "Roundness", "how-rounded-gz2 round in-between cigar",
    ),
    _question(
        "t08_odd_feature", "Is the odd feature a ring, or is the galaxy disturbed or irregular?",
        {"a19_ring": "Ring", "a20_lens_or_arc": "Lens or arc", "a21_disturbed": "Disturbed",
         "a22_irregular": "Irregular",
         "a23_other": "Other", "a24_merger": "Merger", "a38_dust_lane": "Dust lane"},
        ("a14_yes",), "What is odd",
    ),
    _question(
        "t09_bulge_shape", "Does the galaxy have a bulge at its centre? If so, what shape?",
        {"a25_rounded": "Rounded bulge", "a26_boxy": "Boxy bulge", "a27_no_bulge": "No bulge, edge-on"},
        ("a04_yes",), "Shape of the bulge", "bulge-shape-gz2 round boxy no-bulge",
    ),
    _question(
        "t10_arms_winding", "How tightly wound do the spiral arms appear?",
        {"a28_tight": "Tight", "a29_medium": "Medium", "a30_loose": "Loose"}, ("a08_spiral",),
        "Winding of the arms", "spiral-winding-gz2 tight medium loose",
    ),
    _question(
        "t11_arms_number", "How many spiral arms are there?",
        {"a31_1": "1 arm", "a32_2": "2 arms", "a33_3": "3 arms", "a34_4": "4 arms",
         "a36_more_than_4": "More than 4 arms",
         "a37_cant_tell": "Can't tell how many"},
        ("a08_spiral",), "Number of arms", "spiral-arm-count-gz2 1 2 3 4 more-than-4 cant-tell",
    ),
)  # fmt: skip
