"""The layers of a network, before anything runs: what each gives, and how many numbers it learns."""

import streamlit as st

from galaxy_core import models, runs
from galaxy_core.charts import formatting
from galaxy_core.datasets import Galaxies
from galaxy_core.plugins import parameters
from pages.ui import text


def layers(asked: runs.Request, galaxies: Galaxies) -> None:
    """What it will learn in a sentence, and a fold with a table; nothing for a model that tells neither."""
    import pandas as pd

    module = models.model(asked.model)
    chosen = parameters.parse(module.Parameters, asked.parameters)
    if hasattr(module, "describe"):
        text.caption(module.describe(chosen, len(galaxies.classes)))
    found = models.layers(module, chosen, asked.preparation, galaxies.image_shape, len(galaxies.classes))
    if not found:
        return
    total = sum(layer.numbers for layer in found)
    with st.expander(f"Its layers: {formatting.count(total)} numbers to learn"):
        rows = [
            {"Layer": layer.name, "Gives": " × ".join(map(str, layer.shape)), "Learns": formatting.count(layer.numbers)}
            for layer in found
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, key="layers", height="content")
        text.caption("For one image: height × width × patterns.")
