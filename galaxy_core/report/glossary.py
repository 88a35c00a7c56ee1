"""The words that a report uses, explained for somebody who meets them for the first time."""

import re
from html import unescape

from galaxy_core import glossary
from galaxy_core.report import markup

_TAG = re.compile(r"<[^>]*>")


def html(written: str) -> str:
    """A fold with all terms of the glossary that occur in what is written, HTML of the other sections."""
    terms = glossary.used(unescape(_TAG.sub(" ", written)).replace("\u00a0", " "))
    facts = markup.facts([(glossary.label(term.name), glossary.phrase(term.name)) for term in terms])
    return markup.section("words", "Glossary", markup.fold("What the words of this report mean", facts))
