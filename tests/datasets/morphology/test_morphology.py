"""Kinds of galaxies in plain words: every one is told in sentences, and no two alike."""

from galaxy_core.datasets import morphology
from galaxy_core.datasets.morphology import Meaning

KINDS = {name: kind for name, kind in vars(morphology).items() if isinstance(kind, Meaning)}


def test_every_kind_is_told_in_sentences_of_its_own():
    texts = [text for kind in KINDS.values() for text in (kind.what, kind.why)]
    assert len(KINDS) > 10 and all(text[0].isupper() and text.endswith(".") for text in texts)
    assert len({kind.what for kind in KINDS.values()}) == len(KINDS)
    assert all(len(text.split()) <= 60 for text in texts), "a card is read standing"
