"""The tree of GalaxyMNIST: one question with four answers, its classes."""

from galaxy_core.trees import Answer, Question

TITLE = "GalaxyMNIST"
SENTENCE = "One question with four answers about 10,000 galaxies that volunteers of Galaxy Zoo DECaLS agreed on."
SOURCE = "Walmsley et al. 2022, MNRAS 509, 3966; github.com/mwalmsley/galaxy_mnist"

QUESTIONS = (
    Question(
        "kind", "Kind of galaxy", "Is it smooth and round, smooth and cigar shaped, a disk on edge, "
                                  "or an unbarred spiral?",
        (
            Answer("smooth_round", "Smooth and round"),
            Answer("smooth_cigar", "Smooth and cigar shaped"),
            Answer("edge_on_disk", "Edge-on disk"),
            Answer("unbarred_spiral", "Unbarred spiral"),
        ),
    ),
)  # fmt: skip
