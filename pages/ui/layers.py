"""The layers of a network, before anything runs: their output shapes and parameters."""

import streamlit as st

from galaxy_core import glossary, models, runs
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
    with st.expander(f"Layers: {formatting.count(total, 'parameter')}"):
        rows = [
            {
                "Layer": layer.name,
                "Output shape": " × ".join(map(str, layer.shape)),
                "Parameters": formatting.count(layer.numbers),
            }
            for layer in found
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, key="layers", height="content")
        text.caption(f"Output shape of one image: height × width × channels. {glossary.explained('parameters')}")
