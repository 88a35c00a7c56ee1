"""Class by class: confused pairs in words, curves of chosen classes, the table."""

import numpy as np
import pyarrow.ipc
from streamlit.testing.v1 import AppTest

from galaxy_core.charts import formatting
from galaxy_core.evaluation import Predictions, per_class
from galaxy_core.evaluation.precision_recall import precision_recall, thinned
from pages.ui import text
from tests.pages.visits import Visit

EVIL = "**<script>alert(1)<!--"
CLASSES = ("Round", "Cigar", EVIL, "Empty")


def said(confusion: list[list[int]]) -> Predictions:
    """Predictions of that confusion matrix, ever surer."""
    cells = [(true, called) for true, row in enumerate(confusion) for called, n in enumerate(row) for _ in range(n)]
    labels, called = np.array(cells, dtype=int).reshape(-1, 2).T
    sure = np.linspace(0.55, 0.9, len(cells))[:, None]
    probabilities = (1 - sure) / 3 + (sure - (1 - sure) / 3) * np.eye(4)[called]
    return Predictions(np.arange(len(cells)), labels, probabilities, CLASSES)


CONFUSED = said([[20, 4, 1, 0], [12, 21, 0, 0], [0, 0, 5, 0], [0, 0, 0, 0]])


def script() -> None:
    import streamlit as st

    from galaxy_core.charts.class_labels import class_labels
    from pages.ui import class_scores

    predictions = st.session_state.said
    on_pair = st.session_state.get("on_pair", print)
    class_scores.section(predictions, class_labels(predictions.classes), "curves", on_pair)


def shown(predictions: Predictions, **state: object) -> Visit:
    app = AppTest.from_function(script, default_timeout=60)
    for name, value in {"said": predictions, **state}.items():
        app.session_state[name] = value
    return Visit(app).run()


def drawn(seen: Visit) -> dict[str, list[tuple[float, float]]]:
    """The points of each curve on the page."""
    (chart,) = seen.charts
    rows = pyarrow.ipc.open_stream(chart.data.data).read_all().to_pylist()
    return {
        name: [(row["recall"], row["precision"]) for row in rows if row["class"] == name]
        for name in {row["class"]: None for row in rows}
    }


def confusions(seen: Visit) -> list[str]:
    """The confused pairs in words, as the buttons say them."""
    return [label.replace("\u00a0", " ") for label in seen.buttons if "is taken for" in label]


def test_the_hardest_class_and_the_confused_pairs_in_words():
    seen = shown(CONFUSED)
    assert f"Cigar is the hardest: it finds 21 of 33 images, {formatting.score(21 / 33, 0.4664, 0.7781)}." in seen.text
    pairs = confusions(seen)
    assert pairs[:2] == ["Cigar is taken for Round in 12 of 33", "Round is taken for Cigar in 4 of 25"]
    assert pairs.index(f"Round is taken for {text.literal(EVIL)} in 1 of 25") > 1


def test_classes_that_are_equally_hard_are_all_named():
    seen = shown(said([[5, 0, 0, 0], [3, 0, 0, 0], [4, 0, 0, 0], [0, 0, 0, 0]]))
    names = CLASSES[1:3]
    assert f"{names[0]} and {names[1]} are equally hard: it finds none of their 7 images." in seen.text
    seen = shown(said([[5, 0, 0, 0], [2, 2, 0, 0], [0, 3, 3, 0], [0, 0, 0, 0]]))
    assert f"{names[0]} and {names[1]} are equally hard: it finds 50.0 % of each." in seen.text


def test_names_of_classes_stay_text():
    seen = shown(CONFUSED)
    assert "<script" not in seen.html and any(text.literal(EVIL) in pair for pair in confusions(seen))


def test_at_most_six_pairs():
    predictions = said([[3, 9, 8, 7], [6, 3, 5, 4], [3, 2, 3, 1], [1, 1, 1, 3]])
    assert len(confusions(shown(predictions))) == 6


def test_curves_of_the_two_hardest_classes_and_of_those_that_are_chosen():
    curves = precision_recall(CONFUSED)
    seen = shown(CONFUSED)
    assert seen.field("Classes").value == ["Cigar", "Round"]
    assert "Empty" not in seen.field("Classes").options  # it has no images
    assert drawn(seen) == {name: thinned(curves[at]) for at, name in ((1, "Cigar"), (0, "Round"))}
    average = curves[1].average
    assert f"{formatting.score(average.value, average.low, average.high)} for Cigar (33 images)" in seen.text
    seen.choose("Classes", [EVIL])
    assert list(drawn(seen)) == [EVIL] and "100.0 %" in seen.text
    seen.choose("Classes", [])
    assert "Choose a class to see its curve." in seen.text and not seen.charts


def test_a_link_shows_the_chosen_classes():
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["said"] = CONFUSED
    app.query_params["curves"] = ["Round", EVIL]
    assert list(drawn(Visit(app).run())) == ["Round", EVIL]


def test_other_classes_of_another_run():
    seen = shown(CONFUSED).choose("Classes", ["Cigar"])
    other = Predictions(np.arange(4), np.array([0, 0, 1, 1]), np.eye(2)[[0, 1, 1, 1]], ("Edge-on", "Spiral"))
    seen.app.session_state["said"] = other
    assert set(seen.run().field("Classes").value) <= {"Edge-on", "Spiral"}


def test_the_table_has_every_score_with_its_interval():
    frame = shown(CONFUSED).app.dataframe[0].value
    wanted = per_class(CONFUSED)
    assert frame["Class"].tolist() == list(CLASSES) and frame["Support"].tolist() == [25, 33, 5, 0]
    assert frame["Predicted"].tolist() == [one.predicted_n for one in wanted]
    for column, name in (
        ("Recall", "recall"), ("Precision", "precision"), ("F1", "f1"),
    ):  # fmt: skip
        scores = [getattr(one, name) for one in wanted]
        cells = [formatting.score(one.value, one.low, one.high) if one else formatting.MISSING for one in scores]
        assert frame[column].tolist() == cells


def test_a_pair_can_be_pressed():
    pressed = []
    seen = shown(CONFUSED, on_pair=lambda true, called: pressed.append((true, called)))
    seen.click("Cigar is taken for Round in\u00a012\u00a0of\u00a033")
    assert pressed == [(1, 0)]
    assert seen.buttons[2].startswith("Round is taken for \\*\\*\\<script")


def test_a_run_without_a_mistake():
    text = shown(said([[5, 0, 0, 0], [0, 5, 0, 0], [0, 0, 5, 0], [0, 0, 0, 0]])).text
    assert "It finds every image of every class" in text and "None: it takes no class for another here." in text


def test_a_part_without_images():
    nothing = Predictions(np.array([]), np.array([]), np.zeros((0, 4)), CLASSES)
    assert "There are no images in this part of the split." in shown(nothing).text
