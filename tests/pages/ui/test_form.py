"""Forms made from descriptions: every kind of parameter has its field, and every model's form gives its defaults."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from galaxy_core import models, plugins, runs
from galaxy_core.plugins import parameters
from tests.pages.stored_runs import copy

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


def test_a_choice_is_read_as_words(draw: Callable):
    known = '(Parameter("mode", "Mode", "Which.", "two_phases", str, choices=("two_phases", "all")),)'
    seen = draw(f"from galaxy_core.plugins.parameters import Parameter\nst.text(form.form({known}, 'form')['mode'])")
    assert seen.app.segmented_control[0].options == ["two phases", "all"] and seen.app.text[0].value == "two_phases"


def test_numbers_say_what_they_are_counted_in(draw: Callable):
    known = (
        '(Parameter("size", "Size", "How large.", 64, int, 16, 256, 8, unit="px"), '
        'Parameter("turn", "Turn", "How far.", 180.0, float, 0, 180, unit="°"))'
    )
    seen = draw(f"from galaxy_core.plugins.parameters import Parameter\nform.form({known}, 'form')")
    assert [one.proto.format for one in seen.app.slider] == ["%g px"]
    assert [one.label for one in seen.app.number_input] == ["Turn (°)"]


def test_a_number_without_a_lower_end_is_typed(draw: Callable):
    known = '(Parameter("shift", "Shift", "How far.", 3, int, None, 100, 5),)'
    seen = draw(f"from galaxy_core.plugins.parameters import Parameter\nform.form({known}, 'form')")
    assert [field.label for field in seen.app.number_input] == ["Shift"] and not seen.app.slider


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


DEPENDENT = """
from galaxy_core.plugins.parameters import Parameter
values = form.form((
    Parameter("way", "Way", "Which.", "adam", str, choices=("adam", "sgd")),
    Parameter("momentum", "Momentum", "How steady.", 0.9, float, 0, 1, when=("way", ("sgd",))),
    Parameter("deep", "Deep", "For experts.", 2, int, 1, 5, 1, folded=True, when=("way", ("adam",))),
), "form", FIRST)
st.session_state["values"] = values
"""


def test_a_field_that_does_not_matter_is_hidden_and_has_its_default(draw: Callable):
    seen = draw(DEPENDENT.replace("FIRST", "{}"))
    assert not seen.app.number_input and len(seen.app.slider) == 1
    seen.choose("Deep", 4).choose("Way", "sgd")
    assert [found.label for found in seen.app.number_input] == ["Momentum"] and not seen.app.slider
    assert not seen.app.expander  # nothing in it matters
    seen.choose("Momentum", 0.5)
    assert seen.app.session_state["values"] == {"way": "sgd", "momentum": 0.5, "deep": 2}
    seen.choose("Way", "adam")
    assert seen.app.session_state["values"]["momentum"] == 0.9


@pytest.mark.parametrize(
    ("first", "wanted", "opened"),
    [
        ({"way": "sgd", "momentum": 0.2}, {"way": "sgd", "momentum": 0.2, "deep": 2}, None),
        ({"deep": 3}, {"way": "adam", "momentum": 0.9, "deep": 3}, True),
        ({"deep": 2}, {"way": "adam", "momentum": 0.9, "deep": 2}, False),
        ({"deep": 99, "way": "lost", "more": 1}, {"way": "adam", "momentum": 0.9, "deep": 2}, False),  # an older model
    ],
)
def test_it_begins_with_other_values(first: dict, wanted: dict, opened: bool | None, draw: Callable):
    seen = draw(DEPENDENT.replace("FIRST", repr(first)))
    assert seen.app.session_state["values"] == wanted
    assert [fold.proto.expanded for fold in seen.app.expander] == ([] if opened is None else [opened])


def test_many_choices_are_a_list(draw: Callable):
    seen = draw(
        "from galaxy_core.plugins.parameters import Parameter\n"
        "form.form((Parameter('base', 'Base', 'Which.', 'c', str, choices=tuple('abcdefgh')),), 'form')"
    )
    assert [found.label for found in seen.app.selectbox] == ["Base"] and seen.field("Base").value == "c"


ENSEMBLE = """
from galaxy_core import datasets, models
from galaxy_core.plugins import parameters
from tests.pages.stored_runs import copy
given = form.Given(datasets.open_dataset("sample"), {model!r})
values = form.form(parameters.describe(models.model({model!r}).Parameters), "f", None, given)
st.session_state["values"] = values
"""


def test_members_are_those_that_can_answer_together(draw: Callable, trained: dict[str, runs.Run], own_runs: Path):
    copy(trained["pca_logistic"], own_runs, "20200101-000000-pca_logistic-0000", split="75/25")
    seen = draw(ENSEMBLE.format(model="ensemble"))
    offered = seen.field("Members").options
    assert len(offered) == len(trained) and "joined" not in seen.field("Members").help
    seen.choose("Members", [trained["pca_logistic"].name])
    assert seen.app.session_state["values"]["members"] == trained["pca_logistic"].name


def test_weights_to_begin_with_are_those_of_runs_of_the_kind(draw: Callable, trained: dict[str, runs.Run]):
    seen = draw(ENSEMBLE.format(model="cnn"))
    assert seen.field("Initial weights").options == [
        "none: random weights", "weights of drawn galaxies (synthetic)", runs.title(trained["cnn"])
    ]  # fmt: skip
    seen.choose("Initial weights", trained["cnn"].name)
    assert seen.app.session_state["values"]["start"] == trained["cnn"].name
