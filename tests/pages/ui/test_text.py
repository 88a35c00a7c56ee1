"""What somebody typed is text: in our own HTML, and in what Streamlit reads as Markdown."""

import re
from html import unescape

import pytest

from pages.ui import text
from tests.pages.visits import seen

TITLES = [
    "<script>alert(1)</script>", "**x**", "***", "a \\", "\\*", "`x`", "_x_", "~~x~~", "$x$", ":material/home:",
    ":red[x]", ":smile:", "# x", "- x", "+ x", "1. x", "2)", "[a](javascript:alert(1))", "![a](https://x.y/z.png)",
    "https://x.y/z", "www.x.y", "me@x.y", "a -> b <- c -- d >= e <= f ~= g", "&lt; &amp;", "| a | b |", "12:30",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_in_our_own_html_it_is_what_was_typed(title: str):
    for sentence in (text.literal(title), f"**{text.literal(title)}**"):
        html = text.rich(sentence)
        assert unescape(re.sub(r"</?b>", "", html)) == title
        assert html.count("<b>") == sentence.startswith("**") and "<script" not in html


@pytest.mark.parametrize("title", TITLES)
def test_in_markdown_nothing_means_anything(title: str):
    said = text.literal(title)
    assert re.sub(r"\\(.)", r"\1", said).replace(text.JOINER, "") == title
    assert not re.search(r":\S", re.sub(r"\\(.)", r"\1", said).replace(f":{text.JOINER}", ""))
    bare = re.sub(r"\\.", " ", said)
    assert not re.search(r"[\\`*_\[\]<>#|~$:&]|--|->|<-|www\.|\w@|^[-+]|^\d+[.)](\s|$)", bare)


@pytest.mark.parametrize("control", ["\n", "\t", "\0", "\x1b", "\u202e", "\u2028", "\ud800", "\ufeff"])
def test_control_characters_become_spaces(control: str):
    assert text.literal(f"a{control}b{control}") == "a b"


def test_what_is_written_with_joiners_keeps_them():
    assert text.literal("👩\u200d🚀 می\u200cخواهم") == "👩\u200d🚀 می\u200cخواهم"


def test_bold_is_the_only_markup_of_ours():
    assert text.rich("**84.6 %** of <b> & **x**") == "<b>84.6 %</b> of &lt;b&gt; &amp; <b>x</b>"
    assert text.rich("2 ** 3") == "2 ** 3" and text.rich(r"C:\data") == r"C:\data"


def test_buttons_of_the_same_words_are_heard_apart():
    label = text.of("More", "CNN [x], 81.7 %")
    assert label == r"More :gray[of CNN \[x\], 81.7 %]" and seen(label) == "More"
