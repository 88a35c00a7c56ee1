"""The parts of Compare."""

import time
from itertools import islice
from typing import TYPE_CHECKING

import streamlit as st

from galaxy_core import datasets, presets
from galaxy_core.charts import overlaid, words
from galaxy_core.charts.labelling import curve as curve_of_labels
from galaxy_core.charts.score_rows import ScoreRow, score_key, score_rows
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import comparison, labelling
from galaxy_core.evaluation.comparison import MEASURES, Line
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import plans
from pages.ui import notes, panes, text

if TYPE_CHECKING:
    import pandas as pd

MOST = 12  # rows of marks; the table has all runs
MEANING = {
    "accuracy": "Accuracy (the same as F1-micro here) is the share of test images named correctly.",
    "macro_f1": "Macro-F1 is a score in which every class counts the same, however few images it has.",
    "balanced_accuracy": "Balanced accuracy is the mean over the classes of the share it recognises.",
}


def nothing_yet(galaxies: Galaxies) -> None:
    """What to do while there are no finished runs."""
    pictures = thumbnails.pick(galaxies, thumbnails.handful(galaxies.labels, 5, 2))
    title, sentence = (
        "No finished runs yet",
        "A run is one model, trained once. The first takes seconds and appears here when it is done.",
    )
    if notes.empty(title, sentence, "Train a first model", "no-runs", [] if pictures is None else list(pictures)):
        st.switch_page("pages/3_Train.py")


def measure() -> str:
    """The score that is shown, as chosen below the finding."""
    return st.session_state.get("measure") or "accuracy"


def choose_measure(references: bool) -> None:
    """The choice of the score, and what the marks mean; references: whether figures of others stand among them."""
    with panes.row("measure"):
        st.segmented_control(
            "Score", list(MEASURES), default="accuracy", required=True, format_func=MEASURES.__getitem__, key="measure",
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        st.html(score_key(references=references))


def finding(lines: list[Line], measure: str, galaxies: Galaxies) -> None:
    """Which is best, and whether it beats the next more than by luck."""
    best, score = lines[0], lines[0].score(measure)
    drawn = " drawn" if galaxies.synthetic else ""
    value = f"**{words.percent(score.value)}**"
    if measure == "accuracy":
        said = f"it names {value} of the{drawn} test galaxies correctly"
    else:
        said = f"{MEASURES[measure]} {value} on the{drawn} test galaxies"
    first = f"**{text.literal(best.title)}** is the best so far: {said}."
    text.finding(first, " ".join([*_against(lines), MEANING[measure]]))


def scores(lines: list[Line], measure: str) -> None:
    """A row for each of the best runs: value, interval, and what guessing the largest class reaches."""
    rows = []
    for number, line in enumerate(lines[:MOST]):
        score = line.score(measure)
        rows.append(ScoreRow(line.title, score.value, score.low, score.high, score.n, bold=number == 0))
    rows += [_reference(one) for one in reported(lines) if one.measure == measure]
    st.html(score_rows(rows, lines[0].guessing(measure)))
    if len(lines) > MOST:
        text.caption(f"The best {MOST} of {words.count(len(lines), 'run')}; all stand in the table.")


def reported(lines: list[Line]) -> tuple[presets.Published, ...]:
    """Figures of others for the data set of these runs, and for the studies that they are a part of."""
    names = {plans.preset_of(line.run.request) for line in lines} - {None}
    return presets.published(lines[0].run.request.dataset, names)


def _reference(one: presets.Published) -> ScoreRow:
    """A figure of others: a hollow diamond, with how it was measured, and on what where that is another data set."""
    on = datasets.plugin(one.dataset).TITLE if one.dataset in datasets.names() else one.dataset
    return ScoreRow(one.who, None, None, None, None, reference=one.value, note=f"{on}; {one.protocol}")


def table(lines: list[Line]) -> list[Line]:
    """All runs with their scores and what they were; returns those that are ticked."""
    frame = _frame(lines)
    event = st.dataframe(frame, hide_index=True, on_select="rerun", selection_mode="multi-row", key="runs-table")
    st.download_button("Download table (CSV)", lambda: frame.to_csv(index=False), "runs.csv", "text/csv")
    return [lines[number] for number in event["selection"]["rows"] if number < len(lines)]


def labels_needed(lines: list[Line]) -> None:
    """The score by the number of labelled images, where runs were told only so many."""
    found = labelling.points([line.run for line in lines])
    if len({point.labels for point in found}) < 2:
        return
    st.subheader("How many images do I have to label?", anchor=False)
    st.altair_chart(curve_of_labels(found))
    text.caption(
        f"Balanced accuracy on {words.count(found[0].n, 'test image')} by labelled images of each class: mean and 95 % "
        "interval over seeds, each of which labels other images."
    )


def curves(chosen: list[Line]) -> None:
    """Validation curves of several runs, one over the other."""
    read = ((line.title, line.run.history) for line in chosen)
    learned = list(islice((one for one in read if one[1]), overlaid.MOST))
    if not learned:
        return
    st.subheader("How they learned", anchor=False)
    text.caption("On validation images, epoch by epoch. Tick runs in the table to choose which.")
    left, right = panes.panes("overlaid")
    with left:
        text.heading("Named correctly")
        st.altair_chart(overlaid.curves(learned, "val_accuracy", percent=True))
    with right:
        text.heading("Loss (lower is better)")
        st.altair_chart(overlaid.curves(learned, "val_loss"))


def _against(lines: list[Line]) -> list[str]:
    """The paired test of the best against the next two that look at images, in words."""
    said, best = [], lines[0]
    for other in [line for line in lines[1:] if line.run.request.model != "majority"][:2]:
        test, name = comparison.difference(best, other), text.literal(other.title)
        if test is None:
            said.append(f"{name} was tested on other images, so the two can’t be compared.")
        elif test.verdict == "more than luck":
            between = f"95 % interval {100 * test.low:.1f} to {100 * test.high:.1f}"
            gap = f"{100 * test.difference:.1f} points of accuracy more than {name}"
            said.append(f"That is {gap} on the same {words.count(test.n)} images ({between}), so more than luck.")
        else:
            said.append(f"Between it and {name} the difference is too small to call.")
    return said


def _frame(lines: list[Line]) -> "pd.DataFrame":
    import pandas as pd

    def cell(score) -> str:
        return words.score(score.value, score.low, score.high)

    written = [" ".join(line.run.about.note.split()) for line in lines]
    columns = {
        "Model": [line.title for line in lines],
        **({"Note": written} if any(written) else {}),
        "Accuracy (= F1-micro)": [cell(line.summary.accuracy) for line in lines],
        "Macro-F1": [cell(line.summary.macro_f1) for line in lines],
        "Balanced accuracy": [cell(line.summary.balanced_accuracy) for line in lines],
        "Tested on": [words.count(line.summary.accuracy.n, "image") for line in lines],
        "Changed since the run before": [", ".join(changed) for changed in comparison.changes(lines)],
        "Finished": [_minute(line.summary.finished) for line in lines],
        "Began with": [line.run.result.get("origin", "") for line in lines],
        "Training": [words.duration_short(line.summary.seconds) for line in lines],
        "Learned numbers": [words.count(line.summary.parameters) for line in lines],
        "Run": [line.run.name for line in lines],
    }
    return pd.DataFrame(columns)


def _minute(moment: float) -> str:
    """Written so that the order of the texts is that of the moments."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
