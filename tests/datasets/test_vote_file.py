"""Votes in files of users: a folder with a table, a table, an HDF5 file."""

import io
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pyarrow
import pytest
from PIL import Image
from pyarrow import parquet

from galaxy_core import DataError, datasets, trees
from galaxy_core.datasets import vote_file
from tests.datasets.ballots.test_ballots import table, walked

GZ2, DECALS = trees.tree("gz2"), trees.tree("gz_decals")
COUNT = 12
pytestmark = pytest.mark.usefixtures("data_folder")


def text(columns: dict[str, np.ndarray | list], between: str = ",") -> str:
    """Columns as a table of text."""
    rows = zip(*columns.values(), strict=True)
    return "\n".join(between.join(map(str, row)) for row in [columns, *rows]) + "\n"


def pixels(row: int) -> np.ndarray:
    return np.full((12, 12, 3), 10 * row, np.uint8)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """`folder(columns, name=…)`: a folder of pictures 0.png … 11.png with such a table."""

    def made(columns: dict, name: str = "votes.csv", between: str = ",") -> Path:
        folder = tmp_path / "mine"
        (folder / "pictures" / "J1").mkdir(parents=True)
        for row in range(COUNT):
            Image.fromarray(pixels(row)).save(
                folder / "pictures" / ("J1" if row % 2 else ".") / f"58772298173612034{row}.png"
            )
        (folder / name).write_text(text(columns, between))
        return folder

    return made


def ids(count: int = COUNT) -> list[str]:
    """Numbers of 18 digits and more: neighbours are the same float."""
    return [f"58772298173612034{row}" for row in range(count)]


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_folder_of_pictures_with_a_table_of_counts(folder: Callable[..., Path], between: str) -> None:
    votes = walked(DECALS)
    order = np.random.default_rng(2).permutation(COUNT)
    columns = {
        "ra": order + 0.5,
        **table(DECALS, votes[order], ""),
        "objid": np.array(ids(), object)[order],
        "dec": order - 3.0,
    }
    path = folder(columns, between=between)
    galaxies = datasets.open_dataset(str(path))
    assert galaxies.n == COUNT and galaxies.task.names == DECALS.answers and galaxies.title == "mine"
    np.testing.assert_array_equal(galaxies.targets[:, 0], votes[order])
    np.testing.assert_array_equal(galaxies.ra, order + 0.5)
    np.testing.assert_array_equal(galaxies.images(np.arange(COUNT))[:, 5, 5, 0], 10 * order)
    assert galaxies.notes[:2] == (
        "Counts of votes for 34 answers of Galaxy Zoo DECaLS.",
        "12 of 12 rows of votes.csv have a picture, which “objid” names.",
    )
    assert datasets.open_dataset(str(path / "votes.csv")).identity == galaxies.identity
    assert datasets.task_of(str(path)) == "votes" and datasets.opened(str(path)).n == COUNT


def test_fractions_rows_without_a_picture_and_pictures_without_a_row(folder: Callable[..., Path]) -> None:
    fractions = np.nan_to_num(GZ2.fractions(walked(GZ2)))
    names = [f"somewhere/else/{name}.png" for name in ids(9)] + ["x.png", "", ids(1)[0] + ".png"]
    galaxies = datasets.open_dataset(str(folder({"file_loc": names, **table(GZ2, fractions, "_fraction")})))
    assert galaxies.n == 9 and np.isnan(galaxies.targets[:, 0]).all()
    np.testing.assert_allclose(galaxies.targets[:, 1, :2], fractions[:9, :2], rtol=1e-6)
    assert "9 of 12 rows of votes.csv have a picture, which “file_loc” names." in galaxies.notes
    assert "3 of 12 pictures stand in no row and were left out." in galaxies.notes


def test_what_does_not_hang_together_is_a_note_and_what_nobody_voted_on_is_left_out(
    folder: Callable[..., Path],
) -> None:
    votes = walked(GZ2)
    votes[3, 0] += 2
    votes[5] = 0
    galaxies = datasets.open_dataset(str(folder({"asset_id": ids(), **table(GZ2, votes, "_count")})))
    assert galaxies.n == 11 and any(note.startswith("In 1 of 12 rows more or fewer people") for note in galaxies.notes)
    assert galaxies.notes[-1] == "1 of 12 rows have no vote at all and were left out."
    np.testing.assert_array_equal(galaxies.images(np.array([5]))[0], pixels(6))


