"""The words that a report uses, explained."""

from collections.abc import Callable

from galaxy_core import glossary
from galaxy_core.report import glossary as words


def test_the_terms_that_occur_stand_in_a_fold_and_no_others(read: Callable) -> None:
    page = read(words.html("<p title='loss'>Its <b>balanced&nbsp;accuracy</b> after 3 epochs; test.</p>"))
    assert len(page.all("dt")) == 4 and page.all("details")  # accuracy is a term of its own
    for name in ("test", "epoch", "accuracy", "balanced accuracy"):
        assert f"{glossary.label(name)} {glossary.phrase(name)}" in page.text("words")
    assert glossary.phrase("loss") not in page.text("words")
