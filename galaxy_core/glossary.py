"""The words of the field, each with its plain meaning and where it comes from: pages, reports and docs take them here.

`python -m galaxy_core.glossary` prints `docs/glossary.md`. In a meaning “it” is the model.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass


class UnknownTermError(LookupError):
    """A word is asked for that the glossary doesn't have."""


@dataclass(frozen=True)
class Term:
    """A word as it stands within a sentence, its meaning in one plain sentence, and the book, paper or library that
    calls it so."""

    name: str
    meaning: str
    source: str


_ESL = "Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning"
GROUPS: dict[str, tuple[Term, ...]] = {
    "Data": (
        Term("training", "The images that it learns from; a score on these says little about others.", f"{_ESL}, 7.2"),
        Term("validation", "Images that it doesn't learn from: they choose the best epoch and the best settings.",
             f"{_ESL}, 7.2"),
        Term("test", "Images that nobody looked at while it was made: kept for the final score.", f"{_ESL}, 7.2"),
        Term("split", "How many images are for training, validation and test, in per cent.",
             "scikit-learn: train_test_split"),
        Term("split seed", "The number that decides which images fall into which part: another one draws other test "
             "images, and only runs on the same ones can be compared.",
             "scikit-learn: random_state of train_test_split"),
        Term("class imbalance", "How many times as many images the largest class has as the smallest.",
             "He & Garcia 2009, IEEE TKDE 21, 1263"),
        Term("fingerprint", "A check sum: it changes with the least change of the data.", "NIST FIPS 180-4 (SHA-256)"),
        Term("redshift",
             "How much the light is stretched, and so how far the galaxy is: 0.1 is about 1.3 billion years.",
             "astropy: cosmology"),
        Term("right ascension and declination", "Longitude and latitude on the sky, in degrees.",
             "astropy: coordinates.ICRS"),
        Term("pixel scale",
             "How much sky a pixel shows, in seconds of arc (″).", "astropy: wcs.utils.proj_plane_pixel_scales"),
    ),
    "Training": (
        Term("preprocessing",
             "What is done to every image before a model sees it: cut out, resized, its brightness evened out.",
             "scikit-learn: preprocessing; Keras: preprocessing layers"),
        Term("augmentation", "Turned, mirrored or otherwise changed copies of training images.",
             "Shorten & Khoshgoftaar 2019, J. Big Data 6, 60"),
        Term("class balancing", "Showing images of small classes more often, or of large ones less often.",
             "He & Garcia 2009, IEEE TKDE 21, 1263"),
        Term("class weights", "How much a mistake on an image of each class counts.",
             "scikit-learn, Keras: class_weight"),
        Term("epoch", "It has seen every training image once.", "Keras: Model.fit"),
        Term("batch", "The images that it learns from at once.", "Keras: Model.fit"),
        Term("loss", "How wrong it is, and how sure of it; lower is better.", "Keras: losses"),
        Term("learning rate", "The size of its steps.", "Keras: optimizers"),
        Term("learning curve", "How good it is, epoch by epoch.", "Keras: callbacks.History"),
        Term("early stopping", "Training ends after so many epochs without a better validation loss.",
             "Keras: callbacks.EarlyStopping"),
        Term("parameters", "The numbers in a model that training finds.", "Keras: Model.count_params"),
        Term("initial weights", "What training begins with: random numbers, or what a network has learned before.",
             "Keras: initializers, applications"),
        Term("transfer learning", "It starts from a network that knows everyday photographs.",
             "Keras: guide to transfer learning and fine-tuning"),
        Term("ensemble", "Several models that answer together.", "scikit-learn: ensemble.VotingClassifier"),
        Term("seed",
             "The number that all chance in a training follows from: the same seed gives the same result, others "
             "show how much of a score is chance.", "Keras: utils.set_random_seed"),
        Term("log", "What the training process printed.", "Python: logging"),
    ),
    "Search": (
        Term("hyperparameter", "A setting that isn't learned: a person or a search chooses it.",
             "scikit-learn: tuning the hyper-parameters of an estimator"),
        Term("trial", "One run of a search.", "Optuna: trial.Trial"),
        Term("grid search", "Every combination of the values is tried.", "scikit-learn: GridSearchCV"),
        Term("Bayesian search (TPE)", "Each trial tries what the earlier ones promise most of.",
             "Bergstra et al. 2011, NIPS 24; Optuna: TPESampler"),
        Term("objective", "The score by which the best trial is chosen, on the validation images.",
             "Optuna: study.Study.optimize"),
        Term("pruning", "Trials that do worse than most did by then are ended early.", "Optuna: pruners"),
        Term("hyperparameter importance",
             "Which share of the differences between trials a setting explains alone (ω²).",
             "Hays 1963, Statistics for Psychologists; Optuna: importance"),
        Term("ablation study", "The same training with and without a part, to see what the part does.",
             "Meyes et al. 2019, arXiv:1901.08644"),
    ),
    "Scores": (
        Term("accuracy", "The share of images that it names correctly (the same as F1-micro here).",
             "scikit-learn: accuracy_score"),
        Term("macro-F1", "The mean F1 of all classes, so that each counts the same, however few images it has.",
             "scikit-learn: f1_score(average=\"macro\")"),
        Term("balanced accuracy", "The mean over the classes of the share that it recognises.",
             "scikit-learn: balanced_accuracy_score"),
        Term("recall", "Which share of a class it finds.", "scikit-learn: recall_score"),
        Term("precision", "How often it is right when it names a class.", "scikit-learn: precision_score"),
        Term("F1", "Recall and precision in one number, their harmonic mean.", "scikit-learn: f1_score"),
        Term("support", "How many images of a class there are.", "scikit-learn: classification_report"),
        Term("predicted", "How many images it calls so.", "scikit-learn: confusion_matrix"),
        Term("precision–recall curve",
             "The further it reaches to the upper right, the better: it finds more of a class and is still right "
             "when it names it.", "scikit-learn: precision_recall_curve"),
        Term("average precision", "The mean precision over all recalls, the whole curve in one number.",
             "scikit-learn: average_precision_score"),
        Term("confusion matrix",
             "A table of what is taken for what: a row for each true class, a column for each that it names.",
             "scikit-learn: confusion_matrix"),
        Term("majority baseline", "What always naming the largest class reaches; a model has to beat it.",
             "scikit-learn: DummyClassifier(strategy=\"most_frequent\")"),
        Term("95 % interval", "Where the score would lie with other test images of the same kind.",
             "Wilson 1927, J. Am. Stat. Assoc. 22, 209 (confidence interval)"),
        Term("Pareto front", "The runs that no other beats at the same cost or less.",
             "Deb 2001, Multi-Objective Optimization Using Evolutionary Algorithms"),
    ),
    "Comparing": (
        Term("significant difference", "A difference that chance alone would make in fewer than 1 of 20 comparisons "
             "of equally good models.", "Fisher 1925, Statistical Methods for Research Workers"),
        Term("p-value", "How often chance alone would make a difference as large between two equally good models.",
             "SciPy: stats.binomtest"),
        Term("adjusted p-value", "The p-value, corrected for how many pairs are compared; below 0.05 the difference "
             "is significant.", "Holm 1979, Scand. J. Stat. 6, 65"),
        Term("McNemar’s test", "Compares two models on the same images, by those that just one of them gets right.",
             "McNemar 1947, Psychometrika 12, 153"),
        Term("paired bootstrap", "Compares two models on the same images, drawn anew 2,000 times.",
             "Efron 1979, Ann. Stat. 7, 1"),
        Term("standard deviation (±)", "How far values typically lie from their mean.", "NumPy: std"),
    ),
    "Certainty": (
        Term("confidence", "How sure it is: the probability that it gives to the class it names.",
             "Guo et al. 2017, arXiv:1706.04599"),
        Term("calibration", "Whether it is right as often as it is sure.", "scikit-learn: calibration"),
        Term("reliability diagram",
             "How often it is right by how sure it is; calibrated models lie on the dashed line.",
             "DeGroot & Fienberg 1983, The Statistician 32, 12"),
        Term("expected calibration error", "How far confidence and accuracy lie apart, on average over all images.",
             "Naeini, Cooper & Hauskrecht 2015, AAAI 29"),
        Term("temperature scaling",
             "One number, found on validation images, by which it becomes less sure (above 1) or surer "
             "(below 1), so that it is right as often as it says.", "Guo et al. 2017, arXiv:1706.04599"),
        Term("coverage", "The share of the images that it answers when it may leave the others to a person.",
             "El-Yaniv & Wiener 2010, JMLR 11, 1605"),
        Term("MC dropout",
             "Asked many times with part of its numbers left out by chance, as while it learned: how far the answers "
             "lie apart says how sure it may be.", "Gal & Ghahramani 2016, arXiv:1506.02142"),
        Term("Grad-CAM", "A map of what in an image speaks for a class: bright is what does.",
             "Selvaraju et al. 2017, arXiv:1610.02391"),
        Term("occlusion map", "How much the probability of a class falls when a square of the image is covered.",
             "Zeiler & Fergus 2014, arXiv:1311.2901"),
    ),
    "Images": (
        Term("principal components (PCA)", "A few basic patterns by which images are described.",
             "scikit-learn: decomposition.PCA"),
        Term("explained variance", "Which share of all differences between the images a pattern explains.",
             "scikit-learn: PCA.explained_variance_ratio_"),
        Term("nearest neighbours", "The images most like one, by their pixels, however either is turned.",
             "scikit-learn: neighbors.NearestNeighbors"),
    ),
}  # fmt: skip
TERMS = tuple(term for terms in GROUPS.values() for term in terms)
_BY_NAME = {term.name.lower(): term for term in TERMS}


