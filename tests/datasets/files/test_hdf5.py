"""Every kind of bad HDF5 file ends as one clear sentence that names it, and is left as it was."""

import re
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from galaxy_core import AbsentError, DataError, GalaxyError, StorageError, datasets
from tests.datasets.files.broken import IMAGES, KINDS, UNDERSTOOD, N, pack, write


def check_sentence(text: str, path: Path) -> None:
    """One sentence: it names the file, says what to do, ends with the only full stop."""
    assert str(path) in text
    rest = text.replace(str(path), "FILE")
    assert rest.endswith(".") and not rest.endswith("..")
    assert not re.search(r"[.!?]\s", rest), f"more than one sentence: {rest}"
    assert "\n" not in text and len(rest) < 300 and re.search(r"[;:,] ?\w", rest), rest


def _open_and_read(path: Path) -> None:
    galaxies = datasets.open_dataset(str(path))
    for _ in galaxies.blocks():
        pass


@pytest.mark.parametrize("kind", KINDS)
def test_every_bad_file_gives_one_sentence(kind: str, tmp_path: Path) -> None:
    path = KINDS[kind](tmp_path / "bad file.h5")
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises((DataError, StorageError)) as caught:
        _open_and_read(path)
    check_sentence(str(caught.value), path)
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize("kind", ["images-int8", "piece-spoilt", "external-storage", "no-ans"])
def test_the_sentence_says_what_is_wrong(kind: str, tmp_path: Path) -> None:
    words = {"images-int8": "numbers from -128 to 127", "piece-spoilt": "damaged",
             "external-storage": "outside the file", "no-ans": "“ans”"}  # fmt: skip
    with pytest.raises(DataError, match=words[kind]):
        _open_and_read(KINDS[kind](tmp_path / "bad.h5"))


def test_there_are_fifty_kinds_and_the_good_file_is_good(tmp_path: Path) -> None:
    assert len(KINDS) >= 50
    _open_and_read(write(tmp_path / "good.h5"))
    _open_and_read(pack(tmp_path / "packed.h5", compression="gzip", shuffle=True))


def test_soft_links_inside_the_file_are_fine(tmp_path: Path) -> None:
    path = write(tmp_path / "soft.h5", images=None, **{"group/all": IMAGES})
    with h5py.File(path, "r+") as file:
        file["way"] = h5py.SoftLink("/group")
        file["images"] = h5py.SoftLink("way/all")
    assert (datasets.open_dataset(str(path)).images(np.arange(N)) == IMAGES).all()


def test_a_file_without_permission_is_a_storage_error(tmp_path: Path, nobody) -> None:
    path = write(tmp_path / "secret.h5")
    path.chmod(0)
    with nobody(), pytest.raises(StorageError, match="permission") as caught:
        datasets.open_dataset(str(path))
    check_sentence(str(caught.value), path)


def test_a_file_being_written_is_a_storage_error(tmp_path: Path) -> None:
    path = write(tmp_path / "busy.h5")
    writer = f"import h5py, sys; file = h5py.File({str(path)!r}, 'r+'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", writer], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"open\n"
        with pytest.raises(StorageError, match="being written") as caught:
            datasets.open_dataset(str(path))
        process.stdin.close()
    check_sentence(str(caught.value), path)


def test_a_file_that_vanished_or_changed_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "moving.h5")
    galaxies = datasets.open_dataset(str(path))
    with h5py.File(path, "r+") as file:
        file["images"][0, 0, 0, 0] ^= 1
    with pytest.raises(DataError, match="has changed"):
        galaxies.images([0])
    path.unlink()
    with pytest.raises(AbsentError, match="any more"):
        galaxies.images([0])


@pytest.mark.parametrize("packed", [False, True])
def test_random_damage_never_raises_anything_else(packed: bool, tmp_path: Path) -> None:
    """A cut or a few changed bytes anywhere: the file is read, or there is one sentence."""
    random = np.random.default_rng(20061)
    good = pack(tmp_path / "good.h5", compression="gzip") if packed else write(tmp_path / "good.h5")
    data, refused = good.read_bytes(), 0
    for number in range(400):
        path = tmp_path / "damaged.h5"
        changed = bytearray(data)
        if number % 4 == 0:
            del changed[random.integers(0, len(changed)) :]
        reach = len(changed) if number % 2 else min(len(changed), 4096)  # the first bytes say what is where
        for place in random.integers(0, max(1, reach), random.integers(1, 9)) if number % 4 else []:
            changed[place] = random.integers(0, 256)
        path.write_bytes(bytes(changed))
        try:
            _open_and_read(path)
        except GalaxyError as error:
            check_sentence(str(error), path)
            refused += 1
    assert refused > 100


@pytest.mark.parametrize("kind", UNDERSTOOD)
def test_what_is_laid_out_otherwise_is_read_with_a_note(kind: str, tmp_path: Path) -> None:
    plain = datasets.open_dataset(str(write(tmp_path / "plain.h5")))
    galaxies = datasets.open_dataset(str(UNDERSTOOD[kind](tmp_path / "odd.h5")))
    assert (galaxies.n, galaxies.image_shape) == (N, (12, 12, 3))
    if kind not in ("ans-column", "ans-bool", "ans-too-large", "images-uint16"):
        assert galaxies.notes != plain.notes
    images = galaxies.images(np.arange(N))
    if kind in ("images-channels-first", "images-float", "images-uint16", "ans-one-hot"):
        assert np.array_equal(images, IMAGES)
    if kind.startswith("ans-one") or kind == "ans-column":
        assert galaxies.labels.tolist() == plain.labels.tolist()


def test_a_file_that_was_not_closed_says_so(tmp_path: Path) -> None:
    code = (
        "import h5py, numpy as np, os, sys; file = h5py.File(sys.argv[1], 'w', libver=('v110', 'v110'));"
        "file['images'] = np.zeros((9, 16, 16, 3), np.uint8); file['ans'] = np.arange(9) % 3; file.flush(); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "killed.h5")], check=False)
    with pytest.raises(DataError, match="not closed by the program that wrote it: close that program, or.*h5clear -s"):
        _open_and_read(tmp_path / "killed.h5")


def test_a_newer_format_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "newer.h5")
    data = bytearray(path.read_bytes())
    data[8] = 9  # the version of its superblock
    path.write_bytes(data)
    with pytest.raises(DataError, match="a newer format than HDF5 .* reads: repack it"):
        _open_and_read(path)
