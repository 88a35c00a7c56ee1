"""The frame of a report."""

from collections.abc import Callable

from galaxy_core.charts import palette
from galaxy_core.report import page


def test_a_document_that_loads_nothing(read: Callable) -> None:
    html = page.document("A <title>", "<p>x</p>")
    found = read(html)
    policies = [known["content"] for known in found.all("meta") if "http-equiv" in known]
    assert policies == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]
    assert "<title>A &lt;title&gt;</title>" in html and found.all("html") == [{"lang": "en"}]
    assert {"viewport", "color-scheme"} <= {known.get("name") for known in found.all("meta")}


def test_light_dark_and_paper() -> None:
    html = page.document("x", "")
    assert palette.css_variables() in html and "color-scheme: light dark" in html
    paper = html.split("@media print")[1]
    assert (
        "size: A4" in html and "color-scheme: light;" in paper and "details-content" in paper and "break-inside" in html
    )


def test_head_contents_and_what_is_missing(read: Callable) -> None:
    found = read(page.head("T", "Lead", "Finding", "Loud") + page.contents([("a", "A & b")]) + page.missing(("Gone.",)))
    assert found.text() == "T Lead Loud Finding A & b Gone." and found.all("a") == [{"href": "#a"}]
    assert page.missing(()) == "" and "finding" not in page.head("T", "L", "")
