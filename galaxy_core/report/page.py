"""The frame of a report: one HTML document with its style inside, that loads nothing and runs nothing."""

import time
from pathlib import Path

import galaxy_core
from galaxy_core import charts
from galaxy_core.report import markup

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"  # a browser holds the file to it


def document(title: str, body: str) -> str:
    """The whole file; `title` is text, `body` HTML."""
    rules = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
    today = time.strftime("%Y-%m-%d")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{markup.text(title)}</title>\n<style>\n{charts.stylesheet()}\n{rules}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n"
        f"<footer>Made with the galaxy lab {galaxy_core.__version__} on {today}. Everything is in this one file; "
        "it loads nothing from elsewhere.</footer>\n</body>\n</html>\n"
    )


def head(title: str, lead: str, finding: str, loud: str = "") -> str:
    """Title, what was asked, the finding, and what has to be said loudly; all text."""
    warned = f'<p class="loud" role="note">{markup.text(loud)}</p>' if loud else ""
    shown = f'<p class="finding">{markup.text(finding)}</p>' if finding else ""
    return f'<header><h1>{markup.text(title)}</h1><p class="lead">{markup.text(lead)}</p>{warned}{shown}</header>'


def contents(sections: list[tuple[str, str]]) -> str:
    """Links to the sections, (name, title) each."""
    links = "".join(f'<a href="#{name}">{markup.text(title)}</a>' for name, title in sections)
    return f'<nav aria-label="Contents">{links}</nav>'


def missing(sentences: tuple[str, ...]) -> str:
    """A box with what is missing, "" where nothing is."""
    return f'<div class="missing" role="note">{markup.sentences(sentences)}</div>' if sentences else ""
