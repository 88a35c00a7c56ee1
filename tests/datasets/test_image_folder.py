"""A folder of pictures: what counts as a class and a picture, what is skipped and said, what is remembered."""

import os
import shutil
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import DataError, StorageError, datasets
from galaxy_core.datasets.files import formats, pictures
from galaxy_core.storage import stamps


def picture(path: Path, size: tuple[int, int] = (32, 24), mode: str = "RGB", value: int = 100) -> Path:
    """A picture of one value, (width, height) pixels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bands = len(Image.new(mode, (1, 1)).getbands())
    Image.new(mode, size, value if bands == 1 else (value,) * 3 + (255,) * (bands - 3)).save(path)
    return path


def settle(folder: Path) -> None:
    """Lets the clock move on: what has changed just now is looked at again."""
    for path in folder.rglob("*"):
        path.touch()
    time.sleep(2 * stamps.FRESH / 1e9)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two classes of three pictures each."""
    for kind in ("spiral", "Smooth"):
        for name in ("a.png", "b.JPG", "c.WebP"):
            picture(tmp_path / "mine" / kind / name)
    return tmp_path / "mine"


def test_a_class_per_folder_in_the_order_of_names(folder: Path) -> None:
    galaxies = datasets.open_dataset(str(folder))
    assert galaxies.classes == ("Smooth", "spiral")
    assert galaxies.labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert galaxies.image_shape == (24, 32, 3)
    assert galaxies.notes == ()
    images = galaxies.images([5, 0])
    assert images.shape == (2, 24, 32, 3)
    assert abs(images.astype(int) - 100).max() <= 2


def test_hidden_files_and_what_is_no_picture_are_passed_over(folder: Path) -> None:
    picture(folder / ".hidden" / "x.png")
    picture(folder / "__MACOSX" / "x.png")
    picture(folder / "spiral" / ".x.png")
    (folder / "spiral" / "notes.txt").write_text("words")
    (folder / "spiral" / "folder.png").mkdir()
    (folder / "readme.md").write_text("words")
    assert datasets.open_dataset(str(folder)).n == 6


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "1", "LA", "I;16", "CMYK"])
def test_every_mode_becomes_rgb(folder: Path, mode: str) -> None:
    image = Image.new("L", (32, 24), 255 if mode == "1" else 100)
    image = Image.fromarray(np.full((24, 32), 25_700, np.uint16)) if mode == "I;16" else image.convert(mode)
    image.save(folder / "spiral" / ("z.jpg" if mode == "CMYK" else "z.png"))
    galaxies = datasets.open_dataset(str(folder))
    found = galaxies.images([galaxies.n - 1])[0]
    assert abs(found.astype(int) - (255 if mode == "1" else 100)).max() <= 2


def test_other_sizes_keep_their_field_of_view(folder: Path) -> None:
    wide = np.zeros((48, 128, 3), np.uint8)  # twice as large, and twice as wide as its share
    wide[:, 32:96] = 200
    Image.fromarray(wide).save(folder / "spiral" / "z.png")
    large = np.zeros((240, 320, 3), np.uint8)
    large[:, :160] = 200
    Image.fromarray(large).save(folder / "spiral" / "y.png")
    galaxies = datasets.open_dataset(str(folder))
    assert galaxies.image_shape == (24, 32, 3)
    assert galaxies.notes == ("2 of 8 pictures are of another size and scaled to 32 × 24.",)
    y, z = galaxies.images([6, 7])
    assert (z == 200).all()  # cut to the ratio of sides about its centre
    assert (y[:, :16] == 200).all()
    assert (y[:, 16:] == 0).all()  # all of it is there, ten times smaller


def test_broken_pictures_are_named_and_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = picture(folder / "spiral" / "w.png", (200, 200)).read_bytes()
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (99, 99, 3), dtype=np.uint8))
    noise.save(folder / "spiral" / "q.jpg")
    for name, data in {
        "empty.jpg": b"", "words.png": b"words", "cut.png": whole[:-30], "tiny.png": picture(folder / "t.png", (4, 4)),
        "gif.jpg": b"GIF89a" + bytes(50), "cut.jpg": (folder / "spiral" / "q.jpg").read_bytes()[:2000],
    }.items():  # fmt: skip
        (folder / "spiral" / name).write_bytes(data if isinstance(data, bytes) else data.read_bytes())
    monkeypatch.setattr(formats, "MOST_PIXELS", 30_000)  # w.png has 40,000
    galaxies = datasets.open_dataset(str(folder))
    assert galaxies.n == 7
    assert galaxies.notes[0].startswith("7 pictures were skipped: spiral/cut.jpg (cut short), spiral/cut.png (")
    assert galaxies.notes[0].endswith("and 2 more.")
    assert datasets.open_dataset(str(folder)).notes == galaxies.notes  # from what was kept


