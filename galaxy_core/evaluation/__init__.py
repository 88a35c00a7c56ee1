"""Evaluation: what stored predictions say about a model. Needs no image, no model and no TensorFlow.

Everything starts from `Predictions`: what one model said about the images of one part of a split.

- `scores`, `per_class`, `majority`: how good it is, each with a 95 % interval (a `Score`);
- `images`, `mistakes`, `confused_pairs`: what it takes for what, and the images behind every cell of the matrix;
- the module `precision_recall`: what a class gains and loses when more certainty is asked for;
- `paired`, `agree`: whether two models on the same images differ significantly, and on which images;
- `calibration`, `right_when_this_sure`, `temperature`: how far its certainty can be believed;
- `coverages`, `answering`: how good it is when it may leave to a person what it is least sure of.

Conventions people get wrong: classes are *numbers* 0…k-1 everywhere, names only in `classes`; a confusion matrix is
int64 (k, k) with the truth in the rows and what the model says in the columns; scores and intervals are shares
0…1, never percent; an undefined score is None, never NaN; functions that choose images return positions in the
predictions (`predictions.rows[positions]` are the rows of the data set).
"""

from galaxy_core.evaluation.abstaining import SelectiveAccuracy, answering, coverages
from galaxy_core.evaluation.agreement import Agreement, agree
from galaxy_core.evaluation.confusion import ORDERS, by_similarity, confused_pairs, images, mistakes
from galaxy_core.evaluation.pairing import Paired, paired
from galaxy_core.evaluation.reliability import (
    Bin,
    Calibration,
    calibration,
    right_when_this_sure,
    temperature,
    tempered,
)
from galaxy_core.intervals import Score, proportion
from galaxy_core.tasks.classification.predictions import Predictions
from galaxy_core.tasks.classification.scoring import ClassScore, Scores, majority, per_class, scores

__all__ = [
    "ORDERS",
    "Agreement",
    "Bin",
    "Calibration",
    "ClassScore",
    "Paired",
    "Predictions",
    "Score",
    "Scores",
    "SelectiveAccuracy",
    "agree",
    "answering",
    "by_similarity",
    "calibration",
    "confused_pairs",
    "coverages",
    "images",
    "majority",
    "mistakes",
    "paired",
    "per_class",
    "proportion",
    "right_when_this_sure",
    "scores",
    "temperature",
    "tempered",
]
