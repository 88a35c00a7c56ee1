"""What runs are called on pages: with their data set where it isn't the chosen one; and which come first in lists."""

from collections.abc import Iterable, Mapping

import streamlit as st

from galaxy_core import datasets, runs
from galaxy_core.datasets import own
from galaxy_core.runs import Run

LINE = "·"  # stands in a list of names between the runs of the chosen data set and all others
OTHERS = "Other data sets:"


def chosen() -> str:
    """The data set that all pages are about."""
    return str(st.session_state.get("dataset-kept", datasets.usual()))


def is_chosen(run: Run) -> bool:
    """Whether a run learned from that one."""
    return run.request.dataset == chosen()


def name(run: Run) -> str:
    """What to call a run."""
    return named([run])[run.name]


def named(some: Iterable[Run]) -> dict[str, str]:
    """The same of several, by their names: "CNN, filters 24", or "CNN · Galaxy10 SDSS"."""
    some = list(some)
    titles, here = runs.all_titles(), chosen()
    sets = own.titles({run.request.dataset for run in some} - {here})
    called = {}
    for run in some:
        title = titles.get(run.name) or runs.title(run)
        called[run.name] = title if run.request.dataset == here else f"{title} · {sets[run.request.dataset]}"
    return called


def divided(some: Iterable[Run]) -> tuple[list[Run], list[Run]]:
    """Those of the chosen data set, and all others, each in the order given."""
    some = list(some)
    return [run for run in some if is_chosen(run)], [run for run in some if not is_chosen(run)]


def options(some: Iterable[Run]) -> list[str]:
    """Their names for a list to choose from: first those of the chosen data set, then LINE and all others."""
    first, others = divided(some)
    names = [run.name for run in first]
    return [*names, *([LINE] * bool(first and others)), *(run.name for run in others)]


def words(option: str, called: Mapping[str, str]) -> str:
    """What stands in such a list."""
    return OTHERS if option == LINE else called[option]


def is_run(option: str | None) -> bool:
    """Whether that is one: not LINE, and not what a browser reports of a run that is called otherwise meanwhile."""
    return option is not None and runs.is_name(option)