def test_decompression_bombs_are_refused(folder: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(folder / "spiral" / "bomb.png")
    assert (
        "spiral/bomb.png (20000 × 20000 are 400 million pixels, more than 64 million)"
        in datasets.open_dataset(str(folder)).notes[0]
    )


def test_bytes_behind_the_end_do_no_harm(folder: Path) -> None:
    path = folder / "spiral" / "b.JPG"
    path.write_bytes(path.read_bytes() + bytes(10_000))
    assert datasets.open_dataset(str(folder)).n == 6


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), "has no folders in it"),
        (("a.png", "b.png"), "has no folders in it"),
        (("one/a.png", "one/b.png"), "has only one class, one"),
        (("far/one/a.png", "far/two/a.png", "near/one/a.png"), "holds only folders .*: name the folder that holds"),
        (("one/a.png", "two/notes.txt"), "holds no picture, but 1 .txt, which aren't read here: save them as one of"),
        (("round/round/a.png", "flat/b.png"), "round does, 1 of them: move the pictures of round/round to round"),
        (("one/a.png", "two/inner/notes.txt"), "holds only folders"),
    ],
)
def test_other_layouts_are_a_sentence(names: tuple[str, ...], words: str, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for name in names:
        path = tmp_path / "mine" / name
        picture(path) if path.suffix == ".png" else (path.parent.mkdir(parents=True), path.write_text("words"))
    with pytest.raises(DataError, match=words) as caught:
        datasets.open_dataset(str(tmp_path / "mine"))
    assert str(tmp_path / "mine") in str(caught.value)


def test_a_class_of_broken_pictures_only_is_a_sentence(folder: Path) -> None:
    for path in (folder / "spiral").iterdir():
        path.write_bytes(b"words")
    with pytest.raises(DataError, match="no usable picture in spiral"):
        datasets.open_dataset(str(folder))


def test_it_is_looked_at_once_until_something_changes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    look = pictures.look
    monkeypatch.setattr(pictures, "look", lambda path: looked.append(path) or look(path))
    settle(folder)
    first = datasets.open_dataset(str(folder))
    assert len(looked) == 6
    assert datasets.open_dataset(str(folder)).identity == first.identity
    assert len(looked) == 6
    picture(folder / "spiral" / "a.png", value=7)
    changed = datasets.open_dataset(str(folder))
    assert changed.identity.images != first.identity.images
    assert looked[6:] == [folder / "spiral" / "a.png"]


def test_a_picture_overwritten_in_place_is_another_even_with_the_size_and_time_of_before(folder: Path) -> None:
    path = picture(folder / "spiral" / "a.png", value=7)
    settle(folder)
    first, before = datasets.open_dataset(str(folder)), path.stat()
    content = bytearray(path.read_bytes())
    content[-20] ^= 1  # in the pixels
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    now = path.stat()
    assert (now.st_size, now.st_mtime_ns, now.st_ino) == (before.st_size, before.st_mtime_ns, before.st_ino)
    assert datasets.open_dataset(str(folder)).identity.images != first.identity.images
    with pytest.raises(DataError, match=r"a.png (has changed since|can't be read)"):
        first.images([3])


def test_touched_copied_moved_or_renamed_it_is_the_same(folder: Path, tmp_path: Path) -> None:
    first = datasets.open_dataset(str(folder))
    settle(folder)
    assert datasets.open_dataset(str(folder)).identity == first.identity
    assert len(first.images([3])) == 1, "one that was touched is still read"
    shutil.copytree(folder, tmp_path / "copy")
    assert datasets.open_dataset(str(tmp_path / "copy")).identity == first.identity
    (tmp_path / "copy" / "spiral").rename(tmp_path / "copy" / "wound")
    renamed = datasets.open_dataset(str(tmp_path / "copy")).identity
    assert renamed.images == first.identity.images and renamed.labels != first.identity.labels


def test_an_index_that_was_spoilt_is_made_anew(folder: Path, data_folder: Path) -> None:
    settle(folder)
    first = datasets.open_dataset(str(folder))
    (kept,) = (data_folder / "folders").iterdir()
    whole = kept.read_bytes()
    for spoilt in (b"", b"words", whole[:-40], whole.replace(b"digests", b"digestz")):
        kept.write_bytes(spoilt)
        assert datasets.open_dataset(str(folder)).identity == first.identity
    assert kept.stat().st_size == len(whole)


def test_what_is_lost_or_spoilt_later_is_a_sentence(folder: Path) -> None:
    galaxies = datasets.open_dataset(str(folder))
    (folder / "spiral" / "a.png").write_bytes(b"words")
    with pytest.raises(DataError, match="a.png can't be read"):
        galaxies.images([3])


def test_folders_without_permission(folder: Path, data_folder: Path, nobody) -> None:
    data_folder.mkdir()
    with nobody():
        galaxies = datasets.open_dataset(str(folder))
        assert "couldn't be kept" in galaxies.notes[-1]
    (folder / "spiral").chmod(0)
    with nobody(), pytest.raises(StorageError, match="can't be read"):
        datasets.open_dataset(str(folder))
    (folder / "spiral").chmod(0o755)


def test_names_in_any_writing(tmp_path: Path) -> None:
    for kind in ("螺旋", "elliptique é", "b\udcff"):
        picture(tmp_path / "mine" / kind / "ß.png")
    galaxies = datasets.open_dataset(str(tmp_path / "mine"))
    assert galaxies.n == len(galaxies.images(range(3))) == 3
    "".join(galaxies.classes).encode("utf-8")


def test_all_different_sizes_come_to_a_middle_one() -> None:
    sizes = Counter({(100 + number, 200 - number): 1 for number in range(11)})
    assert pictures.middle(sizes) == (105, 195)
    assert pictures.middle(sizes + Counter({(424, 424): 9})) == (424, 424)
    assert pictures.middle(Counter()) == (0, 0)


def test_a_picture_that_only_reading_finds_damaged_is_left_out_when_the_folder_is_opened(folder: Path) -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (128, 128, 3), np.uint8))
    noise.save(folder / "spiral" / "z.png")
    data = bytearray((folder / "spiral" / "z.png").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 40] = b"\xff" * 40
    (folder / "spiral" / "z.png").write_bytes(data)
    galaxies = datasets.open_dataset(str(folder))
    assert galaxies.n == 6 and galaxies.left_out == (("spiral/z.png", "damaged", "damaged"),)
    assert galaxies.notes == ("1 picture was skipped: spiral/z.png (damaged).",)


