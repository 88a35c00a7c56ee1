"""Words that a report uses, explained for somebody who meets them for the first time."""

from galaxy_core.report import markup

WORDS = (
    ("training images", "those it learns from"),
    ("validation images", "those it does not learn from, used to choose"),
    ("test images", "kept for the final score: it never learned from them, and nothing was chosen by them"),
    ("accuracy", "the share of test images that it names correctly"),
    ("macro-F1", "a score in which every class counts the same, however few images it has"),
    ("balanced accuracy", "the mean over the classes of the share it recognises"),
    ("95 % interval", "where the score would lie with other test images of the same kind"),
    ("guessing the largest class", "what always giving the same answer reaches; a model has to beat it"),
    ("more than luck", "a difference that chance alone would make in fewer than 1 of 20 comparisons, by the exact "
     "McNemar test on the same images"),
    ("confusion matrix", "a table of what is taken for what"),
    ("epoch", "it has seen every training image once"),
    ("loss", "how wrong it is, and how sure of it"),
    ("seed", "the number that all chance in a training follows from: the same seed gives the same result"),
    ("split", "which images are for training, validation and test, in per cent"),
    ("fingerprint", "a check sum: it changes with the least change of the data"),
    ("augmentation", "turned, mirrored or otherwise changed copies of training images"),
    ("balancing", "showing images of small classes more often, or of large ones less often"),
    ("transfer", "it starts from a network that knows everyday photographs"),
    ("learned numbers", "the numbers in a model that training finds"),
)  # fmt: skip


def html() -> str:
    """A fold with all of them."""
    return markup.section(
        "words", "Words explained", markup.fold("What the words of this report mean", markup.facts(WORDS))
    )
