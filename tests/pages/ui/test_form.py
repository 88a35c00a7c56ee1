"""Forms made from descriptions: every kind of parameter has its field, and every model's form gives its defaults."""

from collections.abc import Callable
from dataclasses import asdict

import pytest

from galaxy_core import models, plugins
from galaxy_core.plugins import parameters

KINDS = """
from galaxy_core.plugins.parameters import Parameter
values = form.form((
    Parameter("size", "Size", "How large.", 64, int, 16, 256, 8),
    Parameter("many", "Many", "How many.", 500, int, 1, 100000),
    Parameter("rate", "Rate", "How fast.", 0.001, float, 1e-6, 1.0),
    Parameter("turn", "Turn", "Whether it turns.", True, bool),
    Parameter("kind", "Kind", "Which.", "b", str, choices=("a", "b")),
    Parameter("word", "Word", "A text.", "x", str),
    Parameter("deep", "Deep", "For experts.", 2, int, 1, 5, 1, folded=True),
), "form")
st.session_state["values"] = values
"""


def test_every_kind_has_its_field(draw: Callable):
    seen = draw(KINDS)
    assert seen.app.session_state["values"] == {
        "size": 64, "many": 500, "rate": 0.001, "turn": True, "kind": "b", "word": "x", "deep": 2
    }  # fmt: skip
    assert [found.label for found in seen.app.slider] == ["Size", "Deep"]
    assert [found.label for found in seen.app.number_input] == ["Many", "Rate"]
    assert [found.label for found in seen.app.toggle] == ["Turn"]
    assert [found.label for found in seen.app.text_input] == ["Word"]
    assert [fold.label for fold in seen.app.expander] == ["More settings"]


@pytest.mark.parametrize(
    ("label", "value", "name"),
    [("Size", 80, "size"), ("Many", 7, "many"), ("Rate", 0.5, "rate"), ("Turn", False, "turn"), ("Kind", "a", "kind"),
     ("Word", "y", "word"), ("Deep", 5, "deep")],
)  # fmt: skip
def test_what_is_entered_is_returned(label: str, value: object, name: str, draw: Callable):
    seen = draw(KINDS).choose(label, value)
    assert seen.app.session_state["values"][name] == value


@pytest.mark.parametrize("name", [head.name for head in plugins.heads(models) if not head.reason])
def test_the_form_of_every_model_gives_its_defaults(name: str, draw: Callable):
    seen = draw(
        "from galaxy_core import models\nfrom galaxy_core.plugins import parameters\n"
        f"values = form.form(parameters.describe(models.model({name!r}).Parameters), 'f')\n"
        "st.session_state['values'] = values"
    )
    kind = models.model(name).Parameters
    assert parameters.parse(kind, seen.app.session_state["values"]) == kind()
    assert seen.app.session_state["values"] == asdict(kind())
