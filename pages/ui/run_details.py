"""Everything that is known of one run, in a dialog: how it learned, what made it, what it cost, what it said."""

import streamlit as st

from galaxy_core import glossary, runs, tasks
from galaxy_core.charts import curves, formatting
from galaxy_core.runs import Run, settings
from galaxy_core.tasks import VALIDATION
from pages.ui import charts, dialog, run_names, text

LINES = 100  # of the log at once


def show(run: Run) -> None:
    """Opens the dialog."""

    def inside() -> None:
        history = run.history
        text.sentence(f"**{text.literal(run_names.name(run))}**")
        if run.metadata.title:
            text.caption(text.literal(runs.configuration(run, seeded=True)))
        if run.metadata.note:
            text.sentence(text.literal(run.metadata.note))
        if history:
            learned(run, history, len(history))
            learning_rate(history, len(history))
        text.heading("Settings")
        text.facts(settings.settings(run))
        text.heading("What made it, and what it cost")
        text.facts(facts(run))
        _history(run, history)
        _log(run)

    dialog.dialog("Details", width="large")(inside)()


def _history(run: Run, history: list[dict]) -> None:
    """Every epoch as a row, and the same as a file."""
    if not history:
        return
    import pandas as pd

    text.heading("History, epoch by epoch")
    names = {name: name.replace(VALIDATION, "validation ").replace("_", " ") for name in history[-1]}
    st.dataframe(pd.DataFrame(history).rename(columns=names), hide_index=True, key=f"history-{run.name}")
    table = run.folder / "history.csv"
    if table.exists():
        st.download_button("Download history (CSV)", table.read_bytes, f"{run.name}.csv", "text/csv", on_click="ignore")


def _log(run: Run) -> None:
    """What its process printed, from the beginning, a page at a time."""
    text.heading("Log")
    text.caption(glossary.meaning("log"))
    lines = run.log_lines()
    pages = max(1, -(-len(lines) // LINES))
    page = st.pagination(pages, key=f"log-page-{run.name}") if pages > 1 else 1
    first = (page - 1) * LINES
    if pages > 1:
        text.caption(f"Lines {first + 1}–{min(first + LINES, len(lines))} of {formatting.count(len(lines))}")
    st.code("\n".join(lines[first : first + LINES]) or "Nothing.", language=None)


def learned(run: Run, history: list[dict], epochs: int) -> None:
    """The curves of a run: the first that its task measures each epoch, of classes the accuracy, and the loss."""
    task = tasks.kind(run.task)
    for place, measure in zip(st.columns(2), (*task.EPOCH[:1], task.LOSS), strict=False):
        with place:
            text.heading(f"{measure.title}, by epoch" + " (lower is better)" * (not measure.higher_is_better))
            charts.draw(curves.chart(history, measure.key, epochs, percent=measure.is_share))
    st.html(curves.curves_key())


def learning_rate(history: list[dict], epochs: int) -> None:
    """The learning rate by epoch, where the model has one."""
    if any("learning_rate" in epoch for epoch in history):
        text.heading(f"Learning rate, by epoch: {glossary.phrase('learning rate')}")
        charts.draw(curves.single(history, "learning_rate", epochs))


def facts(run: Run) -> list[tuple[str, str]]:
    """What made it and what it cost, as far as it is known: pairs of a name and words."""
    asked, result = run.request, run.result
    cost, made_by = result.get("cost", {}), result.get("made_by", {})
    versions = made_by.get("versions", {})
    known = [
        ("Run", run.name),
        ("Data set", f"{made_by.get('dataset_title', asked.dataset)}"),
        ("Fingerprint", made_by.get("dataset_fingerprint")),
        ("Images", ", ".join(_counted(part, n) for part, n in result.get("rows", {}).items())),
        ("Initial weights", result.get("origin")),
        (
            "Best epoch",
            f"{result['kept_epoch']:g} of {len(run.history)}, whose weights it has" if "kept_epoch" in result else "",
        ),
        ("Parameters", formatting.count(int(cost["parameters"])) if "parameters" in cost else ""),
        ("Training time", formatting.duration_short(cost.get("seconds")) if cost else ""),
        ("CPU time", formatting.duration_short(cost.get("cpu_seconds")) if cost else ""),
        ("Peak memory", formatting.size(int(1e6 * cost["peak_mb"])) if "peak_mb" in cost else ""),
        ("Machine", made_by.get("machine")),
        ("Threads", str(asked.threads)),
        ("Code", made_by.get("code")),
        ("Versions", ", ".join(f"{name} {version}" for name, version in versions.items())),
    ]
    return [(name, str(said)) for name, said in known if said]


def _counted(part: str, n: float) -> str:
    return f"{formatting.count(int(n))} {formatting.PARTS.get(part, part).lower()}"
