"""Explore, for data sets with votes: the rules that make classes of them, with what each would keep."""

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, UsageError
from galaxy_core.charts import formatting
from galaxy_core.datasets import Galaxies, rules
from pages.ui import panes, text


def offered(galaxies: Galaxies) -> None:
    """Each rule that knows this tree: its classes with their counts, and a button for the data set that it makes."""
    text.caption(
        "A rule says between which fractions a class lies; galaxies that fit none are left out. What is chosen is a "
        "data set of classes on all pages."
    )
    for name in rules.names():
        try:
            made = rules.applied(galaxies, name)
        except UsageError:  # it doesn't know this tree
            continue
        except GalaxyError as error:  # too few galaxies fit
            text.caption(f"{rules.rule(name).TITLE}: {text.literal(str(error))}")
            continue
        counts = np.bincount(made.labels, minlength=len(made.classes)).tolist()
        with panes.row(f"rule-{name}"):
            listed = ", ".join(f"{count:,} {label}" for count, label in zip(counts, made.classes, strict=True))
            kept = f"{made.n:,} of {formatting.count(galaxies.n, 'galaxy', 'galaxies')} fit: {listed}."
            gone = rules.left_out_in_words(rules.left_out(galaxies, name))
            text.sentence(f"**{rules.rule(name).TITLE}**: {text.literal(f'{kept} {gone}')}")
            label = text.of("Choose", rules.rule(name).TITLE)
            st.button(label, key=f"choose-{name}", on_click=_choose, args=(f"{galaxies.name}:{name}",))


def _choose(reference: str) -> None:
    """A link to the page that is shown leads nowhere, so the address is written."""
    st.query_params["dataset"] = reference
