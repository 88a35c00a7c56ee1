"""One galaxy, large."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from galaxy_core import datasets
from galaxy_core.charts import words

OPEN = "from galaxy_core import datasets\nimport numpy as np\ngalaxies = datasets.open_dataset({name!r})\n"


def test_what_it_is_and_where(draw: Callable, decals_file: Path):
    mine = datasets.open_dataset(str(decals_file))
    seen = draw(OPEN.format(name=str(decals_file)) + "galaxy_dialog.show(galaxies, 37)")
    assert f"In truth {mine.classes[mine.labels[37]]}" in seen.text
    assert f"Position {mine.ra[37]:.4f}° {mine.dec[37]:+.4f}° Redshift {mine.redshift[37]:.3f}" in seen.text
    (link,) = seen.app.get("link_button")
    assert f"ra={mine.ra[37]:.5f}&dec={mine.dec[37]:+.5f}" in link.proto.url
    assert "The model said" not in seen.text


def test_drawn_galaxies_are_called_so_and_lead_nowhere(draw: Callable):
    seen = draw(OPEN.format(name="sample") + "galaxy_dialog.show(galaxies, 5)")
    assert "Drawn as (synthetic)" in seen.text and not seen.app.get("link_button")


def test_what_a_model_said(draw: Callable, decals_file: Path):
    mine = datasets.open_dataset(str(decals_file))
    p = np.full(10, 0.02)
    p[4] = 0.82
    seen = draw(OPEN.format(name=str(decals_file)) + f"galaxy_dialog.show(galaxies, 3, np.array({p.tolist()}))")
    assert f"{mine.classes[4]} {words.share(0.82)}" in seen.text
    assert "background:var(--gx-wrong)" in seen.html  # row 3 is of class 3


def test_an_image_that_cannot_be_read_is_a_sentence(draw: Callable, decals_file: Path):
    seen = draw(
        OPEN.format(name=str(decals_file)) + "import dataclasses\nfrom galaxy_core import DataError\n"
        "def read(rows): raise DataError('It has changed. Open it again.')\n"
        "galaxy_dialog.show(dataclasses.replace(galaxies, read=read), 3)"
    )
    assert "It has changed. Open it again." in seen.text and seen.html.count('role="alert"') == 1
