"""Parquet as people fetch it: pictures as bytes, labels with or without names, shards with their own split."""

import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from galaxy_core import DataError, datasets
from galaxy_core.datasets import galaxy10_decals, parquet_file
from galaxy_core.datasets.files import galaxy10, parquet

N = 30
IMAGES = np.random.default_rng(0).integers(0, 255, (N, 16, 16, 3), np.uint8)
LABELS = np.arange(N) % 3


def packed(pixels: np.ndarray, kind: str = "PNG") -> bytes:
    """A picture file."""
    held = io.BytesIO()
    Image.fromarray(pixels).save(held, kind)
    return held.getvalue()


PACKED = [packed(image) for image in IMAGES]


def write(path: Path, image: object = None, names: list[str] | None = None, group: int = 8, **more: object) -> Path:
    """A table as Hugging Face writes it, or with other columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = {
        "image": [{"bytes": data, "path": None} for data in PACKED] if image is None else image,
        "label": LABELS,
        **more,
    }
    table = pa.table({name: values for name, values in columns.items() if values is not None})
    features = {"image": {"_type": "Image"}, "label": {"names": names, "_type": "ClassLabel"}}
    if names:
        table = table.replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})
    pq.write_table(table, path, row_group_size=group)
    return path


def test_it_opens_with_names_pictures_and_places(tmp_path: Path) -> None:
    places = {"ra": np.arange(N) + 1.0, "dec": np.arange(N) + 1.0, "redshift": np.full(N, 0.1)}
    galaxies = datasets.open_dataset(
        str(write(tmp_path / "x.parquet", names=["smooth", "spiral", "edge-on"], **places))
    )
    assert galaxies.classes == ("smooth", "spiral", "edge-on") and galaxies.labels.tolist() == LABELS.tolist()
    assert np.array_equal(galaxies.images(np.arange(N)), IMAGES)
    assert np.array_equal(galaxies.images([29, 3, 3]), IMAGES[[29, 3, 3]])
    assert galaxies.ra.tolist() == places["ra"].tolist() and galaxies.redshift[0] == 0.1
    assert galaxies.notes == () and galaxies.quick


@pytest.mark.parametrize(
    "more",
    [
        {"image": PACKED}, {"label": list("abc" * 10)}, {"img": PACKED, "y": LABELS},
        {"label": np.eye(3)[LABELS].tolist()}, {"label": pa.array(list("abc" * 10)).dictionary_encode()},
    ],
    ids=["bytes", "texts", "other names", "one-hot", "dictionary"],
)  # fmt: skip
def test_other_layouts(more: dict, tmp_path: Path) -> None:
    if "img" in more:
        pq.write_table(pa.table({"img": PACKED, "y": LABELS}), tmp_path / "x.parquet")
    else:
        write(tmp_path / "x.parquet", **more)
    galaxies = datasets.open_dataset(str(tmp_path / "x.parquet"))
    assert len(galaxies.classes) == 3 and galaxies.labels.tolist() == LABELS.tolist()
    assert np.array_equal(galaxies.images([5]), IMAGES[[5]])


def test_a_folder_of_shards_is_one_data_set_with_its_own_split(tmp_path: Path) -> None:
    for part in ("train", "test"):
        write(tmp_path / "mine" / "data" / f"{part}-00000-of-00001.parquet", names=["a", "b", "c"])
    galaxies = datasets.open_dataset(str(tmp_path / "mine"))
    assert galaxies.n == 2 * N and galaxies.parts.tolist() == [2] * N + [0] * N
    assert any("“as-given”" in note for note in galaxies.notes)
    assert np.array_equal(galaxies.images([N + 4]), IMAGES[[4]])


def test_the_published_set_is_known_by_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "x.parquet", label=np.arange(N) % 10)
    small = galaxy10.Published("Small", "s.h5", 16, *[galaxy10_decals.CLASSES] * 2, galaxy10_decals.GLYPHS, (3,) * 10)
    monkeypatch.setattr(galaxy10, "published_sets", lambda: (small,))
    galaxies = datasets.open_dataset(str(path))
    assert galaxies.classes == galaxy10_decals.CLASSES and galaxies.glyphs == galaxy10_decals.GLYPHS
    assert galaxies.title == "Small from x.parquet"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"image": [b"words"] * N}, "none of the first 30 entries of its “image” is a picture"),
        ({"image": ["a.png"] * N}, "it has none of .* only “image”, “label”: call the pictures “image”"),
        ({"label": None}, "it has none of “ans” or “labels”.*: call the classes “label”"),
        ({"label": [0.5] * N}, "the label of its image 0 is 0.5"),
    ],
)
def test_what_cannot_be_used_is_a_sentence(more: dict, words: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=words):
        datasets.open_dataset(str(write(tmp_path / "x.parquet", **more)))


def test_bad_pictures_are_left_out_of_a_small_table_at_once(tmp_path: Path) -> None:
    image = [*PACKED[:20], PACKED[20][:100], *PACKED[21:]]
    galaxies = datasets.open_dataset(str(write(tmp_path / "x.parquet", image=image)))
    assert galaxies.n == N - 1 and galaxies.left_out == (("row 20", "damaged", "cut short"),)


def test_bad_pictures_are_found_all_at_once_and_left_out_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_file, "SMALL", 0)
    image = [*PACKED[:20], PACKED[20][:100], *PACKED[21:28], b"words", PACKED[29]]
    path = str(write(tmp_path / "x.parquet", image=image, names=["a", "b", "c"]))
    galaxies = datasets.open_dataset(path)
    words = r"2 pictures that can't be read, first that of row 20 \(cut short\); they are left out from now on: open it"
    with pytest.raises(DataError, match=words):
        list(galaxies.blocks())
    again = datasets.open_dataset(path)
    assert again.n == N - 2 and np.array_equal(again.images([20]), IMAGES[[21]])
    assert again.notes[0].startswith("2 pictures were skipped: row 20 (cut short), row 28 (not a ")
    assert [file.kind for file in again.left_out] == ["damaged"] * 2
    assert sum(len(block) for _, block in again.blocks()) == N - 2
    write(tmp_path / "x.parquet", names=["a", "b", "c"])
    assert datasets.open_dataset(path).n == N, "another file has other rows"


def test_opening_unpacks_nothing_where_headers_tell_the_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(
        tmp_path / "x.parquet",
        image=[*PACKED[:24], *[packed(np.random.default_rng(1).integers(0, 255, (20, 20, 3), np.uint8))] * 6],
    )
    monkeypatch.setattr(parquet_file, "SMALL", 0)
    monkeypatch.setattr(parquet.Pictures, "at", lambda self, rows: pytest.fail("pictures were read"))
    galaxies = datasets.open_dataset(str(path))
    assert galaxies.image_shape == (16, 16, 3)
    assert "Some pictures are of another size (1 of those looked at); all are scaled to 16 × 16." in galaxies.notes