def term(name: str) -> Term:
    """The term of that name, in capitals or not. Raises UnknownTermError."""
    try:
        return _BY_NAME[name.lower()]
    except KeyError:
        raise UnknownTermError(f"“{name}” is not in the glossary: add it to galaxy_core/glossary.py.") from None


def meaning(name: str) -> str:
    """What a term means: a sentence, as a caption or a help takes it. Raises UnknownTermError."""
    return term(name).meaning


def phrase(name: str) -> str:
    """The same as part of a sentence: "the share of images that it names correctly". Raises UnknownTermError."""
    sentence = term(name).meaning.rstrip(".")
    return sentence[:1].lower() + sentence[1:]


def label(name: str) -> str:
    """A term as a label begins it: "majority baseline" → "Majority baseline". Raises UnknownTermError."""
    own = term(name).name
    return own[:1].upper() + own[1:]


def explained(*names: str) -> str:
    """Terms with their meanings, in a line: "**Epoch**: it has seen …; **Loss**: how …". Raises UnknownTermError."""
    return " ".join(f"**{label(name)}**: {phrase(name)}." for name in names)


def used(text: str) -> tuple[Term, ...]:
    """The terms that occur in a text, in the order of the glossary; their plurals count."""
    return tuple(term for term in TERMS if _pattern(term.name).search(text))


def markdown() -> str:
    """The whole glossary as the file docs/glossary.md."""
    parts = [
        "# Glossary",
        "The words on the pages, in reports and on the command line. In a meaning “it” is the model. Generated from "
        "`galaxy_core/glossary.py` by `python -m galaxy_core.glossary`.",
    ]
    for group, terms in GROUPS.items():
        parts += [f"## {group}", _table(terms)]
    return "\n\n".join(parts) + "\n"


def _table(terms: Iterable[Term]) -> str:
    rows = [f"| {label(term.name)} | {term.meaning} | {term.source} |" for term in terms]
    return "\n".join(["| Word | What it means | Where it comes from |", "|---|---|---|", *rows])


def _pattern(name: str) -> re.Pattern[str]:
    """Finds a term as a word of its own, with or without the s of a plural."""
    flags = re.IGNORECASE if name == name.lower() else re.NOFLAG
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?:s|es)?(?![\w-])", flags)


if __name__ == "__main__":
    sys.stdout.write(markdown())
