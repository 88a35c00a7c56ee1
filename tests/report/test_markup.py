"""Pieces of HTML."""

from collections.abc import Callable

from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.report import markup

EVIL = '<b>"x"</b>\n& 5 %'
SAFE = "&lt;b&gt;&quot;x&quot;&lt;/b&gt; &amp; 5&nbsp;%"


def test_every_piece_escapes_what_it_is_given() -> None:
    assert markup.text(EVIL) == SAFE
    assert markup.sentences([EVIL, ""], "quiet") == f'<p class="quiet">{SAFE}</p>'
    assert markup.bullets([EVIL]) == f"<ul><li>{SAFE}</li></ul>" and markup.bullets([]) == ""
    assert markup.facts([(EVIL, EVIL)]) == f'<dl class="facts"><div><dt>{SAFE}</dt><dd>{SAFE}</dd></div></dl>'
    assert markup.facts([]) == "" and SAFE in markup.section("a", EVIL, "") and SAFE in markup.table([EVIL], [], EVIL)
    assert markup.named(ClassLabel(EVIL, "s", "round")).endswith(f" {SAFE}</span>")
    assert markup.named(ClassLabel(EVIL, "s", "round"), short=True).endswith(" s</span>")


def test_a_table_has_heads_of_rows_and_columns(read: Callable) -> None:
    page = read(markup.table(("A", "B"), [("<i>a</i>", "b"), ("c", "d")], "what"))
    assert [known["scope"] for known in page.all("th")] == ["col", "col", "row", "row"] and len(page.all("td")) == 2
    assert page.all("div") == [{"class": "box", "role": "region", "tabindex": "0", "aria-label": "what"}]


def test_a_fold(read: Callable) -> None:
    page = read(markup.fold("More", "<p>inside</p>", "here"))
    assert page.all("details") == [{"id": "here"}] and page.text() == "More inside"
