"""The three identities: each changes with its own kind of data alone, and is the same on every machine."""

from dataclasses import replace

import numpy as np

from galaxy_core import tasks
from galaxy_core.datasets import Galaxies, identity

HERE = Galaxies(
    name="x", title="x", task=tasks.task("classes", ("a", "b")), targets=np.array([0, 1, 1]), image_shape=(8, 8, 3),
    content="images",
    read=lambda rows: np.zeros((len(rows), 8, 8, 3), np.uint8), ra=np.array([1.0, np.nan, 3]), dec=np.zeros(3),
)  # fmt: skip


def test_each_changes_with_its_own_kind_of_data_alone() -> None:
    first = HERE.identity
    assert first.images == "images"
    changes = {
        "images": {"content": "others"},
        "labels": {"targets": np.array([0, 1, 0])},
        "columns": {"redshift": np.array([0.1, 0.2, np.nan])},
    }
    for kind, change in changes.items():
        now = replace(HERE, **change).identity
        assert [name for name in changes if getattr(now, name) != getattr(first, name)] == [kind]
    assert replace(HERE, task=tasks.task("classes", ("a", "c"))).identity.labels != first.labels
    assert replace(HERE, name="y", title="y", notes=("A note.",)).identity == first


def test_it_is_the_same_on_every_machine() -> None:
    assert HERE.identity.labels == identity.of_targets("classes", ("a", "b"), HERE.labels.astype(">i4"))
    assert identity.of_targets("classes", ("a", "b"), np.array([0, 1])) == "c294c5fe62ce724ac010b54b"
    assert identity.of_columns({"ra": np.array([0.5])}) == "aa8a085dc03ee73534a35400"


def test_an_unknown_number_is_one_however_it_is_written() -> None:
    other = np.frombuffer(np.array([0x7FF8000000000001], "<u8").tobytes(), "<f8")
    assert np.isnan(other).all()
    assert identity.of_columns({"ra": other}) == identity.of_columns({"ra": np.array([np.nan])})
    assert identity.of_columns({"ra": other, "dec": None}) == identity.of_columns({"ra": other})
    assert identity.of_columns({"ra": other}) != identity.of_columns({"dec": other})


def test_pieces_do_not_run_into_each_other() -> None:
    assert identity.digest([b"ab", b"c"]) != identity.digest([b"a", b"bc"])
    assert len(identity.digest([])) == identity.DIGITS
