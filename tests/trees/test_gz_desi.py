"""The tree of Galaxy Zoo DESI."""

from galaxy_core import trees


def test_it_asks_what_decals_asks_of_other_images() -> None:
    tree, decals = trees.tree("gz_desi"), trees.tree("gz_decals")
    assert [answer.replace("-dr8_", "_") for answer in tree.answers] == [*decals.answers]
    assert [[parent.replace("-dr8_", "_") for parent in question.parents] for question in tree.questions] == [
        [*question.parents] for question in decals.questions
    ]
