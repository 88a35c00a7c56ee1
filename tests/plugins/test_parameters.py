"""Parameters of plug-ins: described, parsed from texts, refused in a sentence."""

from dataclasses import dataclass

import pytest

from galaxy_core import UsageError, models, plugins
from galaxy_core.plugins import parameters
from galaxy_core.plugins.parameters import parameter


@dataclass(frozen=True)
class Example:
    """One parameter of each kind."""

    epochs: int = parameter(14, "Epochs", "How often.", low=1, high=500)
    rate: float = parameter(0.002, "Rate", "How fast.", low=1e-5, high=0.1, folded=True)
    augment: bool = parameter(True, "Copies", "Turned ones too.")
    way: str = parameter("adam", "Way", "Which.", choices=("adam", "sgd"))
    note: str = parameter("", "Note", "Anything.")
    momentum: float = parameter(0.9, "Momentum", "How steady.", low=0, high=1, when=("way", ("sgd",)))


@dataclass(frozen=True)
class Nothing:
    """No parameters."""


def test_described_in_order_with_kind_default_and_range():
    epochs, rate, augment, way, *_ = parameters.describe(Example)
    assert (epochs.name, epochs.kind, epochs.default, epochs.low, epochs.high) == ("epochs", int, 14, 1, 500)
    assert rate.folded and not epochs.folded and augment.kind is bool and way.choices == ("adam", "sgd")


@pytest.mark.parametrize(
    ("values", "wanted"),
    [({}, Example()), ({"epochs": "3"}, Example(epochs=3)), ({"epochs": 3.0}, Example(epochs=3)),
     ({"rate": "1e-3", "way": "sgd"}, Example(rate=0.001, way="sgd")), ({"augment": "no"}, Example(augment=False)),
     ({"augment": True}, Example()), ({"augment": "ON"}, Example())],
)  # fmt: skip
def test_texts_and_values_are_parsed(values, wanted):
    assert parameters.parse(Example, values) == wanted


@pytest.mark.parametrize(
    ("values", "says"),
    [({"epoch": 3}, "epochs, rate, augment, way, note, momentum"), ({"epochs": "many"}, "a whole number from 1 to 500"),
     ({"epochs": 0}, "from 1 to 500"), ({"epochs": 501}, "from 1 to 500"), ({"epochs": 2.5}, "a whole number"),
     ({"rate": "nan"}, "a number from"), ({"rate": "inf"}, "a number from"), ({"augment": "perhaps"}, "yes or no"),
     ({"way": "rmsprop"}, "adam, sgd"), ({"epochs": None}, "a whole number")],
)  # fmt: skip
def test_what_does_not_fit_is_a_sentence_with_the_right_ones(values, says):
    with pytest.raises(UsageError, match=says):
        parameters.parse(Example, values)


def test_where_there_are_none_it_says_so():
    with pytest.raises(UsageError, match="there are none"):
        parameters.parse(Nothing, {"epochs": 3})


def test_one_that_matters_only_beside_certain_values():
    *others, momentum = parameters.describe(Example)
    assert all(other.matters({"way": "adam"}) for other in others)
    assert momentum.matters({"way": "sgd"}) and not momentum.matters({"way": "adam"})
    assert momentum.matters({})  # without its field there is nothing to go by


@pytest.mark.parametrize(
    "kind", [models.model(head.name).Parameters for head in plugins.heads(models) if not head.reason]
)
def test_what_a_parameter_depends_on_exists(kind: type):
    known = {known.name: known for known in parameters.describe(kind)}
    for name, one in known.items():
        if one.when is not None:
            other, values = one.when
            assert other != name and other in known
            assert not known[other].choices or set(values) <= set(known[other].choices)


@dataclass(frozen=True)
class Renamed:
    """A parameter with two former names, and one without."""

    rate: float = parameter(0.1, "Rate", "How fast.", low=0, high=1, formerly=("pace", "speed"))
    start: str = parameter("", "Start", "A run.", runs=True)
    mode: str = parameter(
        "all", "Mode", "Which.", choices=("all", "two_phases"), aliases=(("two phases", "two_phases"),)
    )


def test_former_names_go_on_being_understood():
    assert parameters.current(Renamed, {"pace": 0.5, "start": "x"}) == {"rate": 0.5, "start": "x"}
    assert parameters.current(Renamed, {"speed": 0.5, "rate": 0.2, "other": 1}) == {"rate": 0.2, "other": 1}
    assert parameters.parse(Renamed, {"speed": "0.5"}) == Renamed(rate=0.5)
    with pytest.raises(UsageError, match="rate = 2.0 is out of range"):
        parameters.parse(Renamed, {"pace": 2})
    with pytest.raises(UsageError, match="“pase” is not a parameter here: choose rate, start, mode"):
        parameters.parse(Renamed, {"pase": 0.5})
    assert parameters.current(Renamed, {"mode": "two phases"}) == {"mode": "two_phases"}, "a choice has a new name, too"
    assert parameters.current(Renamed, {"mode": ["two phases"], "other": "two phases"})["mode"] == ["two phases"]
    assert parameters.parse(Renamed, {"mode": "two phases"}) == Renamed(mode="two_phases")
    assert [one.runs for one in parameters.describe(Renamed)] == [False, True, False]
