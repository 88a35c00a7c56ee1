"""The tree of Galaxy Zoo DECaLS 1 and 2."""

from galaxy_core import trees


def test_it_has_the_answers_of_the_first_two_campaigns() -> None:
    tree = trees.tree("gz_decals_1_2")
    assert [len(question.answers) for question in tree.questions] == [3, 2, 2, 2, 3, 3, 3, 3, 5, 4]
    assert tree.answers[-1] == "merging-dr12_merger"
