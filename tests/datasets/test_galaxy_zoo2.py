"""Galaxy Zoo 2 as a data set: its votes, its pictures, and what is said where something is missing."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from galaxy_core import AbsentError, DataError, datasets, splits
from galaxy_core.datasets import galaxy_zoo2, zoo2
from tests.datasets.zoo2 import published

pytestmark = pytest.mark.usefixtures("data_folder")


@pytest.fixture
def here(data_folder: Path) -> Path:
    """The tables and pictures where they belong."""
    folder = data_folder / "galaxy_zoo2"
    published.pictures(folder, published.write(folder, published.SMALL))
    return folder


def test_it_opens_with_votes_places_and_the_steps_in_its_notes(here: Path) -> None:
    galaxies = datasets.open_dataset("galaxy_zoo2")
    assert galaxies.n == 230 and galaxies.task.name == "votes" and galaxies.image_shape == (12, 12, 3)
    assert galaxies.targets.shape == (230, 2, 37) and galaxies.targets.dtype == np.float32
    assert (
        galaxies.notes[0].startswith("356 rows map galaxies to pictures")
        and "4 whose picture isn't there" in galaxies.notes[1]
    )
    mapping = pd.read_csv(here / "gz2_filename_mapping.csv").set_index("asset_id")["objid"]
    votes = pd.read_csv(here / "gz2_hart16.csv").set_index("dr7objid")
    numbers = [int(Path(name).stem) for name in galaxies.files]
    rows = votes.loc[mapping[numbers]]
    np.testing.assert_array_equal(galaxies.ra, rows["ra"])
    np.testing.assert_array_equal(galaxies.targets[:, 0, 3], rows["t02_edgeon_a04_yes_count"])
    np.testing.assert_allclose(galaxies.targets[:, 1, 3], rows["t02_edgeon_a04_yes_debiased"], rtol=1e-6)
    picture = np.asarray(Image.open(here / "images" / galaxies.files[7]))
    np.testing.assert_array_equal(galaxies.images(np.array([7]))[0], picture)


def test_parts_of_a_split_get_their_share_of_each_reduced_class(here: Path) -> None:
    galaxies = datasets.open_dataset("galaxy_zoo2")
    assert len(galaxies.stratum_names) == galaxies.strata.max() + 1 == len(galaxies.counts)
    assert galaxies.stratum(0) == f"class {galaxies.stratum_names[0]}" and galaxies.counts.sum() == 230
    split = splits.split(galaxies, "75/25@32")
    assert abs(len(split.test) / 230 - 0.25) < 0.03
    shares = np.bincount(galaxies.strata[split.test], minlength=len(galaxies.counts)) / galaxies.counts
    assert shares.min() > 0.1 and shares.max() < 0.45


def test_it_is_joined_once_and_again_when_a_table_or_a_picture_is_another(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = datasets.open_dataset("galaxy_zoo2")
    joins = []
    joined = zoo2.joined
    monkeypatch.setattr(zoo2, "joined", lambda *parts: joins.append(1) or joined(*parts))
    assert datasets.open_dataset("galaxy_zoo2").identity == first.identity and not joins
    (here / "images" / first.files[0]).unlink()
    assert datasets.open_dataset("galaxy_zoo2").n == 229 and len(joins) == 1
    with open(here / "gz2_filename_mapping.csv", "a") as file:
        file.write("\n")
    assert datasets.open_dataset("galaxy_zoo2").n == 229 and len(joins) == 2


def test_a_damaged_picture_is_left_out_with_a_note(here: Path) -> None:
    name = datasets.open_dataset("galaxy_zoo2").files[5]
    (here / "images" / name).write_bytes(b"not a picture")
    galaxies = datasets.open_dataset("galaxy_zoo2")
    assert galaxies.n == 229 and name not in galaxies.files
    assert any(note.startswith(f"1 picture was skipped: {name}") for note in galaxies.notes)


@pytest.mark.parametrize("place", ["images_gz2/images", "images_gz2", "."])
def test_pictures_may_lie_where_the_archive_puts_them(here: Path, place: str) -> None:
    (here / "images").rename(here / "moved")
    (here / place).mkdir(parents=True, exist_ok=True)
    for picture in (here / "moved").iterdir():
        picture.rename(here / place / picture.name)
    assert datasets.open_dataset("galaxy_zoo2").n == 230


def test_what_is_missing_is_named(here: Path) -> None:
    (here / "gz2_hart16.csv").rename(here / "elsewhere")
    with pytest.raises(AbsentError, match=r"has no gz2_hart16.csv"):
        datasets.open_dataset("galaxy_zoo2")
    assert not datasets.summary("galaxy_zoo2").present
    (here / "elsewhere").rename(here / "gz2_hart16.csv")
    for picture in (here / "images").iterdir():
        picture.unlink()
    with pytest.raises(AbsentError, match="has no pictures in images"):
        datasets.open_dataset("galaxy_zoo2")
    Image.new("RGB", (12, 12)).save(here / "images" / "400000.jpg")
    with pytest.raises(DataError, match="No galaxy of .* has a picture"):
        datasets.open_dataset("galaxy_zoo2")


def test_without_any_table_it_is_not_here(data_folder: Path) -> None:
    assert galaxy_zoo2.find(data_folder) is None
