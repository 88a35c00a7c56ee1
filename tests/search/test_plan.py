"""What can be searched, what can't, and how many trials that makes."""

import pytest

from galaxy_core import UsageError, tasks
from galaxy_core.search.plan import Dimension, Plan, current, dimension, grid, plan

GRID = (Dimension("filters", (8, 16)), Dimension("learning_rate", (0.001, 0.01, 0.1)))


@pytest.mark.parametrize(
    ("model", "text", "found"),
    [
        ("cnn", "filters=8, 16", Dimension("filters", (8, 16))),
        ("cnn", "optimizer=Adam,SGD", Dimension("optimizer", ("Adam", "SGD"))),
        ("cnn", "filters=8..64", Dimension("filters", (), 8, 64)),
        ("cnn", "learning_rate=1e-4..0.01:log", Dimension("learning_rate", (), 1e-4, 0.01, True)),
        ("cnn", "dropout=0..0.5", Dimension("dropout", (), 0.0, 0.5)),
        ("plain_cnn", "convolutions=32,64|64,128", Dimension("convolutions", ("32,64", "64,128"))),
        ("plain_cnn", "dense=64", Dimension("dense", ("64",))),
    ],
)
def test_a_text_says_what_is_searched(model: str, text: str, found: Dimension) -> None:
    assert dimension(model, text) == found == dimension(model, str(found))
    assert all(type(own) is type(other) for own, other in zip((found.low, found.high), (found.low,) * 2, strict=True))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("filters", "“filters” says nothing to search: write NAME=V1,V2,… or NAME=LOW..HIGH"),
        ("filters=", "says nothing to search"),
        ("filter=8", "“filter” is not a parameter of cnn: choose epochs, "),
        ("filters=8,many", "filters = “many” can't be used: give a whole number from 4 to 128"),
        ("filters=8..1000", "filters = 1000 is out of range"),
        ("filters=64..8", "filters = 64..8 is no range: write the smaller number first"),
        ("dropout=0..0.5:log", "dropout = 0..0.5 has no logarithm: begin above 0"),
        ("filters=8,8", "filters = 8 is named twice"),
        ("optimizer=Adam..SGD", "optimizer = Adam..SGD is out of range: give one of AdamW"),
    ],
)
def test_what_cannot_be_searched_is_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UsageError) as error:
        dimension("cnn", text)
    assert words in str(error.value)


def test_a_stored_plan_has_the_names_of_today() -> None:
    stored = plan([Dimension("mode", ("features", "two phases")), Dimension("body_rate", (), 0.1, 0.5)], tpe=4)
    assert current(stored, "transfer").space == (
        Dimension("mode", ("features", "two_phases")), Dimension("backbone_lr_factor", (), 0.1, 0.5),
    )  # fmt: skip
    assert current(stored, "gone") == stored


def test_a_plan_counts_its_trials() -> None:
    assert plan(GRID) == Plan(GRID, "grid", 6, "accuracy", False)
    assert plan(GRID, 20) == Plan(GRID, "tpe", 20, "accuracy", True)
    assert plan(GRID, 20, "loss", False).prune is False and plan(GRID, prune=True).prune is True
    assert grid(plan(GRID))[:2] == [
        {"filters": 8, "learning_rate": 0.001}, {"filters": 8, "learning_rate": 0.01},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("space", "more", "words"),
    [
        ((), {}, "A search needs something to search"),
        ((GRID[0], GRID[0]), {}, "filters is searched twice"),
        ((Dimension("dropout", (), 0.0, 0.5),), {}, "A grid can't try all of dropout: name its values"),
        (GRID, {"tpe": 0}, "A search of 0 trials can't be made: 1 to 500 can"),
        (GRID, {"tpe": 501}, "1 to 500"),
        (GRID, {"measure": "speed"}, "“speed” is not a measure: choose accuracy, "),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_a_sentence(space: tuple, more: dict, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        plan(space, **more)


def test_of_votes_a_search_goes_by_their_error_and_less_is_better() -> None:
    made = plan((dimension("cnn", "filters=8,16"),), task="votes")
    assert made.measure == "rmse" and not tasks.kind("votes").measure(made.measure).higher_is_better
    assert tasks.kind("votes").watched("rmse").key == "squared_error"
    assert plan((dimension("cnn", "head=dirichlet,softmax"),), task="votes").trials == 2
