"""Words explained."""

from collections.abc import Callable

from galaxy_core.report import glossary


def test_each_word_once_in_a_fold(read: Callable) -> None:
    page = read(glossary.html())
    names = [name for name, _ in glossary.WORDS]
    assert len(set(names)) == len(names) == len(page.all("dt")) and page.all("details")
    assert all(said in page.text("words").replace("\u00a0", " ") for _, said in glossary.WORDS)
