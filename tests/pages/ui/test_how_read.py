"""How a data set was read, on a page."""

from collections.abc import Callable

OPEN = "import dataclasses\nfrom galaxy_core import datasets\nfrom galaxy_core.datasets.files.left_out import LeftOut\n"
SAMPLE = "galaxies = datasets.open_dataset('sample')\n"


def test_notes_counts_and_the_list(draw: Callable) -> None:
    files = "(LeftOut('a.tif', '.tif', 'not one'), LeftOut('b.tif', '.tif', 'x'), LeftOut('c', 'dead link', 'nowhere'))"
    changed = f"dataclasses.replace(galaxies, notes=('A <b>note</b>.',), left_out={files})"
    seen = draw(f"{OPEN}{SAMPLE}how_read.draw({changed})")
    assert "300 images read, 3 files left out." in seen.text and "A <b>note</b>." in seen.text
    table = seen.app.table[0].value
    assert table["Left out"].tolist() == ["2 .tif", "1 link that leads nowhere"]
    assert table["Why"].tolist() == ["not one", "nowhere"]


def test_where_all_was_read_there_is_no_list(draw: Callable) -> None:
    seen = draw(f"{OPEN}{SAMPLE}how_read.draw(galaxies)")
    assert "300 images read, nothing left out." in seen.text and not seen.app.table
