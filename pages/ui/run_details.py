"""Everything that is known of one run, in a dialog: how it learned, what made it, what it cost, what it said."""

import streamlit as st

from galaxy_core import glossary, runs, tasks
from galaxy_core.charts import curves, formatting
from galaxy_core.runs import Run
from pages.ui import charts, dialog, text


def show(run: Run) -> None:
    """Opens the dialog."""

    def inside() -> None:
        history = run.history
        text.sentence(f"**{text.literal(runs.title(run))}**")
        if history:
            learned(run, history, len(history))
            learning_rate(history, len(history))
        text.facts(facts(run))
        table = run.folder / "history.csv"
        if table.exists():
            st.download_button("Download history (CSV)", table.read_bytes, f"{run.name}.csv", "text/csv")
        text.heading("Log")
        text.caption(glossary.meaning("log"))
        st.code(run.log(3000) or "Nothing.", language=None)

    dialog.dialog("Details", width="large")(inside)()


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
        ("Split", asked.split),
        ("Seed", str(asked.seed)),
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