def test_classes_of_such_votes_are_a_reference_away(
    folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    votes = np.zeros((COUNT, 37), np.float32)
    votes[:, [GZ2.column("a01_smooth"), GZ2.column("a16_completely_round")]] = 40
    votes[6:, [GZ2.column("a16_completely_round"), GZ2.column("a18_cigar_shaped")]] = 0, 40
    monkeypatch.setattr(datasets.rules, "LEAST", 5)
    path = folder({"filename": ids(), **table(GZ2, votes, "_count")})
    galaxies = datasets.open_dataset(f"{path}:five")
    assert galaxies.labels.tolist() == [0] * 6 + [1] * 6 and galaxies.short == ("Round", "Cigar")


def test_an_hdf5_file_of_images_and_columns(tmp_path: Path) -> None:
    votes = walked(DECALS)
    with h5py.File(tmp_path / "votes.h5", "w") as file:
        file["images"] = np.stack([pixels(row) for row in range(COUNT)])
        file["ra"], file["dec"] = np.arange(12.0), np.arange(12.0)
        for name, values in table(DECALS, votes, "").items():
            file[name] = values.astype(np.int32)
    galaxies = datasets.open_dataset(str(tmp_path / "votes.h5"))
    assert galaxies.task.name == "votes" and galaxies.n == COUNT and galaxies.title == "votes.h5"
    np.testing.assert_array_equal(galaxies.targets[:, 0], votes)
    np.testing.assert_array_equal(galaxies.images(np.array([7]))[0], pixels(7))
    assert galaxies.dec is not None and galaxies.notes[0] == "Counts of votes for 34 answers of Galaxy Zoo DECaLS."
    with h5py.File(tmp_path / "votes.h5", "a") as file:
        del file["bar_no"]
        file["bar_no"] = np.zeros(5)
    with pytest.raises(DataError, match="it has 12 images and 5 rows in “bar_no”"):
        datasets.open_dataset(str(tmp_path / "votes.h5"))


def png(row: int) -> bytes:
    with io.BytesIO() as file:
        Image.fromarray(pixels(row)).save(file, "PNG")
        return file.getvalue()


def test_parquet_with_pictures_and_votes_as_hugging_face_has_them(tmp_path: Path) -> None:
    votes = walked(DECALS)
    votes[4] = 0
    columns = {
        name.replace("_", "-dr5_", 1): values.astype(np.int32) for name, values in table(DECALS, votes, "").items()
    }
    unused = {"smooth-or-featured-dr12_smooth": np.zeros(COUNT, np.int32), "id_str": ids()}
    images = [{"bytes": png(row), "path": None} for row in range(COUNT)]
    parquet.write_table(
        pyarrow.table({"image": images, "ra": np.arange(12.0), "dec": np.arange(12.0), **unused, **columns}),
        tmp_path / "gz.parquet",
    )
    galaxies = datasets.open_dataset(str(tmp_path / "gz.parquet"))
    assert (
        galaxies.task.names == DECALS.answers
        and galaxies.n == 11
        and galaxies.notes[-1].startswith("1 of 12 rows have no vote")
    )
    np.testing.assert_array_equal(galaxies.targets[:, 0], np.delete(votes, 4, axis=0))
    np.testing.assert_array_equal(galaxies.images(np.array([4]))[0], pixels(5))
    assert galaxies.ra is not None and galaxies.ra.tolist() == [0, 1, 2, 3, *range(5, 12)]
    assert datasets.opened(str(tmp_path / "gz.parquet")).identity == galaxies.identity
    (tmp_path / "shards" / "data").mkdir(parents=True)
    (tmp_path / "gz.parquet").rename(tmp_path / "shards" / "data" / "train-00000-of-00001.parquet")
    assert datasets.open_dataset(str(tmp_path / "shards")).identity.labels == galaxies.identity.labels


def test_a_catalogue_in_parquet_names_pictures_beside_it(folder: Callable[..., Path]) -> None:
    path = folder({"nothing": [1] * COUNT}, name="other.csv")
    columns = {
        "dr8_id": [f"{name}.png" for name in ids()],
        "objid": [int(name[:18]) for name in ids()],
        **table(GZ2, walked(GZ2), "_count"),
    }
    parquet.write_table(pyarrow.table(columns), path / "catalogue.parquet")
    galaxies = datasets.open_dataset(str(path))
    np.testing.assert_array_equal(galaxies.targets[:, 0], walked(GZ2))
    assert (
        galaxies.n == COUNT
        and "12 of 12 rows of catalogue.parquet have a picture, which “dr8_id” names." in galaxies.notes
    )
    assert vote_file.accepts(path / "catalogue.parquet")


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"nothing": [1] * COUNT}, "No row of the table names one of the 12 pictures .looked in none of filename"),
        ({"filename": ["x"] * COUNT}, "No row of the table names one of the 12 pictures .looked in filename"),
    ],
)  # fmt: skip
def test_a_table_that_names_no_picture_is_a_sentence(folder: Callable[..., Path], columns: dict, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        datasets.open_dataset(str(folder({**columns, **table(GZ2, walked(GZ2), "_count")})))


def test_a_number_that_is_none_is_a_sentence(folder: Callable[..., Path]) -> None:
    path = folder({"filename": ids(), **table(GZ2, walked(GZ2), "_count")})
    lines = (path / "votes.csv").read_text().splitlines()
    lines[3] = lines[3].rsplit(",", 1)[0] + ",many"
    (path / "votes.csv").write_text("\n".join(lines))
    with pytest.raises(DataError, match="can't be read as a table .*many"):
        datasets.open_dataset(str(path))
    (path / "votes.csv").write_text(text({"filename": ids(), **table(GZ2, 0 * walked(GZ2), "_count")}))
    with pytest.raises(DataError, match="has no votes, all of its columns"):
        datasets.open_dataset(str(path))


def test_what_holds_no_votes_is_left_to_others(folder: Callable[..., Path], tmp_path: Path) -> None:
    path = folder({"filename": ids(), "label": [0] * COUNT})
    (tmp_path / "text.h5").write_text("words")
    (tmp_path / "empty.csv").touch()
    assert not any(
        map(
            vote_file.accepts,
            (path, path / "votes.csv", tmp_path / "text.h5", tmp_path / "empty.csv", tmp_path / "gone"),
        )
    )


def test_it_is_looked_at_anew_when_the_table_or_a_picture_is_another(folder: Callable[..., Path]) -> None:
    path = folder({"filename": ids(), **table(GZ2, walked(GZ2), "_count")})
    before = vote_file.stamp(path)
    (path / "pictures" / f"{ids()[0]}.png").unlink()
    between = vote_file.stamp(path)
    (path / "votes.csv").write_text(text({"filename": ids(), **table(GZ2, walked(GZ2), "_count")}) + "\n")
    assert len({before, between, vote_file.stamp(path)}) == 3
    assert isinstance(vote_file.stamp(path / "gone"), str)