def test_sixteen_bits_are_stretched_by_what_the_folder_holds(tmp_path: Path) -> None:
    for row, kind in enumerate("aabb"):
        values = np.full((16, 16), 40, np.uint16)
        values[4:8] = 1000 + row
        (tmp_path / "mine" / kind).mkdir(parents=True, exist_ok=True)
        Image.fromarray(values).save(tmp_path / "mine" / kind / f"{row}.png")
    values = np.full((16, 16), 50, np.uint16)
    Image.fromarray(values).save(tmp_path / "mine" / "a" / "dark.png")
    galaxies = datasets.open_dataset(str(tmp_path / "mine"))
    assert galaxies.images([0]).max() == 254 and galaxies.images([0]).min() == 0
    assert galaxies.notes == (
        "Pictures of more than 8 bits are shown by what they hold: 40 is black, 1,002 white.",
        "a/dark.png is nearly black: its values end at 50 of 1,002.",
    )
    settle(tmp_path / "mine")
    assert datasets.open_dataset(str(tmp_path / "mine")).notes == galaxies.notes
    assert datasets.open_dataset(str(tmp_path / "mine")).notes == galaxies.notes, "from what was kept"


def test_large_pictures_are_read_one_by_one(folder: Path) -> None:
    assert datasets.open_dataset(str(folder)).block == 64
    large = picture(folder.parent / "large.png", (4000, 3000))
    for kind in ("spiral", "Smooth"):
        for name in ("a.png", "b.JPG"):
            shutil.copy(large, folder / kind / name)
    galaxies = datasets.open_dataset(str(folder))
    assert (galaxies.image_shape, galaxies.block, galaxies.quick) == ((3000, 4000, 3), 1, False)


def test_train_and_test_folders_are_one_data_set_with_its_own_split(tmp_path: Path) -> None:
    for place, name in enumerate(("train/a/1", "train/a/2", "train/b/1", "val/a/3", "val/b/3", "test/a/4", "test/b/4")):
        picture(tmp_path / "mine" / f"{name}.png", value=10 * place)
    shutil.copy(tmp_path / "mine" / "train/a/1.png", tmp_path / "mine" / "test/a/copy.png")
    galaxies = datasets.open_dataset(str(tmp_path / "mine"))
    assert galaxies.parts.tolist() == [0, 0, 0, 1, 1, 2, 2, 2]
    assert galaxies.labels.tolist() == [0, 0, 1, 0, 1, 0, 0, 1]
    assert galaxies.notes[0] == "Its own split, by its folders, can be chosen as “as-given”."
    assert galaxies.notes[1].startswith("1 picture is in two parts of its own split")
