"""The tree of Galaxy Zoo 2."""

from galaxy_core import trees


def test_its_questions_hang_together_as_published() -> None:
    tree = trees.tree("gz2")
    parents = {question.key: {parent[:3] for parent in question.parents} for question in tree.questions}
    assert parents == {
        "t01": set(), "t02": {"a02"}, "t03": {"a05"}, "t04": {"a05"}, "t05": {"a05"}, "t06": {"a01", "a02"},
        "t07": {"a01"},
        "t08": {"a14"}, "t09": {"a04"}, "t10": {"a08"}, "t11": {"a08"},
    }  # fmt: skip
    assert len(tree.answers) == 37 and not any(answer.startswith("a35") for answer in tree.answers)
    assert tree.questions[9].answers[0].column == "t10_arms_winding_a28_tight"
