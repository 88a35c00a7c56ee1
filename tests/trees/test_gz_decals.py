"""The tree of Galaxy Zoo DECaLS."""

from galaxy_core import trees


def test_it_has_the_answers_of_the_fifth_release() -> None:
    tree = trees.tree("gz_decals")
    assert [len(question.answers) for question in tree.questions] == [3, 2, 2, 3, 5, 3, 3, 3, 6, 4]
    assert {question.key: question.parents for question in tree.questions}["bar"] == ("disk-edge-on_no",)
    assert tree.answers[:2] == ("smooth-or-featured_smooth", "smooth-or-featured_featured-or-disk")
