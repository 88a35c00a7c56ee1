"""The tree of Galaxy Zoo DECaLS as asked of images of its fifth data release (GZD-5): ten questions, 34 answers."""

from galaxy_core.trees import Answer, Question

TITLE = "Galaxy Zoo DECaLS"
SENTENCE = "Ten questions about 253,286 galaxies of the Dark Energy Camera Legacy Survey (GZD-5)."
SOURCE = "Walmsley et al. 2022, MNRAS 509, 3966, section 3"
FACE_ON = ("disk-edge-on_no",)
ARMS = ("has-spiral-arms_yes",)


def _question(key: str, title: str, words: str, answers: dict[str, str], parents: tuple[str, ...] = ()) -> Question:
    listed = (Answer(f"{key}_{end}", name, others=(f"{key}-dr5_{end}",)) for end, name in answers.items())
    return Question(key, title, words, tuple(listed), parents)


QUESTIONS = (
    _question(
        "smooth-or-featured", "Smooth or featured", "Is the galaxy simply smooth and rounded, with no sign of a disk?",
        {"smooth": "Smooth", "featured-or-disk": "Features or disk", "artifact": "Star or artifact"},
    ),
    _question(
        "disk-edge-on", "Edge-on", "Could this be a disk viewed edge-on?", {"yes": "Edge-on", "no": "Not edge-on"},
        ("smooth-or-featured_featured-or-disk",),
    ),
    _question(
        "has-spiral-arms", "Spiral arms", "Is there any sign of a spiral arm pattern?",
        {"yes": "Spiral", "no": "No spiral"}, FACE_ON,
    ),
    _question(
        "bar", "Bar", "Is there a bar feature through the centre of the galaxy?",
        {"strong": "Strong bar", "weak": "Weak bar", "no": "No bar"}, FACE_ON,
    ),
    _question(
        "bulge-size", "Bulge", "How prominent is the central bulge, compared with the rest of the galaxy?",
        {"dominant": "Dominant", "large": "Large", "moderate": "Moderate", "small": "Small", "none": "No bulge"},
        FACE_ON,
    ),
    _question(
        "how-rounded", "Roundness", "How rounded is it?",
        {"round": "Completely round", "in-between": "In between", "cigar-shaped": "Cigar shaped"},
        ("smooth-or-featured_smooth",),
    ),
    _question(
        "edge-on-bulge", "Shape of the bulge", "Does the galaxy have a bulge at its centre? If so, what shape?",
        {"boxy": "Boxy bulge", "none": "No bulge, edge-on", "rounded": "Rounded bulge"}, ("disk-edge-on_yes",),
    ),
    _question(
        "spiral-winding", "Winding of the arms", "How tightly wound do the spiral arms appear?",
        {"tight": "Tight", "medium": "Medium", "loose": "Loose"}, ARMS,
    ),
    _question(
        "spiral-arm-count", "Number of arms", "How many spiral arms are there?",
        {"1": "1 arm", "2": "2 arms", "3": "3 arms", "4": "4 arms", "more-than-4": "More than 4 arms",
         "cant-tell": "Can't tell how many"}, ARMS,
    ),
    _question(
        "merging", "Merging", "Is the galaxy currently merging, or is there any sign of tidal debris?",
        {"none": "Undisturbed", "minor-disturbance": "Minor disturbance", "major-disturbance": "Major disturbance",
         "merger": "Merger"},
        ("smooth-or-featured_smooth", "smooth-or-featured_featured-or-disk"),
    ),
)  # fmt: skip
