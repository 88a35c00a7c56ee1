"""The tree of Galaxy Zoo DESI, asked of images of the eighth data release: that of GZD-5,
whose votes are kept apart."""

from galaxy_core.trees import Answer, Question

TITLE = "Galaxy Zoo DESI"
SENTENCE = "Ten questions about galaxies of the eighth data release of the DESI Legacy Imaging Surveys."
SOURCE = "Walmsley et al. 2023, MNRAS 526, 4768"
FACE_ON = ("disk-edge-on-dr8_no",)
ARMS = ("has-spiral-arms-dr8_yes",)


def _question(key: str, title: str, words: str, answers: dict[str, str], parents: tuple[str, ...] = ()) -> Question:
    return Question(key, title, words, tuple(Answer(f"{key}_{end}", name) for end, name in answers.items()), parents)


QUESTIONS = (
    _question(
        "smooth-or-featured-dr8", "Smooth or featured", "Is the galaxy simply smooth and rounded, "
                                                        "with no sign of a disk?",
        {"smooth": "Smooth", "featured-or-disk": "Features or disk", "artifact": "Star or artifact"},
    ),
    _question(
        "disk-edge-on-dr8", "Edge-on", "Could this be a disk viewed edge-on?", {"yes": "Edge-on", "no": "Not edge-on"},
        ("smooth-or-featured-dr8_featured-or-disk",),
    ),
    _question(
        "has-spiral-arms-dr8", "Spiral arms", "Is there any sign of a spiral arm pattern?",
        {"yes": "Spiral", "no": "No spiral"}, FACE_ON,
    ),
    _question(
        "bar-dr8", "Bar", "Is there a bar feature through the centre of the galaxy?",
        {"strong": "Strong bar", "weak": "Weak bar", "no": "No bar"}, FACE_ON,
    ),
    _question(
        "bulge-size-dr8", "Bulge", "How prominent is the central bulge, compared with the rest of the galaxy?",
        {"dominant": "Dominant", "large": "Large", "moderate": "Moderate", "small": "Small", "none": "No bulge"},
        FACE_ON,
    ),
    _question(
        "how-rounded-dr8", "Roundness", "How rounded is it?",
        {"round": "Completely round", "in-between": "In between", "cigar-shaped": "Cigar shaped"},
        ("smooth-or-featured-dr8_smooth",),
    ),
    _question(
        "edge-on-bulge-dr8", "Shape of the bulge", "Does the galaxy have a bulge at its centre? If so, what shape?",
        {"boxy": "Boxy bulge", "none": "No bulge, edge-on", "rounded": "Rounded bulge"}, ("disk-edge-on-dr8_yes",),
    ),
    _question(
        "spiral-winding-dr8", "Winding of the arms", "How tightly wound do the spiral arms appear?",
        {"tight": "Tight", "medium": "Medium", "loose": "Loose"}, ARMS,
    ),
    _question(
        "spiral-arm-count-dr8", "Number of arms", "How many spiral arms are there?",
        {"1": "1 arm", "2": "2 arms", "3": "3 arms", "4": "4 arms", "more-than-4": "More than 4 arms",
         "cant-tell": "Can't tell how many"}, ARMS,
    ),
    _question(
        "merging-dr8", "Merging", "Is the galaxy currently merging, or is there any sign of tidal debris?",
        {"none": "Undisturbed", "minor-disturbance": "Minor disturbance", "major-disturbance": "Major disturbance",
         "merger": "Merger"},
        ("smooth-or-featured-dr8_smooth", "smooth-or-featured-dr8_featured-or-disk"),
    ),
)  # fmt: skip
