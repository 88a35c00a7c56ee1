"""The preset gz2_votes: see test_presets.py for what all of them keep."""

import numpy as np

from galaxy_core import presets, tasks, trees
from galaxy_core.charts import measures

MODULE = presets.preset("gz2-votes")


def test_the_studys_network_has_the_studys_batch_where_there_are_as_many_images() -> None:
    whole, small = (MODULE.runs(np.array([images])) for images in (179_450, 6_000))
    study, tree = whole[2], whole[3]
    assert study.values == {"batch_size": 1993} and study.split == "75/25@32"
    assert small[2].values == {"batch_size": 66}
    assert tree.values["head"] == "automatic" and whole[5].preparation and not whole[3].preparation


def test_what_others_reported_stands_in_its_own_unit() -> None:
    figures, kind = MODULE.PUBLISHED, tasks.kind("votes")
    written = {(one.who, one.measure, one.question): measures.reported(one, kind) for one in figures}
    assert written["Study 003, CNN", "rmse", ""] == "0.227" and written["Study 003, CNN", "r2_global", ""] == "0.605"
    assert written["Walmsley et al. 2022", "accuracy", "Bar"] == "81.8 %"
    asked = {question.title for question in trees.tree("gz2").questions} | {"Merging"}
    assert {one.question for one in figures} - {""} <= asked
