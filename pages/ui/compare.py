"""The parts of Compare."""

from typing import TYPE_CHECKING

import streamlit as st

from galaxy_core.charts import overlaid, words
from galaxy_core.charts.score_rows import ScoreRow, score_key, score_rows
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import comparison
from galaxy_core.evaluation.comparison import MEASURES, Line
from galaxy_core.prepare import thumbnails
from pages.ui import notes, panes, text

if TYPE_CHECKING:
    import pandas as pd

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


def choose_measure() -> None:
    """The choice of the score, and what the marks mean."""
    with panes.row("measure"):
        st.segmented_control(
            "Score", list(MEASURES), default="accuracy", required=True, format_func=MEASURES.__getitem__, key="measure",
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        st.html(score_key(references=False))


def finding(lines: list[Line], measure: str, galaxies: Galaxies) -> None:
    """Which is best, and whether it beats the next more than by luck."""
    best, score = lines[0], lines[0].score(measure)
    drawn = " drawn" if galaxies.synthetic else ""
    value = f"**{words.percent(score.value)}**"
    if measure == "accuracy":
        said = f"it names {value} of the{drawn} test galaxies correctly"
    else:
        said = f"{MEASURES[measure]} {value} on the{drawn} test galaxies"
    first = f"**{best.title}** is the best so far: {said}."
    text.finding(first, " ".join([*_against(lines), MEANING[measure]]))


def scores(lines: list[Line], measure: str) -> None:
    """A row for each run: value, interval, and what guessing the largest class reaches."""
    rows = []
    for number, line in enumerate(lines):
        score = line.score(measure)
        rows.append(ScoreRow(line.title, score.value, score.low, score.high, score.n, bold=number == 0))
    st.html(score_rows(rows, lines[0].guessing(measure)))


def table(lines: list[Line]) -> list[Line]:
    """All runs with their scores; returns those that are ticked."""
    frame = _frame(lines)
    event = st.dataframe(frame, hide_index=True, on_select="rerun", selection_mode="multi-row", key="runs-table")
    st.download_button("Download table (CSV)", frame.to_csv(index=False), "runs.csv", "text/csv")
    return [lines[number] for number in event["selection"]["rows"] if number < len(lines)]


def curves(chosen: list[Line]) -> None:
    """Validation curves of several runs, one over the other."""
    learned = [(line.title, line.run.history) for line in chosen if line.run.history][: overlaid.MOST]
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
        test = comparison.difference(best, other)
        if test is None:
            said.append(f"{other.title} was tested on other images, so the two can’t be compared.")
        elif test.verdict == "more than luck":
            between = f"95 % interval {100 * test.low:.1f} to {100 * test.high:.1f}"
            gap = f"{100 * test.difference:.1f} points of accuracy more than {other.title}"
            said.append(f"That is {gap} on the same {words.count(test.n)} images ({between}), so more than luck.")
        else:
            said.append(f"Between it and {other.title} the difference is too small to call.")
    return said


def _frame(lines: list[Line]) -> "pd.DataFrame":
    import pandas as pd

    def cell(score) -> str:
        return words.score(score.value, score.low, score.high)

    return pd.DataFrame([
        {
            "Model": line.title,
            "Accuracy (= F1-micro)": cell(line.summary.accuracy),
            "Macro-F1": cell(line.summary.macro_f1),
            "Balanced accuracy": cell(line.summary.balanced_accuracy),
            "Tested on": words.count(line.summary.accuracy.n, "image"),
            "Training": words.duration_short(line.summary.seconds),
            "Learned numbers": words.count(line.summary.parameters),
            "Run": line.run.name,
        }
        for line in lines
    ])  # fmt: skip
