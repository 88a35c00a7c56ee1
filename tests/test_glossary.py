"""The glossary: each word once, in plain sentences with their sources,
and the only place that pages explain words in."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from galaxy_core import glossary
from galaxy_core.glossary import TERMS, UnknownTermError

ROOT = Path(__file__).parents[1]
ASKING = {"term", "meaning", "phrase", "label", "explained"}


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_meaning_is_one_short_sentence_that_does_not_explain_a_word_by_itself(term: glossary.Term) -> None:
    assert term.meaning[0].isupper() and term.meaning.endswith(".") and ". " not in term.meaning
    assert len(term.meaning) < 180 and term.source and not term.source.endswith(".")


def test_each_word_once() -> None:
    names = [term.name.lower() for term in TERMS]
    assert len(set(names)) == len(names)
    assert glossary.term("Macro-F1") is glossary.term("macro-f1")
    with pytest.raises(UnknownTermError, match="“luck” is not in the glossary"):
        glossary.meaning("luck")


def test_as_a_label_as_a_phrase_and_in_a_line() -> None:
    assert glossary.label("majority baseline") == "Majority baseline"
    assert glossary.phrase("epoch") == "it has seen every training image once"
    assert glossary.explained("epoch", "loss").startswith(
        "**Epoch**: it has seen every training image once. **Loss**: "
    )


def test_the_terms_of_a_text() -> None:
    assert [term.name for term in glossary.used("macro-F1 over 3 epochs; F1-micro, a testament.")] == [
        "epoch",
        "macro-F1",
    ]
    assert glossary.used("latest blossom") == ()


def test_the_document_is_the_generated_one() -> None:
    written = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert written == glossary.markdown(), "write it anew: python -m galaxy_core.glossary > docs/glossary.md"


# What pages and reports say of words is asked for here.


def unknown(tree: ast.AST) -> list[str]:
    """Names that are asked of the glossary as literals, and that it doesn't have."""
    known = {term.name.lower() for term in TERMS}
    return [name for name in _asked(tree) if name.lower() not in known]


def _asked(tree: ast.AST) -> Iterator[str]:
    functions = {f"glossary.{name}" for name in ASKING}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in functions:
            yield from (one.value for one in node.args if isinstance(one, ast.Constant))


def explained_by_hand(tree: ast.AST) -> list[str]:
    """Helps in which a term of the glossary is named in a text that stands in the code: it would be said twice."""
    helps = [word.value for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords
             if word.arg == "help"]  # fmt: skip
    helps += [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign)
              and any(re.search("HELP", ast.unparse(target)) for target in node.targets)]  # fmt: skip
    texts = [one for value in helps for one in _texts(value)]
    return [text for text in texts if glossary.used(text)]


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts in an expression, but for the names that the glossary is asked for."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("glossary."):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _texts(child)


SOURCES = sorted({ROOT / "app.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("galaxy_core/**/*.py")})


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_term_that_is_asked_for_exists(path: Path) -> None:
    assert unknown(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if "galaxy_core" not in path.parts], ids=lambda path: path.stem
)
def test_every_help_that_names_a_term_comes_from_the_glossary(path: Path) -> None:
    assert explained_by_hand(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_broken_examples_are_found() -> None:
    assert unknown(ast.parse("glossary.meaning('luck'); glossary.label('loss')")) == ["luck"]
    assert explained_by_hand(ast.parse("st.slider('x', help='Each epoch counts.')")) == ["Each epoch counts."]
    assert explained_by_hand(ast.parse("HELP = 'The loss is low.'")) == ["The loss is low."]
    assert explained_by_hand(ast.parse("st.slider('x', help=glossary.meaning('epoch') + ' It is slow.')")) == []
